"""What an account at Pinterest has: its boards and their sections written down, and what is gone marked so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.connections.models import KIND as CONNECTION
from pressroom.core.connections.models import Connection
from pressroom.core.runs.stranded import IN_FLIGHT, RUNS
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.boards.rules import ACCOUNTS
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import Conflict, Invalid
from pressroom.kernel.ids import new_id
from pressroom.providers.pinterest import BoardFound, SectionFound


def begin_sync(session: Session, durable: Durable, connection: Connection) -> str:
    """Read an account's boards and sections behind; return the run's id, that of one under way where there is one.

    Raises Invalid where the connection is not one to Pinterest, Conflict where it is lost.
    """
    check_account(connection)
    session.get(Connection, connection.id, with_for_update={"key_share": True})
    return _under_way(session, connection.id) or durable.enqueue(
        session,
        "sync_boards",
        str(connection.id),
        run_id=f"{_runs_of(connection.id)}{new_id()}",
        workspace_id=connection.workspace_id,
        subject=(CONNECTION, connection.id),
    )


def check_account(connection: Connection) -> None:
    """Raise Invalid where a connection is not one to Pinterest, Conflict where a person has to reconnect it."""
    if connection.provider not in ACCOUNTS:
        raise Invalid(f"{connection.account} is not a Pinterest account, so it has no boards.", code="account")
    if not connection.active:
        raise Conflict(f"Reconnect {connection.account} first: {connection.last_error}", code="auth_lost")


def record_boards(session: Session, connection_id: UUID, found: Sequence[BoardFound]) -> dict[str, int] | None:
    """Write down all boards that an account has; return how many there are and how many are gone since.

    None where the account was disconnected meanwhile. A board that came back, or whose account was connected anew, is
    the board it was.
    """
    connection = session.get(Connection, connection_id, with_for_update={"key_share": True})
    if connection is None:
        return None
    listed = {one.id: one for one in found}  # one that moves while the list is read is on two of its pages
    known = _known(session, connection, list(listed))
    for one in listed.values():
        keep_board(session, connection, one, known.pop(one.id, None))
    gone = [one for one in known.values() if one.connection_id == connection_id and one.gone_at is None]
    for board in gone:
        board.gone_at = now()
    return {"boards": len(listed), "gone": len(gone)}


def keep_board(session: Session, connection: Connection, found: BoardFound, board: Board | None) -> Board:
    """Write a board down as its account shows it, in the row it has, or a new one."""
    if board is None:
        board = Board(id=new_id(), workspace_id=connection.workspace_id, pinterest_board_id=found.id)
        session.add(board)
    board.connection_id, board.gone_at, board.deleted_at = connection.id, None, None
    seen = {name: getattr(found, name) for name in ("name", "description", "privacy", "pin_count")}
    for field, value in seen.items():
        if getattr(board, field) != value:
            setattr(board, field, value)
    return board


def board_of(session: Session, connection: Connection, pinterest_board_id: str) -> Board | None:
    """Return the row of a board at Pinterest, if it has one."""
    return _known(session, connection, [pinterest_board_id]).get(pinterest_board_id)


def unread(session: Session, connection_id: UUID, since: datetime, *, most: int) -> Sequence[Board]:
    """Return boards of an account whose sections were not read since a moment."""
    waiting = select(Board).where(
        Board.connection_id == connection_id,
        Board.gone_at.is_(None),
        or_(Board.synced_at.is_(None), Board.synced_at < since),
    )
    return session.scalars(waiting.order_by(Board.id).limit(most)).all()


def record_sections(session: Session, board_id: UUID, found: Sequence[SectionFound] | None) -> int:
    """Write a board's sections down, None where the board is gone; return how many. Pins on lost ones have none."""
    board = session.get(Board, board_id, with_for_update={"key_share": True})
    if board is None:
        return 0
    board.synced_at = now()
    if found is None:
        board.gone_at = now()
        return 0
    ids = [one.id for one in found]
    session.execute(
        delete(BoardSection).where(BoardSection.board_id == board_id, BoardSection.pinterest_section_id.not_in(ids))
    )
    for one in found:
        keep_section(session, board, one)
    return len(ids)


def keep_section(session: Session, board: Board, found: SectionFound) -> UUID:
    """Write a section down as its board shows it; return its id."""
    values: Mapping[str, Any] = {
        "id": new_id(),
        "created_at": now(),
        "workspace_id": board.workspace_id,
        "board_id": board.id,
        "pinterest_section_id": found.id,
        "name": found.name,
    }
    statement = insert(BoardSection).values(**values)
    kept = statement.on_conflict_do_update(
        index_elements=["board_id", "pinterest_section_id"], set_={"name": found.name}
    )
    return session.execute(kept.returning(BoardSection.id)).scalar_one()


def finish_sync(session: Session, connection_id: str, since: str) -> dict[str, int]:
    """Write down when an account was read; return how many sections it has, and of how many boards."""
    connection = session.get(Connection, UUID(connection_id), with_for_update={"key_share": True})
    if connection is not None:
        connection.synced_at = datetime.fromisoformat(since)
    rows = select(func.count(), func.count(BoardSection.board_id.distinct())).select_from(BoardSection).join(Board)
    sections, boards = session.execute(rows.where(Board.connection_id == UUID(connection_id))).one()
    return {"sections": sections, "boards_with_sections": boards}


def accounts_to_read(session: Session) -> Sequence[Connection]:
    """Return the active accounts of all workspaces."""
    active = select(Connection).where(Connection.active, Connection.provider.in_(ACCOUNTS))
    return session.scalars(active.order_by(Connection.id)).all()


def abandon(_session: Session, _connection_id: UUID, _run_id: str, _reason: str) -> None:
    """Do nothing: nothing waits for an account's boards to be read."""


def mend(_session: Session) -> int:
    """Do nothing, likewise."""
    return 0


def _known(session: Session, connection: Connection, ids: Sequence[str]) -> dict[str, Board]:
    """Return an account's boards by their ids at Pinterest, and those with these ids whose account was let go."""
    orphaned = Board.connection_id.is_(None) & Board.pinterest_board_id.in_(ids)
    rows = session.scalars(
        select(Board)
        .where(Board.workspace_id == connection.workspace_id, (Board.connection_id == connection.id) | orphaned)
        .order_by(Board.connection_id.is_(None).desc(), Board.id)
    )
    return {str(one.pinterest_board_id): one for one in rows}


def _under_way(session: Session, connection_id: UUID) -> str | None:
    runs = select(RUNS.c.workflow_uuid).where(
        IN_FLIGHT, func.starts_with(RUNS.c.workflow_uuid, _runs_of(connection_id))
    )
    return session.scalar(runs.limit(1))


def _runs_of(connection_id: UUID) -> str:
    return f"sync-boards:{connection_id}:"
