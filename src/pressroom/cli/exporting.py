"""`pressroom media export`: pictures written into a folder, as the kind of file that is wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Annotated, Any
from uuid import UUID

import typer

from pressroom.cli.adding import INTERRUPTED_CODE, interruptible
from pressroom.cli.composer import Composer
from pressroom.cli.desk import Desk, desk
from pressroom.cli.media import OfColour, OfFolder, WithTag
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.putting import put_file
from pressroom.cli.terminal import complain, out, print_json
from pressroom.features.media import queries
from pressroom.features.media.models import Item
from pressroom.features.media.queries import MOST, Filters
from pressroom.kernel.errors import Invalid, PressroomError
from pressroom.providers.pages import clean_filename
from pressroom.providers.pictures import JPEG, PNG, WEBP, PictureReader


class Kind(StrEnum):
    """What pictures are written as."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    ORIGINAL = "original"


MIMES = {Kind.JPEG: JPEG, Kind.PNG: PNG, Kind.WEBP: WEBP}
ENDINGS = {Kind.JPEG: ".jpg", Kind.PNG: ".png", Kind.WEBP: ".webp"}


@dataclass(slots=True)
class _Export:
    """What is written where, and what became of each picture."""

    reader: PictureReader
    folder: Path
    to: Kind
    long_side: int | None
    written: list[tuple[Item, Path]] = field(default_factory=list)
    failed: list[tuple[Item, str]] = field(default_factory=list)


def export(
    context: typer.Context,
    ids: Annotated[list[UUID] | None, typer.Argument(metavar="[ID]", help="The pictures' ids. None: all.")] = None,
    *,
    into: Annotated[Path, typer.Option(file_okay=False, help="The folder to write to; made when missing.")],
    to: Annotated[Kind, typer.Option(help="What they are written as; `original` as they came.")] = Kind.JPEG,
    long_side: Annotated[
        int | None, typer.Option(min=1, max=20_000, help="Most pixels of the longer side. Unset: as it is.")
    ] = None,
    tag: WithTag = None,
    colour: OfColour = None,
    folder: OfFolder = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Write pictures into a folder: upright, in sRGB, without what the camera noted; originals as they came.

    Without ids, all that --tag, --colour and --folder leave. A file that is there already is never replaced: the next
    one gets a number. One picture that cannot be written stops none of the others, and makes it exit with 1.
    """
    if to is Kind.ORIGINAL and long_side:
        raise Invalid("An original is written as it came: leave --long-side out, or choose another --to.")
    composer: Composer = context.obj
    done = _Export(composer.doors.pictures, into, to, long_side)
    into.mkdir(parents=True, exist_ok=True)
    filters = Filters(tag=tag, colour=colour, folder_id=folder)
    with desk(context, workspace) as place, interruptible() as stop:
        for one in _chosen(place, ids or [], filters):
            if stop.is_set():
                break
            _write(done, place, one)
    if as_json:
        print_json(_report(done))
    else:
        _tell(done)
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(bool(done.failed)))


def _chosen(place: Desk, ids: Sequence[UUID], filters: Filters) -> Iterator[Item]:
    if ids:
        with place.app.database.transaction() as session:
            yield from [queries.item(session, place.workspace_id, one) for one in ids]
        return
    cursor: str | None = None
    while True:
        with place.app.database.transaction() as session:
            page = queries.items(session, place.workspace_id, filters, limit=MOST, cursor=cursor)
        yield from page.items
        if (cursor := page.next_cursor) is None:
            return


def _write(done: _Export, place: Desk, item: Item) -> None:
    try:
        original = place.app.storage.path(item.asset.storage_key)
        if done.to is Kind.ORIGINAL:
            content, ending = original.read_bytes(), PurePath(item.filename).suffix
        else:
            mime = MIMES[done.to]
            content = done.reader.convert(original, item.asset.mime, to=mime, long_side=done.long_side)
            ending = ENDINGS[done.to]
    except PressroomError as error:
        done.failed.append((item, str(error)))
        return
    done.written.append((item, put_file(done.folder, PurePath(clean_filename(item.filename)).stem, ending, content)))


def _report(done: _Export) -> dict[str, Any]:
    return {
        "written": [{"id": str(item.id), "path": str(path)} for item, path in done.written],
        "failed": [{"id": str(item.id), "filename": item.filename, "detail": why} for item, why in done.failed],
    }


def _tell(done: _Export) -> None:
    out.print(f"{len(done.written)} written to {done.folder}.", soft_wrap=True)
    for item, why in done.failed:
        complain(f"{item.filename}: {why}")
