"""`pressroom artworks`: pictures offered as works, by a person's choice."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import out, print_json, print_table, say_more
from pressroom.features.media.artworks import queries
from pressroom.features.media.artworks.actions import make_artwork
from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.artworks.schemas import ArtworkList, ArtworkOut
from pressroom.features.media.queries import item

artworks = typer.Typer(name="artworks", help="List artworks, and make them of pictures.", no_args_is_help=True)


@artworks.command("list")
def list_artworks(
    context: typer.Context,
    *,
    q: Annotated[str | None, typer.Option("--q", help="Words in its title, description, tags or picture.")] = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List the artworks, newest first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.artworks(session, place.workspace_id, q=q, limit=limit, cursor=cursor)
    if as_json:
        items = [ArtworkOut.of(one) for one in found.artworks]
        print_json(ArtworkList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Price", "Title", "Tags"),
        [(str(one.id), _price(one), one.title, ", ".join(one.tags)) for one in found.artworks],
        nothing="There are no artworks. `pressroom artworks make ID…` makes them of pictures.",
    )
    say_more(found.next_cursor)


@artworks.command("make")
def make(
    context: typer.Context,
    ids: Annotated[list[UUID], typer.Argument(metavar="ID", help="The pictures' ids.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make artworks of pictures, all or none."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        chosen = [item(session, place.workspace_id, one, lock=True) for one in sorted(set(ids))]
        made = [make_artwork(session, one, user_id=place.user_id) for one in chosen]
    if as_json:
        print_json({"artworks": [ArtworkOut.of(one).model_dump(mode="json") for one in made]})
        return
    for one in made:
        out.print(f"{one.id}  {one.title}", soft_wrap=True)


def _price(artwork: Artwork) -> str:
    return "" if artwork.price is None else f"{artwork.price:,.2f} {artwork.currency}"
