"""`pressroom media`: pictures listed, searched, shown, counted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.composer import Composer
from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, say, say_more
from pressroom.core.assets.models import Source
from pressroom.features.media import queries
from pressroom.features.media.models import Item, Status
from pressroom.features.media.queries import Filters
from pressroom.features.media.schemas import ItemList, ItemOut, MediaStatus
from pressroom.kernel.errors import ProviderError

media = typer.Typer(name="media", help="List, search, show and steer pictures.", no_args_is_help=True)

OneId = Annotated[UUID, typer.Argument(metavar="ID", help="The picture's id.")]
InStatus = Annotated[Status | None, typer.Option(help="Only pictures in this status.")]
FromSource = Annotated[Source | None, typer.Option(help="Only pictures that came from there.")]
OfFolder = Annotated[UUID | None, typer.Option("--folder", help="Only pictures of the folder with this id.")]
WithTag = Annotated[str | None, typer.Option(help="Only pictures with this tag.")]
OfColour = Annotated[str | None, typer.Option(help="Only pictures of this colour: red, orange, … white.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First or last day, of when it was taken.")]


@media.command("list")
def list_media(
    context: typer.Context,
    *,
    status: InStatus = None,
    source: FromSource = None,
    folder: OfFolder = None,
    tag: WithTag = None,
    colour: OfColour = None,
    since: Day = None,
    until: Day = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List pictures, last added first."""
    filters = Filters(
        status=status,
        source=source,
        folder_id=folder,
        tag=tag,
        colour=colour,
        since=_day(since),
        until=_day(until),
    )
    _print_found(context, filters, limit=limit, cursor=cursor, workspace=workspace, as_json=as_json)


@media.command("search")
def search(
    context: typer.Context,
    words: Annotated[str, typer.Argument(help="What to look for, as written or by meaning: `kitten` finds a cat.")],
    *,
    status: InStatus = None,
    source: FromSource = None,
    folder: OfFolder = None,
    tag: WithTag = None,
    colour: OfColour = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Find pictures by words and by what they mean, best match first."""
    filters = Filters(
        q=words,
        meaning=_meaning(context.obj, words),
        status=status,
        source=source,
        folder_id=folder,
        tag=tag,
        colour=colour,
    )
    _print_found(context, filters, limit=limit, cursor=cursor, workspace=workspace, as_json=as_json)


@media.command("show")
def show(context: typer.Context, item_id: OneId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Show one picture: what is to be seen in it, where it came from, how far it has come."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.item(session, place.workspace_id, item_id)
    if as_json:
        print_json(ItemOut.of(found))
    else:
        print_facts(_facts(found))


@media.command("status")
def status_of_all(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Count the pictures by status, and show those completed last."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        counts = dict.fromkeys(Status, 0) | queries.counts(session, place.workspace_id)
        newest = queries.recently_completed(session, place.workspace_id)
    if as_json:
        told = MediaStatus(counts=counts, recently_completed=[ItemOut.of(one) for one in newest])
        print_json(told)
        return
    print_facts({status.capitalize(): f"{number:,}" for status, number in counts.items()})
    if newest:
        out.print()
        _print_items(newest)


def _print_found(
    context: typer.Context, filters: Filters, *, limit: int, cursor: str | None, workspace: str | None, as_json: bool
) -> None:
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.items(session, place.workspace_id, filters, limit=limit, cursor=cursor)
    if as_json:
        items = [ItemOut.of(one) for one in found.items]
        print_json(ItemList(items=items, next_cursor=found.next_cursor))
        return
    _print_items(found.items)
    say_more(found.next_cursor)


def _print_items(items: Sequence[Item]) -> None:
    print_table(
        ("Id", "Status", "File", "Shows", "Tags"),
        [
            (str(one.id), one.status, one.filename, one.analysis.get("content") or "", ", ".join(one.tags))
            for one in items
        ],
        nothing="There are no such pictures. `pressroom add PATH… --to media` takes some in.",
    )


def _meaning(composer: Composer, words: str) -> Sequence[float] | None:
    if not words.strip():
        return None
    try:
        (meaning,) = composer.doors.embedder.embed([" ".join(words.split()).lower()])
    except ProviderError as error:
        say(f"Searching by words alone: {error}")
        return None
    return meaning


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


def _facts(item: Item) -> dict[str, str]:
    said = item.analysis
    facts = {
        "Id": str(item.id),
        "File": item.filename,
        "Status": item.status + (f" ({item.failed_stage})" if item.failed_stage else ""),
        "Error": item.error,
        "Description": item.description,
        "Content": said.get("content"),
        "Tags": ", ".join(item.tags),
        "Subjects": ", ".join(said.get("subjects") or []),
        "Style": said.get("style"),
        "Mood": said.get("mood"),
        "Colours": ", ".join(f"{one['name']} {one['share']:.0%}" for one in item.colours),
        "Size": f"{item.width} by {item.height} px" if item.width else "",
        "Kind": f"{item.asset.mime}, {item.asset.size:,} bytes",
        "Taken": clock(item.taken_at),
        "Camera": item.camera,
        "Place": f"{item.latitude}, {item.longitude}" if item.latitude is not None else "",
        "Notes": " ".join(item.notes),
        "From": " ".join(filter(None, [item.source, item.source_url])),
        "Run": item.run_id,
        "Added": clock(item.created_at),
        "Completed": clock(item.processed_at),
    }
    return {name: value for name, value in facts.items() if value}
