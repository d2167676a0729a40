"""Where a command works: an installation, and one workspace of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from pressroom.cli.composer import Composer
from pressroom.core.accounts.actions import first_admin
from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import members, workspace_called
from pressroom.kernel.app import App


@dataclass(frozen=True, slots=True)
class Desk:
    """An installation and the workspace worked in; what is made here is made by its longest-standing owner."""

    app: App
    workspace_id: UUID
    user_id: UUID


@contextmanager
def desk(context: typer.Context, workspace: str | None = None) -> Iterator[Desk]:
    """Open the installation at a workspace, by name or id, or at the first; on a fresh install it is made.

    Raises NotFound for a workspace that does not exist.
    """
    composer: Composer = context.obj
    with composer.app() as app:
        yield desk_of(app, workspace)


def desk_of(app: App, workspace: str | None = None) -> Desk:
    """Return the desk at a workspace of an open installation, as `desk` does."""
    with app.database.transaction() as session:
        user, first = first_admin(session, starting_credits=app.starting_credits)
        if workspace is None:
            return Desk(app, first.id, user.id)
        found = workspace_called(session, workspace)
        return Desk(app, found.id, _owner(session, found.id))


def _owner(session: Session, workspace_id: UUID) -> UUID:
    everyone = members(session, workspace_id)
    owners = [user.id for user, role in everyone if role is Role.OWNER]
    return (owners or [user.id for user, _ in everyone])[0]
