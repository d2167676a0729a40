"""What a person does with boards, which stand on the page of projects."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.connections.models import Connection
from pressroom.core.connections.queries import connection
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.boards.actions import change_board, create_board, delete_board, undelete_board
from pressroom.features.pins.boards.making import bring_board, make_board, make_section
from pressroom.features.pins.boards.queries import board as find_board
from pressroom.features.pins.boards.rules import Privacy
from pressroom.kernel.errors import Invalid, ProviderError, Rejected
from pressroom.web.asking import AccountsDep, BoardDep, PrincipalDep, SessionDep
from pressroom.web.pages.board_rows import TypedBoard
from pressroom.web.pages.projects import projects_page
from pressroom.web.replies import asked_by_script, done, go_to
from pressroom.web.views.projects import NewBoardForm

router = APIRouter(prefix="/boards", include_in_schema=False)

PAGE = "/projects#boards"
Text = Annotated[str, Form(max_length=5000)]


@router.post("")
def add(  # one parameter for each field
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    accounts: AccountsDep,
    name: Text = "",
    description: Text = "",
    account: Text = "",
    secret: Text = "",
) -> Response:
    """Add a board, at Pinterest where an account is chosen; what is wrong is told in its form."""
    form = NewBoardForm(name=name, description=description, is_secret=bool(secret))
    typed = TypedBoard(form=form, account=account)
    try:
        _add(session, principal, accounts, typed)
    except (Rejected, ProviderError) as refusal:
        return projects_page(session, principal, board=typed, board_errors={"new": str(refusal)})
    return go_to(request, PAGE)


@router.post("/{board_id}/account")
def bring(  # as above
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    accounts: AccountsDep,
    board_id: UUID,
    account: Text = "",
) -> Response:
    """Make a planned board at Pinterest; its pins go along."""
    board = find_board(session, principal.workspace_id, board_id)  # not locked while Pinterest is asked
    connected = _account(session, principal, account)
    brought = bring_board(session, accounts, connected, board)
    return done(request, f"“{brought.name}” is at {connected.account} now.", back=PAGE)


@router.post("/{board_id}/sections")
def add_section(  # as above
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    accounts: AccountsDep,
    board_id: UUID,
    name: Text = "",
) -> Response:
    """Make a section of a board at Pinterest."""
    board = find_board(session, principal.workspace_id, board_id)  # likewise
    made = make_section(session, accounts, board, name=name)
    return done(request, f"“{board.name}” has a section “{made.name}” now.", back=PAGE)


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


def _add(session: Session, principal: Principal, accounts: Accounts, typed: TypedBoard) -> None:
    form = typed.form
    if not typed.account:
        create_board(session, workspace_id=principal.workspace_id, name=form.name, description=form.description)
        return
    connected = _account(session, principal, typed.account)
    privacy: Privacy = "SECRET" if form.is_secret else "PUBLIC"
    make_board(session, accounts, connected, name=form.name, description=form.description, privacy=privacy)


def _account(session: Session, principal: Principal, typed: str) -> Connection:
    try:
        return connection(session, principal.workspace_id, UUID(typed))
    except ValueError as error:
        raise Invalid("Choose the account it is made at.", code="account") from error
