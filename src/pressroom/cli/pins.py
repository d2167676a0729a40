"""`pressroom pins`: listed, shown, counted."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, print_facts, print_json, print_table, say_more
from pressroom.features.pins import queries
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.queries import Filters
from pressroom.features.pins.rules import link_of
from pressroom.features.pins.schemas import PinCounts, PinList, PinOut

pins = typer.Typer(
    name="pins", help="Make pins, describe them, and plan when they are published.", no_args_is_help=True
)

OneId = Annotated[UUID, typer.Argument(metavar="ID", help="The pin's id.")]
Words = Annotated[str | None, typer.Option("--words", help="Only pins with these words.")]
OfProject = Annotated[UUID | None, typer.Option("--project", help="Only pins of the project with this id.")]
OfArticle = Annotated[UUID | None, typer.Option("--article", help="Only pins of the article with this id.")]
OnBoard = Annotated[UUID | None, typer.Option("--board", help="Only pins on the board with this id.")]
InStatus = Annotated[PinStatus | None, typer.Option(help="Only pins in this status.")]
WithTag = Annotated[str | None, typer.Option(help="Only pins with this tag.")]


@pins.command("list")
def list_pins(
    context: typer.Context,
    *,
    q: Words = None,
    project: OfProject = None,
    article: OfArticle = None,
    board: OnBoard = None,
    status: InStatus = None,
    tag: WithTag = None,
    scheduled: Annotated[bool | None, typer.Option(help="Only pins with a time, or without one.")] = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List pins, last made first; with words, best match first."""
    filters = Filters(
        q=q, project_id=project, article_id=article, board_id=board, status=status, tag=tag, is_scheduled=scheduled
    )
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.pins(session, place.workspace_id, filters, limit=limit, cursor=cursor)
    if as_json:
        items = [PinOut.of(one) for one in found.pins]
        print_json(PinList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Status", "Title", "Board", "Planned", "Error"),
        [_row(one) for one in found.pins],
        nothing="There are no such pins. `pressroom pins make ARTICLE…` makes some.",
    )
    say_more(found.next_cursor)


@pins.command("show")
def show(context: typer.Context, pin_id: OneId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Show one pin: what it says, where it leads, how far it has come."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.pin(session, place.workspace_id, pin_id)
    if as_json:
        print_json(PinOut.of(found))
    else:
        print_facts(_facts(found))


@pins.command("status")
def status_of_all(
    context: typer.Context, *, project: OfProject = None, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Count the pins by status."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        counts = queries.counts(session, place.workspace_id, Filters(project_id=project))
    if as_json:
        print_json(PinCounts(counts=counts))
    else:
        print_facts({status.capitalize(): f"{number:,}" for status, number in counts.items()})


def _row(pin: Pin) -> tuple[str, ...]:
    board = pin.board.name if pin.board else ""
    return str(pin.id), pin.status, pin.title, board, clock(pin.scheduled_at), pin.error or ""


def _facts(pin: Pin) -> Mapping[str, str]:
    size = f"{pin.picture['width']} by {pin.picture['height']} px" if pin.picture else "not there yet"
    facts = {
        "Id": str(pin.id),
        "Status": pin.status + (f" ({pin.failed_stage})" if pin.failed_stage else ""),
        "Error": pin.error,
        "Title": pin.title,
        "Description": pin.description,
        "Alt text": pin.alt_text,
        "Keywords": ", ".join(pin.keywords),
        "Locked": ", ".join(pin.locked),
        "Link": link_of(pin),
        "Project": f"{pin.project.name} ({pin.project_id})",
        "Article": f"{pin.article.title or pin.article.url} ({pin.article_id})" if pin.article else "",
        "Board": f"{pin.board.name} ({pin.board_id})" if pin.board else "",
        "Tags": ", ".join(pin.tags),
        "Picture": " ".join(filter(None, [pin.picture_source, pin.picture_url, size])) if pin.picture_source else "",
        "Shape": pin.fit,
        "Planned": clock(pin.scheduled_at),
        "Published": clock(pin.published_at),
        "Run": pin.run_id,
        "Made": clock(pin.created_at),
        "Described": clock(pin.described_at),
        "Deleted": clock(pin.deleted_at),
    }
    return {name: value for name, value in facts.items() if value}
