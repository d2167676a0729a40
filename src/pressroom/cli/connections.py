"""`pressroom connections`: accounts elsewhere, listed and let go; connecting one by its sign-in needs a browser."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.composer import Composer
from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import clock, print_json, print_table, say
from pressroom.core.connections import queries
from pressroom.core.connections.actions import disconnect
from pressroom.core.connections.schemas import ConnectionList, ConnectionOut
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.welcome import welcome

connections = typer.Typer(name="connections", help="List accounts elsewhere, and let them go.", no_args_is_help=True)


@connections.command("list")
def list_connections(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List the connected accounts, oldest first. Connecting one needs a browser: the page Connections does it."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.connections(session, place.workspace_id)
        where = f"{place.app.public_url}/connections"
    if as_json:
        print_json(ConnectionList(items=[ConnectionOut.of(one) for one in found]))
        return
    print_table(
        ("Id", "Status", "Provider", "Account", "Expires", "Last error"),
        [
            (
                str(one.id),
                "active" if one.active else "lost",
                one.provider,
                one.account,
                clock(one.token_expires_at),
                one.last_error or "",
            )
            for one in found
        ],
        nothing=f"No account is connected. Connecting one needs a browser: {where}",
    )
    if any(not one.active for one in found):
        say(f"Reconnect those that are lost in a browser: {where}")


@connections.command("sandbox")
def sandbox(
    context: typer.Context,
    token: Annotated[
        str,
        typer.Option(prompt="Access token", hide_input=True, help="Made in Pinterest's developer console; asked for."),
    ],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Connect an account of Pinterest's sandbox by an access token, or renew its token; its boards are read then."""
    composer: Composer = context.obj
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        accounts = Accounts(place.app.database, place.app.vault, composer.doors)
        connection_id = accounts.connect_by_token(session, workspace_id=place.workspace_id, token=token)
        found = queries.connection(session, place.workspace_id, connection_id)
        welcome(session, place.app.durable, found)
    if as_json:
        print_json(ConnectionOut.of(found))
    else:
        say(f"{found.account} is connected.")


@connections.command("remove")
def remove(
    context: typer.Context,
    connection_id: Annotated[UUID, typer.Argument(metavar="ID", help="The connection's id.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Let an account go, here and at its provider; folders that came from it stay and wait for another."""
    composer: Composer = context.obj
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.connection(session, place.workspace_id, connection_id, lock=True)
        disconnect(session, place.app.vault, composer.doors.oauth.get(found.provider), found)
    if as_json:
        print_json({"removed": str(connection_id)})
    else:
        say(f"{found.account} is let go.")
