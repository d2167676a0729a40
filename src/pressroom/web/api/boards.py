"""`/api/boards`: boards that pins are put on."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from pressroom.features.pins.boards import queries
from pressroom.features.pins.boards.actions import change_board, create_board, delete_board, undelete_board
from pressroom.features.pins.boards.schemas import BoardEdit, BoardList, BoardOut, NewBoard
from pressroom.web.asking import BoardDep, PrincipalDep, SessionDep

router = APIRouter(prefix="/api/boards", tags=["boards"])


@router.post("", status_code=HTTPStatus.CREATED)
def create(session: SessionDep, principal: PrincipalDep, wanted: NewBoard) -> BoardOut:
    """Make a board; no other of the workspace may have its name."""
    made = create_board(session, workspace_id=principal.workspace_id, name=wanted.name, description=wanted.description)
    return BoardOut.of(made)


@router.get("")
def list_boards(
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str | None, Query(max_length=200, description="Part of a name.")] = None,
) -> BoardList:
    """List the boards, by name; 500 at most."""
    return BoardList(items=[BoardOut.of(one) for one in queries.boards(session, principal.workspace_id, q=q)])


@router.get("/{board_id}")
def get_board(board: BoardDep) -> BoardOut:
    """Return one board."""
    return BoardOut.of(board)


@router.patch("/{board_id}")
def edit_board(session: SessionDep, board: BoardDep, edit: BoardEdit) -> BoardOut:
    """Change a board's name or description; what is left out stays as it is."""
    return BoardOut.of(change_board(session, board, name=edit.name, description=edit.description))


@router.delete("/{board_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_board(board: BoardDep) -> None:
    """Delete a board; it can be brought back for a day, then pins on it have none."""
    delete_board(board)


@router.post("/{board_id}/restore")
def restore_board(session: SessionDep, board: BoardDep) -> BoardOut:
    """Bring a deleted board back."""
    return BoardOut.of(undelete_board(session, board))
