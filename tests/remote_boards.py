"""Boards of accounts at Pinterest, as they are here and as reading them ends."""

from uuid import UUID

from sqlalchemy import select

from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.listing import begin_sync
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.kernel.app import App
from tests.media import wait_for

ENDED = ("SUCCESS", "ERROR")


def begun(app: App, connection_id: UUID) -> str:
    """Start reading an account's boards; return the run."""
    with app.database.transaction() as session:
        return begin_sync(session, app.durable, session.get_one(Connection, connection_id))


def ended(app: App, run_id: str) -> tuple[str, object]:
    """Return how a run ended: its status, and what it said or why it failed."""

    def run() -> tuple[str, object]:
        (found,) = app.durable.client.list_workflows(workflow_ids=[run_id])
        return found.status, found.output or str(found.error)

    wait_for(lambda: run()[0] in ENDED)
    return run()


def read(app: App, connection_id: UUID) -> dict[str, int]:
    """Have an account's boards read; return what was found."""
    status, said = ended(app, begun(app, connection_id))
    assert status == "SUCCESS", said
    assert isinstance(said, dict)
    return said


def board_named(app: App, name: str) -> Board:
    """Return the board of a name."""
    with app.database.transaction() as session:
        return session.scalars(select(Board).where(Board.name == name)).one()


def remote(app: App, name: str) -> str:
    """Return the id at Pinterest of a board."""
    return board_named(app, name).pinterest_board_id or ""


def sections_of(app: App, name: str) -> list[str]:
    """Return what a board's sections are called."""
    with app.database.transaction() as session:
        found = select(BoardSection.name).join(Board).where(Board.name == name).order_by(BoardSection.name)
        return list(session.scalars(found))
