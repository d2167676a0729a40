"""What a person does with boards, which stand on the page of projects."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from pressroom.features.pins.boards.actions import change_board, create_board, delete_board, undelete_board
from pressroom.kernel.errors import Rejected
from pressroom.web.asking import BoardDep, PrincipalDep, SessionDep
from pressroom.web.pages.projects import projects_page
from pressroom.web.replies import asked_by_script, done, go_to

router = APIRouter(prefix="/boards", include_in_schema=False)

PAGE = "/projects#boards"
Text = Annotated[str, Form(max_length=5000)]


@router.post("")
def add(
    request: Request, session: SessionDep, principal: PrincipalDep, name: Text = "", description: Text = ""
) -> Response:
    """Add a board; what is wrong is told in its form."""
    try:
        create_board(session, workspace_id=principal.workspace_id, name=name, description=description)
    except Rejected as refusal:
        return projects_page(session, principal, board=(name, description), board_errors={"new": str(refusal)})
    return go_to(request, PAGE)


@router.post("/{board_id}/settings")
def change(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    board: BoardDep,
    name: Text = "",
    description: Text = "",
) -> Response:
    """Change a board's name and what it is about; a script is told what is wrong, a plain form shows it."""
    try:
        change_board(session, board, name=name, description=description)
    except Rejected as refusal:
        if asked_by_script(request):
            raise
        session.refresh(board)
        return projects_page(session, principal, board_errors={str(board.id): str(refusal)})
    return done(request, "Saved.", back=PAGE)


@router.post("/{board_id}/deletion")
def delete(request: Request, board: BoardDep) -> Response:
    """Delete a board, with a day to change one's mind; its pins stay, without a board from then on."""
    delete_board(board)
    undo = f"/boards/{board.id}/deletion/undo"
    return done(request, f"Deleted “{board.name}”. Its pins stay.", back=PAGE, undo=undo)


@router.post("/{board_id}/deletion/undo")
def undelete(request: Request, session: SessionDep, board: BoardDep) -> Response:
    """Bring a deleted board back."""
    undelete_board(session, board)
    return done(request, "Brought back.", back=PAGE)
