"""`pressroom boards`: boards that pins are put on."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_json, print_table, say
from pressroom.features.pins.boards import queries
from pressroom.features.pins.boards.actions import change_board, create_board, delete_board
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.boards.schemas import BoardList, BoardOut

boards = typer.Typer(name="boards", help="Make and rename the boards that pins are put on.", no_args_is_help=True)

BoardId = Annotated[UUID, typer.Argument(metavar="ID", help="The board's id.")]
Name = Annotated[str, typer.Argument(help="What it is called; no other board may be.")]
About = Annotated[str | None, typer.Option("--description", help="What is put on it.")]


@boards.command("list")
def list_boards(
    context: typer.Context,
    *,
    q: Annotated[str | None, typer.Option("--name", help="Part of a name.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List the boards, by name."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.boards(session, place.workspace_id, q=q)
    if as_json:
        print_json(BoardList(items=[BoardOut.of(one) for one in found]).model_dump(mode="json"))
        return
    print_table(
        ("Id", "Name", "Description"),
        [(str(one.id), one.name, one.description) for one in found],
        nothing="There are no such boards. `pressroom boards add NAME` makes one.",
    )


@boards.command("add")
def add(
    context: typer.Context,
    name: Name,
    *,
    description: About = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make a board."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        made = create_board(session, workspace_id=place.workspace_id, name=name, description=description or "")
    _tell(made, as_json=as_json)


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


def _tell(board: Board, *, as_json: bool) -> None:
    if as_json:
        print_json(BoardOut.of(board).model_dump(mode="json"))
    else:
        out.print(f"{board.id}  {board.name}", soft_wrap=True)
