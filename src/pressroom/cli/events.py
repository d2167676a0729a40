"""`pressroom events`: sent, listed, shown, sent again."""

import json
import sys
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import ValidationError

from pressroom.catalogue import CATALOGUE
from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, say, say_more
from pressroom.core.events import queries
from pressroom.core.events.models import EventStart
from pressroom.core.events.receiving import Received, receive, send_again
from pressroom.core.events.rules import TOLD
from pressroom.core.events.schemas import EventAccepted, EventIn, EventList, EventOut
from pressroom.core.floor.catalogue import Asker
from pressroom.kernel.errors import Invalid

events = typer.Typer(name="events", help="Send events, and see what each started.", no_args_is_help=True)

EventId = Annotated[UUID, typer.Argument(metavar="ID", help="The event's id.")]


@events.command("send")
def send(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What happened, as `pressroom events names` lists it.")],
    data: Annotated[
        str, typer.Argument(metavar="DATA", help="Its data as a JSON object; - for standard input.")
    ] = "{}",
    *,
    sender_id: Annotated[
        str | None, typer.Option("--id", help="Sent again under it within 24 hours, it is the same event.")
    ] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Send an event, and start whatever listens to it."""
    try:
        sent = EventIn(id=sender_id, name=name, data=_object_in(sys.stdin.read() if data == "-" else data))
    except ValidationError as error:
        first = error.errors()[0]
        raise Invalid(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.", code="event") from error
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        asker = Asker(place.workspace_id, place.user_id)
        (received,) = receive(session, place.app, CATALOGUE, asker, [sent])
        _tell(received, as_json=as_json)


@events.command("list")
def list_events(
    context: typer.Context,
    *,
    name: Annotated[str | None, typer.Option(help="Only events of this name.")] = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List events, newest first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.events(session, place.workspace_id, name=name, limit=limit, cursor=cursor)
        items = [EventOut.of(one, found.starts.get(one.id, [])) for one in found.events]
    if as_json:
        print_json(EventList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Name", "When", "From", "Started"),
        [
            (
                str(one.id),
                one.name,
                clock(one.created_at),
                one.source.value,
                "; ".join(start.run_id or start.refusal or "" for start in one.starts),
            )
            for one in items
        ],
        nothing="There are no events.",
    )
    say_more(found.next_cursor)


@events.command("show")
def show(context: typer.Context, event_id: EventId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Show one event, its data and what it started."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.event(session, place.workspace_id, event_id)
        told = EventOut.of(found, queries.starts_of(session, [found.id]).get(found.id, []))
    if as_json:
        print_json(told)
        return
    facts = {
        "Id": str(told.id),
        "Name": told.name,
        "When": clock(told.created_at),
        "From": told.source.value,
        "Data": json.dumps(told.data, ensure_ascii=False),
    }
    print_facts(facts | {one.workflow: one.run_id or one.refusal or "" for one in told.starts})


@events.command("resend")
def resend(
    context: typer.Context, event_id: EventId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Let an event happen once more, as a new one."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.event(session, place.workspace_id, event_id)
        _tell(send_again(session, place.app, CATALOGUE, found, user_id=place.user_id), as_json=as_json)


@events.command("names")
def names(*, as_json: AsJson = False) -> None:
    """List the names of events: those that can be sent and what they start, and those Pressroom tells by itself."""
    listened = sorted({name for one in CATALOGUE for name in one.events} - set(TOLD))
    rows = [(name, ", ".join(one.name for one in queries.listeners(CATALOGUE, name))) for name in listened]
    if as_json:
        items = [{"name": name, "workflows": starts.split(", ")} for name, starts in rows]
        told = [{"name": name, "workflows": []} for name in TOLD]
        print_json({"items": [*items, *told], "next_cursor": None})
        return
    print_table(("Name", "Starts"), [*rows, *((name, "told by Pressroom") for name in TOLD)], nothing="")


def _object_in(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Invalid(f"The data is no JSON: {error}.", code="event") from error
    if not isinstance(found, dict):
        raise Invalid('The data is a JSON object, such as \'{"document_id": "…"}\'.', code="event")
    return found


def _tell(received: Received, *, as_json: bool) -> None:
    if as_json:
        told = EventAccepted.of(received.event, received.starts, is_known=received.is_known)
        print_json(told)
        return
    out.print(str(received.event.id), soft_wrap=True)
    if received.is_known:
        say("It was sent before under this id, and started nothing now.")
    for one in received.starts:
        say(_said(one))


def _said(start: EventStart) -> str:
    if start.run_id:
        return f"Started {start.run_id}"
    return f"{start.workflow} did not start: {start.refusal}"
