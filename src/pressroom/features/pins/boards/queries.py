"""Boards found. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import column, func, select, table
from sqlalchemy.orm import Session

from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.kernel.belonging import belonging
from pressroom.kernel.errors import NotFound

MOST = 500
UNKNOWN = "There is no such board here."


def board(session: Session, workspace_id: UUID, board_id: UUID, *, lock: bool = False, is_there: bool = False) -> Board:
    """Return one board, also a deleted one within its day unless it `is_there`; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    found = belonging(session, Board, workspace_id, board_id, missing=UNKNOWN, lock=lock, takes_children=True)
    if is_there and found.deleted_at is not None:
        raise NotFound(UNKNOWN)
    return found


def boards(
    session: Session, workspace_id: UUID, *, q: str | None = None, connection_id: UUID | None = None
) -> Sequence[Board]:
    """Return a workspace's boards by name, those with `q` in their names, or those of an account; 500 at most."""
    statement = select(Board).where(Board.workspace_id == workspace_id, Board.deleted_at.is_(None))
    if q and q.strip():
        statement = statement.where(Board.name.icontains(q.strip(), autoescape=True))
    if connection_id:
        statement = statement.where(Board.connection_id == connection_id)
    return session.scalars(statement.order_by(func.lower(Board.name), Board.id).limit(MOST)).all()


def sections(session: Session, boards: Collection[Board]) -> Mapping[UUID, Sequence[BoardSection]]:
    """Return the sections of boards by name, by board; one without any is left out."""
    found: dict[UUID, list[BoardSection]] = {}
    rows = select(BoardSection).where(BoardSection.board_id.in_([one.id for one in boards]))
    for one in session.scalars(rows.order_by(func.lower(BoardSection.name), BoardSection.id)):
        found.setdefault(one.board_id, []).append(one)
    return found


def board_counts(session: Session, workspace_id: UUID) -> Mapping[UUID, int]:
    """Return how many boards each account has; one without any is left out."""
    rows = session.execute(
        select(Board.connection_id, func.count())
        .where(
            Board.workspace_id == workspace_id,
            Board.connection_id.is_not(None),
            Board.gone_at.is_(None),
            Board.deleted_at.is_(None),
        )
        .group_by(Board.connection_id)
    )
    return {account: number for account, number in rows if account}


def pin_counts(session: Session, workspace_id: UUID) -> Mapping[UUID, int]:
    """Return how many pins each board has; one without any is left out."""
    pins = table("pins", *(column(name) for name in ("workspace_id", "board_id", "deleted_at")))
    rows = session.execute(
        select(pins.c.board_id, func.count())
        .where(pins.c.workspace_id == workspace_id, pins.c.board_id.is_not(None), pins.c.deleted_at.is_(None))
        .group_by(pins.c.board_id)
    )
    return {board_id: number for board_id, number in rows}  # noqa: C416  # a Row is no pair to dict()


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what boards are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Board.id, Board.name).where(Board.workspace_id == workspace_id, Board.id.in_({UUID(one) for one in ids}))
    )
    return {str(row.id): row.name for row in rows}
