"""`pressroom token`: keys for programs."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_json, print_table, say
from pressroom.core.accounts.actions import create_api_token, revoke_api_token
from pressroom.core.accounts.queries import api_tokens

tokens = typer.Typer(
    name="token", help="Make, list and revoke the keys programs call the API with.", no_args_is_help=True
)


@tokens.command("create")
def create(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Option(help="What the token is for, so that you know it again.")],
    read_only: Annotated[
        bool, typer.Option("--read-only", help="It may look at everything and change nothing.")
    ] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make an API token and print it; it is shown this once. On a fresh install this makes the first admin too."""
    scope = "read" if read_only else "write"
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        token = create_api_token(
            session, workspace_id=place.workspace_id, user_id=place.user_id, name=name, scope=scope
        )
    if as_json:
        print_json({"token": token})
    else:
        out.print(token, soft_wrap=True)
        say("Send it as `Authorization: Bearer …`. It cannot be shown again.")


@tokens.command("list")
def list_tokens(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List the tokens that work, newest first; the tokens themselves are not kept."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = api_tokens(session, place.workspace_id)
    if as_json:
        items = [
            {
                "id": one.id,
                "name": one.name,
                "scope": one.scope,
                "created_at": one.created_at,
                "last_used_at": one.last_used_at,
            }
            for one in found
        ]
        print_json({"items": items, "next_cursor": None})
        return
    print_table(
        ("Id", "Name", "May", "Last used"),
        [
            (str(one.id), one.name, one.scope, f"{one.last_used_at:%Y-%m-%d}" if one.last_used_at else "never")
            for one in found
        ],
        nothing="There are no tokens. `pressroom token create --name NAME` makes one.",
    )


@tokens.command("revoke")
def revoke(
    context: typer.Context,
    token_id: Annotated[UUID, typer.Argument(metavar="ID", help="The token's id, as `pressroom token list` shows it.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """End a token: from now on nothing can be done with it."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        revoke_api_token(session, place.workspace_id, token_id)
    if as_json:
        print_json({"id": str(token_id), "revoked": True})
    else:
        say("The token is revoked.")
