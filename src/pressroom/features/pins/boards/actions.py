"""Boards planned here, renamed, deleted and brought back; `listing` reads those at Pinterest, `making` makes some."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.boards.rules import LONGEST_DESCRIPTION, LONGEST_NAME
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid

UNDO_LASTS = timedelta(days=1)
THERE = "at_pinterest"


def create_board(session: Session, *, workspace_id: UUID, name: str, description: str = "") -> Board:
    """Add a board; raises Conflict where the workspace has one of that name, Invalid for a name that is none."""
    board = Board(workspace_id=workspace_id, name=_name(name), description=_description(description))
    _keep(session, board)
    return board


def change_board(session: Session, board: Board, *, name: str | None = None, description: str | None = None) -> Board:
    """Change a board's name or description, what is None left as it is; raises as `create_board` does.

    Raises Conflict for one that is at Pinterest, too.
    """
    if board.deleted_at is not None:
        raise Conflict("This board is deleted. Bring it back first.", code="deleted")
    if board.connection_id is not None:
        raise Conflict("This board is at Pinterest. Change it there; it changes here with the next look.", code=THERE)
    changed = _name(board.name if name is None else name)
    described = board.description if description is None else _description(description)
    _keep(session, board, name=changed, description=described)
    return board


def delete_board(board: Board) -> None:
    """Take a board out of sight; it is gone for good a day later, and pins on it have no board then.

    Raises Conflict for one that is at Pinterest: it is deleted there, by its owner.
    """
    if board.connection_id is not None and board.gone_at is None:
        raise Conflict("This board is at Pinterest. Delete it there; it goes from here with the next look.", code=THERE)
    board.deleted_at = board.deleted_at or now()


def undelete_board(session: Session, board: Board) -> Board:
    """Bring a deleted board back; raises Conflict where another has its name by now."""
    _keep(session, board, deleted_at=None)
    return board


def purge_deleted(session: Session) -> int:
    """Drop boards deleted over a day ago; return how many."""
    gone = session.scalars(delete(Board).where(Board.deleted_at < now() - UNDO_LASTS).returning(Board.id))
    return len(gone.all())


def _keep(session: Session, board: Board, **changes: object) -> None:
    name = changes.get("name", board.name)
    try:
        with session.begin_nested():
            for field, value in changes.items():
                setattr(board, field, value)
            session.add(board)
    except IntegrityError as error:
        raise Conflict(f"There is a board called “{name}” already.", code="known") from error


def _name(given: str) -> str:
    name = " ".join(given.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"A board's name has 1 to {LONGEST_NAME} characters.", code="name")
    return name


def _description(given: str) -> str:
    text = given.replace("\0", "").strip()
    if len(text) > LONGEST_DESCRIPTION:
        raise Invalid(f"A board's description has at most {LONGEST_DESCRIPTION} characters.", code="description")
    return text
