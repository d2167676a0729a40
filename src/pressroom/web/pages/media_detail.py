"""A picture as the panel beside it shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.core.assets.models import Source
from pressroom.core.metadata.models import Revision
from pressroom.core.runs.queries import Run
from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.models import Folder, FolderFile, Item
from pressroom.features.media.rules import BUSY
from pressroom.web.pages.differences import Compared, differences
from pressroom.web.pages.generation_tiles import plain_styles
from pressroom.web.pages.media_asked import SOURCES
from pressroom.web.pages.media_tiles import media_tile, picture_of, remedy_of, state_of
from pressroom.web.pages.provenance import provenance, revision_row, run_link
from pressroom.web.views.media import Made, MediaDetail, Origin, Swatch
from pressroom.web.views.shell import Crumb

LABELS = {
    "image/png": "PNG picture",
    "image/jpeg": "JPEG picture",
    "image/webp": "WebP picture",
    "image/gif": "GIF picture",
    "image/tiff": "TIFF picture",
    "image/heic": "HEIC picture",
    "image/avif": "AVIF picture",
}
NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known of a picture besides its own row."""

    history: Sequence[Revision]
    compared: Compared | None
    runs: Sequence[Run]
    folder: Folder | None
    file: FolderFile | None
    lookalikes: Sequence[Item]
    artwork: Artwork | None
    made: Made


def media_detail(item: Item, beside: Beside) -> MediaDetail:
    """Return all that the panel says; with two revisions compared, how they differ."""
    shown = next((one for one in beside.history if one.id == item.revision_id), None)
    said = item.analysis
    return MediaDetail(
        id=str(item.id),
        name=item.filename,
        picture=picture_of(item),
        state=state_of(item),
        failure=item.error or item.paused_reason,
        remedy=remedy_of(item),
        is_deleted=item.deleted_at is not None,
        is_busy=item.status in BUSY,
        has_metadata=shown is not None,
        description=item.description,
        tags=item.tags,
        content=said.get("content"),
        style=said.get("style"),
        subjects=said.get("subjects", []),
        mood=said.get("mood"),
        colours=[Swatch(name=one["name"], hex=one["hex"], share=one["share"]) for one in item.colours],
        provenance=provenance(shown, [*shown.notes, *item.notes]) if shown else None,
        revisions=[
            revision_row(one, _start_of(one), current=item.revision_id, compared=beside.compared)
            for one in beside.history
        ],
        differences=differences(beside.compared[0].values, beside.compared[1].values) if beside.compared else None,
        runs=[run_link(one) for one in beside.runs],
        kind_label=LABELS.get(item.asset.mime, "Picture"),
        size=item.asset.size,
        created_at=item.created_at,
        taken_at=item.taken_at,
        camera=item.camera,
        location=_location(item),
        origin=_origin(item, beside),
        duplicates=[media_tile(one) for one in beside.lookalikes],
        artwork=Crumb(f"/artworks/{beside.artwork.id}", beside.artwork.title) if beside.artwork else None,
        styles=plain_styles(),
        made=beside.made,
    )


def _start_of(revision: Revision) -> str:
    text = str(revision.values.get("description", ""))
    return text if len(text) <= NAME else text[:NAME].rsplit(" ", 1)[0] + "…"


def _location(item: Item) -> str | None:
    if item.latitude is None or item.longitude is None:
        return None
    north, east = "N" if item.latitude >= 0 else "S", "E" if item.longitude >= 0 else "W"
    return f"{abs(item.latitude):.5f}° {north}, {abs(item.longitude):.5f}° {east}"


def _origin(item: Item, beside: Beside) -> Origin:
    url = item.source_url or ""
    return Origin(
        label=SOURCES.get(Source(item.source), "Made here"),
        folder=Crumb(f"/media/folders/{beside.folder.id}", beside.folder.name) if beside.folder else None,
        path=(beside.file.path or None) if beside.file else None,
        external_url=url if url.startswith("https://") else None,
    )
