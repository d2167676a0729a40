"""`pressroom alerts`: what is not as it should be."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, print_json, print_table, say, say_more
from pressroom.core.alerts import queries
from pressroom.core.alerts.actions import dismiss
from pressroom.core.alerts.schemas import AlertList, AlertOut

alerts = typer.Typer(name="alerts", help="See what is not as it should be.", no_args_is_help=True)


@alerts.command("list")
def list_alerts(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List what is wrong, newest first; each alert ends by itself once all is well."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.alerts(
            session, place.workspace_id, is_open=None if everything else True, limit=limit, cursor=cursor
        )
        items = [AlertOut.of(one) for one in found.alerts]
    if as_json:
        print_json(AlertList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "State", "Since", "What", "Reason"),
        [
            (str(one.id), "over" if one.ended_at else "lasts", clock(one.created_at), one.title, one.reason)
            for one in items
        ],
        nothing="All is well.",
    )
    say_more(found.next_cursor)


@alerts.command("dismiss")
def put_aside(
    context: typer.Context,
    alert_id: Annotated[UUID, typer.Argument(metavar="ID", help="The alert's id.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Put an alert aside: it stands on no page any more, and still ends by itself."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.alert(session, place.workspace_id, alert_id, lock=True)
        dismiss(found)
        told = AlertOut.of(found)
    if as_json:
        print_json(told)
    else:
        say("It is put aside.")
