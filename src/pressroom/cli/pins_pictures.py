"""`pressroom pins pictures`: the pictures of a pin listed, added, put in order, taken out, tried again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.pins import OneId
from pressroom.cli.pins_making import picked
from pressroom.cli.terminal import print_json, print_table, say
from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.models import Pin, PinSlide
from pressroom.features.pins.queries import pin as find_pin
from pressroom.features.pins.slides import actions
from pressroom.features.pins.slides.queries import slides
from pressroom.features.pins.slides.schemas import SlideList, SlideOut
from pressroom.kernel.errors import Invalid

SomeIds = list[UUID] | None


def pictures(
    context: typer.Context,
    pin_id: OneId,
    *,
    picture: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="A picture on this machine to add.")
    ] = None,
    media: Annotated[SomeIds, typer.Option(help="Id of a picture of the library to add.")] = None,
    generated: Annotated[SomeIds, typer.Option("--generation", help="Id of a generation to add.")] = None,
    of_article: Annotated[
        SomeIds, typer.Option("--article-picture", help="Id of a picture of an article to add.")
    ] = None,
    move: Annotated[UUID | None, typer.Option(help="Id of a further picture to put in another place.")] = None,
    to: Annotated[int | None, typer.Option(min=1, help="That place; 1 makes it the pin's own picture.")] = None,
    remove: Annotated[SomeIds, typer.Option(help="Id of a further picture to take out.")] = None,
    retry: Annotated[SomeIds, typer.Option(help="Id of a further picture to try again.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Show a pin's pictures, or change them: taken out, added, put in order. Two to five make a carousel."""
    if (move is None) is not (to is None):
        raise Invalid("Say which picture goes where, with --move and --to.")
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = find_pin(session, place.workspace_id, pin_id, lock=True)
        for one in remove or []:
            actions.remove_slide(session, found, one)
        for one in retry or []:
            actions.retry_slide(session, place.app.durable, found, one)
        added = _picked(session, place, picture or [], media or [], generated or [], of_article or [])
        if added:
            actions.add_slides(session, place.app.durable, found, added)
        if move and to:
            actions.move_slide(session, found, move, to)
        session.flush()
        further = slides(session, found.id)
    if as_json:
        print_json(SlideList(items=[SlideOut.of(one) for one in further]))
    else:
        _tell(found, further)


def _picked(  # one of each kind, or many
    session: Session,
    place: Desk,
    paths: Sequence[Path],
    media: Sequence[UUID],
    generated: Sequence[UUID],
    of_article: Sequence[UUID],
) -> list[Picked]:
    wanted = [
        *((one, None, None, None) for one in paths),
        *((None, one, None, None) for one in media),
        *((None, None, one, None) for one in generated),
        *((None, None, None, one) for one in of_article),
    ]
    return [found for one in wanted if (found := picked(session, place, *one))]


def _tell(pin: Pin, further: Sequence[PinSlide]) -> None:
    if pin.picture_source is None:
        say("This pin has no picture yet.")
        return
    print_table(
        ("Number", "Id", "Source", "Size", "Error"),
        [
            ("1", "the pin's own", pin.picture_source, _size(pin), ""),
            *((str(one.position + 1), str(one.id), one.source, _size(one), one.error or "") for one in further),
        ],
        nothing="",
    )


def _size(shown: Pin | PinSlide) -> str:
    return f"{shown.picture['width']} by {shown.picture['height']} px" if shown.picture else "not there yet"
