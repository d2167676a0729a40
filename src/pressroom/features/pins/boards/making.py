"""Boards and sections made at Pinterest; one whose making was not answered, or that is there already, is taken over.

Pinterest may take its time, so nothing is locked before it has answered; what was changed meanwhile is seen then.
"""

from uuid import UUID

from sqlalchemy import column, func, select, table, update
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.boards.listing import board_of, check_account, keep_board, keep_section
from pressroom.features.pins.boards.models import Board, BoardSection
from pressroom.features.pins.boards.rules import LONGEST_NAME_THERE, Privacy
from pressroom.kernel.clock import now
from pressroom.kernel.errors import (
    Conflict,
    Invalid,
    NotFound,
    OutcomeUnknown,
    ProviderAuthLost,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
)
from pressroom.providers.pinterest import BoardFound, Pinterest, SectionFound


def make_board(
    session: Session,
    accounts: Accounts,
    connection: Connection,
    *,
    name: str,
    description: str = "",
    privacy: Privacy = "PUBLIC",
) -> Board:
    """Make a board at Pinterest and here; one of that name that is only there is taken over.

    Raises Conflict where the account has one of that name here, Invalid for a name Pinterest does not take, and as
    Pinterest does.
    """
    check_account(connection)
    name = _name(name)
    if _is_known(session, connection, name):
        raise Conflict(f"{connection.account} has a board called “{name}” already.", code="known")
    found = _made(accounts, connection.id, name, description, privacy)
    _hold(session, connection)
    board = keep_board(session, connection, found, board_of(session, connection, found.id))
    board.synced_at = board.synced_at or now()
    session.flush()
    return board


def bring_board(
    session: Session, accounts: Accounts, connection: Connection, board: Board, *, privacy: Privacy = "PUBLIC"
) -> Board:
    """Make a board that is only planned here at Pinterest; pins and projects keep it.

    Where the account has one of that name, that is it from now on, and the planned one goes. Raises as `make_board`
    does, and Conflict where the board is an account's already.
    """
    _check_planned(board)
    check_account(connection)
    found = _made(accounts, connection.id, _name(board.name), board.description, privacy)
    _hold(session, connection)
    planned = session.get(Board, board.id, with_for_update={"key_share": True}, populate_existing=True)
    there = board_of(session, connection, found.id)
    if there is not None:
        if planned is not None and planned.id != there.id:
            _check_planned(planned)
            _replace(session, planned, there)
        return keep_board(session, connection, found, there)
    if planned is None:
        raise NotFound("This board was deleted meanwhile. It is at Pinterest now, and comes here with the next look.")
    _check_planned(planned)
    planned.pinterest_board_id = found.id
    return keep_board(session, connection, found, planned)


def make_section(session: Session, accounts: Accounts, board: Board, *, name: str) -> BoardSection:
    """Make a section of a board at Pinterest and here; one of that name that is only there is taken over."""
    if board.connection_id is None or board.pinterest_board_id is None or board.gone_at is not None:
        raise Conflict("Only a board at Pinterest has sections. Bring this board to an account first.", code="planned")
    connection = session.get_one(Connection, board.connection_id)
    check_account(connection)
    name, board_id = _name(name), board.pinterest_board_id
    same = func.lower(BoardSection.name) == name.lower()
    if session.scalar(select(BoardSection.id).where(BoardSection.board_id == board.id, same).limit(1)):
        raise Conflict(f"“{board.name}” has a section called “{name}” already.", code="known")
    found = _section_made(accounts, connection.id, board_id, name)
    return session.get_one(BoardSection, keep_section(session, board, found))


def _check_planned(board: Board) -> None:
    if board.connection_id is not None or board.deleted_at is not None:
        raise Conflict("This board is at Pinterest already, or deleted.", code="at_pinterest")


def _hold(session: Session, connection: Connection) -> None:
    """Let nobody else write down an account's boards; raise Conflict where it was disconnected meanwhile."""
    if session.get(Connection, connection.id, with_for_update={"key_share": True}) is None:
        raise Conflict(f"{connection.account} was disconnected meanwhile. Connect it again.", code="auth_lost")


def _replace(session: Session, planned: Board, there: Board) -> None:
    """Put everything that is on a planned board on another, and let it go; rows are locked in order of their ids."""
    for name in ("pins", "projects"):
        rows = table(name, column("id"), column("board_id"))
        on_it = rows.c.board_id == planned.id
        session.execute(select(rows.c.id).where(on_it).order_by(rows.c.id).with_for_update(key_share=True))
        session.execute(update(rows).where(on_it).values(board_id=there.id))
    session.delete(planned)


def _made(accounts: Accounts, connection_id: UUID, name: str, description: str, privacy: Privacy) -> BoardFound:
    def make(pinterest: Pinterest) -> BoardFound:
        try:
            return pinterest.create_board(name, description=description, privacy=privacy)
        except (OutcomeUnknown, ProviderBusy, ProviderRefused) as error:
            for one in _looked_through(pinterest, error):
                if one.name.casefold() == name.casefold():
                    return one
            raise

    return accounts.ask(connection_id, make)


def _looked_through(pinterest: Pinterest, error: ProviderError) -> list[BoardFound]:
    """Return the account's boards; where they do not come, raise the error that made us look."""
    try:
        return list(pinterest.boards())
    except ProviderAuthLost:
        raise
    except ProviderError:
        raise error from None


def _section_made(accounts: Accounts, connection_id: UUID, board_id: str, name: str) -> SectionFound:
    def make(pinterest: Pinterest) -> SectionFound:
        try:
            return pinterest.create_section(board_id, name)
        except (OutcomeUnknown, ProviderBusy, ProviderRefused):
            for one in pinterest.sections(board_id):
                if one.name.casefold() == name.casefold():
                    return one
            raise

    return accounts.ask(connection_id, make)


def _is_known(session: Session, connection: Connection, name: str) -> bool:
    same = select(Board.id).where(
        Board.connection_id == connection.id,
        func.lower(Board.name) == name.lower(),
        Board.gone_at.is_(None),
        Board.deleted_at.is_(None),
    )
    return session.scalar(same.limit(1)) is not None


def _name(given: str) -> str:
    name = " ".join(given.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME_THERE:
        raise Invalid(f"At Pinterest a name has 1 to {LONGEST_NAME_THERE} characters.", code="name")
    return name
