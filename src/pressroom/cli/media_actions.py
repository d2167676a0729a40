"""`pressroom media`: pictures tried again, described anew, tagged, deleted."""

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_json, say
from pressroom.features.media import queries
from pressroom.features.media.actions.again import describe_again, try_again
from pressroom.features.media.actions.metadata import change_tags
from pressroom.features.media.actions.remove import delete_item
from pressroom.features.media.models import Item
from pressroom.features.media.schemas import StartedItem
from pressroom.kernel.clock import now
from pressroom.kernel.durable import BULK
from pressroom.kernel.errors import Invalid

Ids = Annotated[list[UUID], typer.Argument(metavar="ID", help="The pictures' ids.")]
LONGEST_TAG = 60


def retry(context: typer.Context, ids: Ids, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Start failed pictures again, all or none: the looking, or only the describing where they were seen."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        started = _started(session, place, ids, lambda one: try_again(session, place.app.durable, one))
    _tell(started, as_json=as_json)


def describe(
    context: typer.Context,
    ids: Ids,
    *,
    feedback: Annotated[str | None, typer.Option(help="What should be different about the descriptions.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Describe pictures anew, all or none, minding what you say."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        started = _started(
            session,
            place,
            ids,
            lambda one: describe_again(session, place.app.durable, one, feedback=feedback, priority=BULK),
        )
    _tell(started, as_json=as_json)


def tag(
    context: typer.Context,
    ids: Ids,
    *,
    add: Annotated[list[str] | None, typer.Option(help="A tag they get; give it several times for several.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="A tag they lose.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Add tags to pictures and take tags from them, all or none."""
    added, removed = _tags(add or []), _tags(remove or [])
    if not added and not removed:
        raise Invalid("Name a tag with --add or --remove.")
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = _found(session, place, ids)
        for one in found:
            change_tags(session, place.app.durable, one, add=added, remove=removed, user_id=place.user_id)
    if as_json:
        print_json({"media": [{"id": str(one.id), "tags": one.tags} for one in found]})
    else:
        say(f"{len(found)} tagged.")


def delete(context: typer.Context, ids: Ids, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Delete pictures, all or none. They can be brought back in the browser for a day."""
    at = now()
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = _found(session, place, ids)
        for one in found:
            delete_item(one, at=at)
    if as_json:
        print_json({"deleted": [str(one.id) for one in found]})
    else:
        say(f"{len(found)} deleted.")


def _found(session: Session, place: Desk, ids: Sequence[UUID]) -> list[Item]:
    """Return pictures, locked in the order that everyone locks them in."""
    return [queries.item(session, place.workspace_id, one, lock=True) for one in sorted(set(ids))]


def _started(session: Session, place: Desk, ids: Sequence[UUID], start: Callable[[Item], str]) -> list[StartedItem]:
    started = [(one, start(one)) for one in _found(session, place, ids)]
    return [StartedItem(id=one.id, status=one.status, run_id=run_id) for one, run_id in started]


def _tell(started: Sequence[StartedItem], *, as_json: bool) -> None:
    if as_json:
        print_json({"media": [one.model_dump(mode="json") for one in started]})
        return
    for one in started:
        out.print(f"Started {one.run_id}", soft_wrap=True)


def _tags(given: Sequence[str]) -> list[str]:
    tags = list(dict.fromkeys(one.strip() for one in given if one.strip()))
    if any(len(one) > LONGEST_TAG or "\0" in one for one in tags):
        raise Invalid(f"A tag has at most {LONGEST_TAG} characters.")
    return tags
