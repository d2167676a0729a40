"""`pressroom boards`: boards that pins are put on."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.composer import Composer
from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_json, print_table, say
from pressroom.core.connections.queries import connection, connections
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.boards import queries
from pressroom.features.pins.boards.actions import change_board, create_board, delete_board
from pressroom.features.pins.boards.listing import begin_sync
from pressroom.features.pins.boards.making import bring_board, make_board, make_section
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.boards.rules import Privacy
from pressroom.features.pins.boards.schemas import BoardList, BoardOut, SectionOut

boards = typer.Typer(name="boards", help="Read, plan and make the boards that pins are put on.", no_args_is_help=True)

BoardId = Annotated[UUID, typer.Argument(metavar="ID", help="The board's id.")]
Name = Annotated[str, typer.Argument(help="What it is called; no other board may be.")]
AccountId = Annotated[UUID, typer.Option("--account", help="The connection of the Pinterest account.")]
About = Annotated[str | None, typer.Option("--description", help="What is put on it.")]


@boards.command("list")
def list_boards(
    context: typer.Context,
    *,
    q: Annotated[str | None, typer.Option("--name", help="Part of a name.")] = None,
    account: Annotated[UUID | None, typer.Option(help="Those of one connection only.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List the boards, by name, with their accounts and sections."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.boards(session, place.workspace_id, q=q, connection_id=account)
        parts = queries.sections(session, found)
        accounts = {one.id: one.account for one in connections(session, place.workspace_id)}
    if as_json:
        listed = BoardList(items=[BoardOut.of(one, parts.get(one.id, ())) for one in found])
        print_json(listed)
        return
    print_table(
        ("Id", "Name", "Account", "Sections", "Description"),
        [
            (
                str(one.id),
                one.name,
                _place_of(one, accounts),
                ", ".join(part.name for part in parts.get(one.id, ())),
                one.description,
            )
            for one in found
        ],
        nothing="There are no such boards. `pressroom boards add NAME` makes one.",
    )


@boards.command("sync")
def sync(
    context: typer.Context,
    account: AccountId,
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Read a Pinterest account's boards and sections again; a worker does it, and `runs show` tells how far it is."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        run_id = begin_sync(session, place.app.durable, connection(session, place.workspace_id, account, lock=True))
    if as_json:
        print_json({"run_id": run_id})
    else:
        say(f"The boards are being read: run {run_id}.")


@boards.command("add")
def add(
    context: typer.Context,
    name: Name,
    *,
    description: About = None,
    account: Annotated[
        UUID | None, typer.Option(help="The connection of the Pinterest account it is made at; else only planned.")
    ] = None,
    secret: Annotated[bool, typer.Option(help="At Pinterest, only its owner sees it.")] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make a board, at Pinterest where an account is given."""
    about = description or ""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        if account is None:
            made = create_board(session, workspace_id=place.workspace_id, name=name, description=about)
        else:
            owner = connection(session, place.workspace_id, account)
            privacy: Privacy = "SECRET" if secret else "PUBLIC"
            made = make_board(session, _accounts(context, place), owner, name=name, description=about, privacy=privacy)
    _tell(made, as_json=as_json)


@boards.command("bring")
def bring(
    context: typer.Context,
    board_id: BoardId,
    account: AccountId,
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make a planned board at Pinterest; its pins go along."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.board(session, place.workspace_id, board_id)
        owner = connection(session, place.workspace_id, account)
        brought = bring_board(session, _accounts(context, place), owner, found)
    _tell(brought, as_json=as_json)


@boards.command("section")
def section(
    context: typer.Context,
    board_id: BoardId,
    name: Annotated[str, typer.Argument(help="What the section is called.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make a section of a board at Pinterest."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.board(session, place.workspace_id, board_id)
        made = make_section(session, _accounts(context, place), found, name=name)
    if as_json:
        print_json(SectionOut.of(made))
    else:
        out.print(f"{made.id}  {made.name}", soft_wrap=True)


@boards.command("edit")
def edit(
    context: typer.Context,
    board_id: BoardId,
    *,
    name: Annotated[str | None, typer.Option(help="What it is called from now on.")] = None,
    description: About = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Change a board's name or description; what is not given stays as it is."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.board(session, place.workspace_id, board_id, lock=True)
        change_board(session, found, name=name, description=description)
    _tell(found, as_json=as_json)


@boards.command("delete")
def delete(
    context: typer.Context, board_id: BoardId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Delete a board. It can be brought back in the browser for a day; then pins on it have none."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.board(session, place.workspace_id, board_id, lock=True)
        delete_board(found)
    if as_json:
        print_json({"deleted": str(board_id)})
    else:
        say(f"“{found.name}” is deleted.")


def _accounts(context: typer.Context, place: Desk) -> Accounts:
    composer: Composer = context.obj
    return Accounts(place.app.database, place.app.vault, composer.doors)


def _place_of(board: Board, accounts: Mapping[UUID, str]) -> str:
    if board.gone_at is not None:
        return "gone from Pinterest"
    return accounts.get(board.connection_id, "") if board.connection_id else "only planned"


def _tell(board: Board, *, as_json: bool) -> None:
    if as_json:
        print_json(BoardOut.of(board))
    else:
        out.print(f"{board.id}  {board.name}", soft_wrap=True)
