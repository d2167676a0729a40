"""Boards as rows of their list, and as choices of a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.core.connections.queries import connections
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.boards.queries import boards, pin_counts, sections
from pressroom.features.pins.boards.rules import ACCOUNTS
from pressroom.web.views.projects import BoardRow, BoardsPart, NewBoardForm
from pressroom.web.views.shell import Choice, State

GONE = State("bad", "Gone from Pinterest")
LET_GO = State("warn", "Account let go")
SECRET = State("idle", "Secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedBoard:
    """What a person typed for a new board, and the connection of the account it is to be made at."""

    form: NewBoardForm = field(default_factory=NewBoardForm)
    account: str = ""


def boards_part(
    session: Session, workspace_id: UUID, typed: TypedBoard | None = None, errors: Mapping[str, str] | None = None
) -> BoardsPart:
    """Return the boards, with what was typed for a new one and what was wrong, by board's id or `new`."""
    accounts = accounts_in(session, workspace_id)
    found = boards(session, workspace_id)
    pins, parts = pin_counts(session, workspace_id), sections(session, found)
    typed = typed or TypedBoard()
    return BoardsPart(
        boards=[
            BoardRow(
                id=str(one.id),
                name=one.name,
                description=one.description,
                pin_count=pins.get(one.id, 0),
                account=_account(one, accounts),
                is_there=one.connection_id is not None and one.gone_at is None,
                is_planned=one.pinterest_board_id is None,
                sections=[part.name for part in parts.get(one.id, ())],
                state=_state(one),
            )
            for one in found
        ],
        new=typed.form,
        accounts=[
            Choice(value=str(one.id), label=_label(one), is_chosen=str(one.id) == typed.account)
            for one in accounts.values()
            if one.active
        ],
        errors=errors or {},
    )


def board_names(session: Session, workspace_id: UUID) -> Sequence[tuple[str, str]]:
    """Return the ids and names of the boards that can be chosen; where there are accounts, with whose they are."""
    accounts = accounts_in(session, workspace_id)
    return [
        (str(one.id), f"{one.name} · {_account(one, accounts) or 'only planned'}" if accounts else one.name)
        for one in boards(session, workspace_id)
        if one.gone_at is None
    ]


def account_names(session: Session, workspace_id: UUID) -> Sequence[tuple[str, str]]:
    """Return the ids of the accounts at Pinterest, and what they are called."""
    return [(str(one.id), _label(one)) for one in accounts_in(session, workspace_id).values()]


def accounts_in(session: Session, workspace_id: UUID) -> Mapping[UUID, Connection]:
    """Return the accounts at Pinterest of a workspace, by id."""
    return {one.id: one for one in connections(session, workspace_id) if one.provider in ACCOUNTS}


def _account(board: Board, accounts: Mapping[UUID, Connection]) -> str | None:
    account = accounts.get(board.connection_id) if board.connection_id else None
    return _label(account) if account else None


def _label(account: Connection) -> str:
    return account.account if account.provider == "pinterest" else f"{account.account} (sandbox)"


def _state(board: Board) -> State | None:
    if board.gone_at is not None:
        return GONE
    if board.connection_id is None and board.pinterest_board_id is not None:
        return LET_GO
    return SECRET if board.privacy == "SECRET" else None
