"""`/api/boards`: boards that pins are put on, at Pinterest or planned."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from pressroom.core.connections.queries import connection
from pressroom.features.pins.boards import queries
from pressroom.features.pins.boards.actions import change_board, create_board, delete_board, undelete_board
from pressroom.features.pins.boards.making import bring_board, make_board, make_section
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.boards.schemas import (
    BoardAccount,
    BoardEdit,
    BoardList,
    BoardOut,
    NewBoard,
    NewSection,
    SectionOut,
)
from pressroom.web.asking import AccountsDep, BoardDep, PrincipalDep, SessionDep

router = APIRouter(prefix="/api/boards", tags=["boards"])


@router.post("", status_code=HTTPStatus.CREATED)
def create(session: SessionDep, principal: PrincipalDep, accounts: AccountsDep, wanted: NewBoard) -> BoardOut:
    """Make a board, at Pinterest where an account is given; no other of the workspace, or the account, has its name."""
    if wanted.connection_id is None:
        plan = {"name": wanted.name, "description": wanted.description}
        return _shown(session, create_board(session, workspace_id=principal.workspace_id, **plan))
    account = connection(session, principal.workspace_id, wanted.connection_id)
    made = make_board(
        session, accounts, account, name=wanted.name, description=wanted.description, privacy=wanted.privacy
    )
    return _shown(session, made)


@router.get("")
def list_boards(
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str | None, Query(max_length=200, description="Part of a name.")] = None,
    connection_id: Annotated[UUID | None, Query(description="The account they are of.")] = None,
) -> BoardList:
    """List the boards with their sections, by name; 500 at most."""
    found = queries.boards(session, principal.workspace_id, q=q, connection_id=connection_id)
    sections = queries.sections(session, found)
    return BoardList(items=[BoardOut.of(one, sections.get(one.id, ())) for one in found])


@router.get("/{board_id}")
def get_board(session: SessionDep, board: BoardDep) -> BoardOut:
    """Return one board with its sections."""
    return _shown(session, board)


@router.patch("/{board_id}")
def edit_board(session: SessionDep, board: BoardDep, edit: BoardEdit) -> BoardOut:
    """Change a planned board's name or description; what is left out stays as it is."""
    return _shown(session, change_board(session, board, name=edit.name, description=edit.description))


@router.put("/{board_id}/account")
def bring_to_account(
    session: SessionDep, principal: PrincipalDep, accounts: AccountsDep, board_id: UUID, wanted: BoardAccount
) -> BoardOut:
    """Make a planned board at Pinterest; where the account has one of its name, that one takes over its pins."""
    board = queries.board(session, principal.workspace_id, board_id)  # not locked while Pinterest is asked
    account = connection(session, principal.workspace_id, wanted.connection_id)
    return _shown(session, bring_board(session, accounts, account, board, privacy=wanted.privacy))


@router.post("/{board_id}/sections", status_code=HTTPStatus.CREATED)
def create_section(
    session: SessionDep, principal: PrincipalDep, accounts: AccountsDep, board_id: UUID, wanted: NewSection
) -> SectionOut:
    """Make a section of a board at Pinterest."""
    board = queries.board(session, principal.workspace_id, board_id)  # likewise
    return SectionOut.of(make_section(session, accounts, board, name=wanted.name))


@router.delete("/{board_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_board(board: BoardDep) -> None:
    """Delete a board that is not at Pinterest; it can be brought back for a day, then pins on it have none."""
    delete_board(board)


@router.post("/{board_id}/restore")
def restore_board(session: SessionDep, board: BoardDep) -> BoardOut:
    """Bring a deleted board back."""
    return _shown(session, undelete_board(session, board))


def _shown(session: Session, board: Board) -> BoardOut:
    return BoardOut.of(board, queries.sections(session, [board]).get(board.id, ()))
