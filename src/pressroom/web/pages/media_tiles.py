"""Pictures as tiles of a grid."""

from collections.abc import Collection, Mapping

from pressroom.features.media.models import Item, Stage, Status
from pressroom.providers.pictures import LONG_SIDES, Size
from pressroom.web.pictures import thumbnail_url
from pressroom.web.views.media import MediaRemedy, MediaTile, Picture, Thumbnail
from pressroom.web.views.shell import PAUSED, State

CAPTION = 160
STATES = {
    Status.PENDING: State("idle", "Waiting"),
    Status.PROCESSING: State("run", "Looking"),
    Status.COMPLETED: State("ok", "Completed"),
}


def media_tile(item: Item, *, asked: str = "", artworks: Collection[object] = ()) -> MediaTile:
    """Return a picture as a tile; `asked` is the query of the list it stands in, `artworks` those that are one."""
    return MediaTile(
        id=str(item.id),
        url=f"/media/{item.id}" + (f"?{asked}" if asked else ""),
        name=item.filename,
        caption=(item.description or "")[:CAPTION] or None,
        picture=picture_of(item),
        state=state_of(item),
        failure=item.error,
        remedy=remedy_of(item),
        is_artwork=item.id in artworks,
        duplicates=1 if item.resembles else 0,
    )


def picture_of(item: Item) -> Picture:
    """Return what shows a picture: its thumbnails, smallest first, none while it has not been seen."""
    return Picture(
        alt=(item.description or item.filename)[:CAPTION],
        width=item.width,
        height=item.height,
        thumbnails=_thumbnails(item) if item.width else [],
        placeholder=item.placeholder or "",
    )


def state_of(item: Item) -> State:
    """Return where a picture stands, in words."""
    if item.paused_reason:
        return PAUSED
    if item.status is Status.FAILED:
        return State("bad", "Not described" if item.failed_stage is Stage.DESCRIBING else "Not readable")
    if item.status is Status.PROCESSING and item.width:
        return State("run", "Describing")
    return STATES[item.status]


def remedy_of(item: Item) -> MediaRemedy | None:
    """Return what a person can do about a failure."""
    if item.status is not Status.FAILED:
        return None
    return "describe" if item.failed_stage is Stage.DESCRIBING else "retry"


def _thumbnails(item: Item) -> list[Thumbnail]:
    sides: Mapping[Size, int] = LONG_SIDES
    longer = max(item.width or 1, item.height or 1)
    share = (item.width or 1) / longer
    return [Thumbnail(thumbnail_url(item, size), round(min(side, longer) * share)) for size, side in sides.items()]
