"""The pictures of a pin as its page shows them, in order."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.core.assets.models import Source as AssetSource
from pressroom.features.pins.models import PictureSource, Pin, PinSlide, PinStatus
from pressroom.features.pins.rules import BUSY
from pressroom.features.pins.slides.queries import slides
from pressroom.features.pins.slides.rules import MOST_PICTURES, is_on_its_way
from pressroom.providers.pictures import LONG_SIDES
from pressroom.web.pages.pin_rows import is_fetching, picture_of
from pressroom.web.views.media import Picture, Thumbnail
from pressroom.web.views.pin_carousel import Move, PinCarousel, PinShot


def carousel_of(session: Session, pin: Pin) -> PinCarousel:
    """Return the pictures of a pin, its own first."""
    further = slides(session, pin.id)
    is_open = pin.status not in BUSY and pin.status is not PinStatus.PUBLISHED and pin.deleted_at is None
    has_room = 1 + len(further) < MOST_PICTURES
    own = [_own(pin, further, is_open=is_open)] if pin.picture_source else []
    return PinCarousel(
        shots=[*own, *(_shot(pin, further, at, is_open=is_open) for at in range(len(further)))],
        most=MOST_PICTURES,
        choose_url=f"/pins/{pin.id}/pictures" if is_open and has_room else None,
    )


def _own(pin: Pin, further: Sequence[PinSlide], *, is_open: bool) -> PinShot:
    is_movable = bool(is_open and further and further[0].picture and pin.picture)
    return PinShot(
        number=1,
        picture=picture_of(pin),
        fit=pin.fit.value,
        is_made_by_ai=_made_by_ai(pin.picture_source, pin.asset),
        is_coming=is_fetching(pin) and pin.failed_stage is None,
        failure=pin.error if pin.failed_stage == "picture" else None,
        earlier=None,
        later=_move(further[0], 1) if is_movable else None,
        removal_url=None,
        retry_url=None,
    )


def _shot(pin: Pin, further: Sequence[PinSlide], at: int, *, is_open: bool) -> PinShot:
    slide, number = further[at], at + 2
    is_first_free = number > 2 or bool(slide.picture and pin.picture)  # noqa: PLR2004  # 2 becomes 1, the pin's own
    url = f"/pins/{pin.id}/slides/{slide.id}"
    return PinShot(
        number=number,
        picture=_picture(pin, slide),
        fit=pin.fit.value,
        is_made_by_ai=_made_by_ai(slide.source, slide.asset),
        is_coming=is_on_its_way(slide),
        failure=slide.error,
        earlier=_move(slide, number - 1) if is_open and is_first_free else None,
        later=_move(slide, number + 1) if is_open and at + 1 < len(further) else None,
        removal_url=f"{url}/removal" if is_open else None,
        retry_url=f"{url}/retry" if is_open and slide.error else None,
    )


def _move(slide: PinSlide, number: int) -> Move:
    return Move(f"/pins/{slide.pin_id}/slides/{slide.id}/place", number)


def _picture(pin: Pin, slide: PinSlide) -> Picture:
    width, height = slide.picture.get("width"), slide.picture.get("height")
    if slide.asset is None or not (width and height):
        return Picture(alt="", width=None, height=None, thumbnails=())
    url = f"/api/pins/{pin.id}/slides/{slide.id}/thumbnail?v={slide.asset.sha256[:12]}"
    longer = max(width, height)
    thumbnails = [
        Thumbnail(f"{url}&size={size}", round(min(side, longer) * width / longer)) for size, side in LONG_SIDES.items()
    ]
    return Picture(alt="", width=width, height=height, thumbnails=thumbnails)


def _made_by_ai(source: PictureSource | None, asset: Asset | None) -> bool:
    """Tell whether a picture was painted by a model: a generation, or one that went to the library."""
    return source is PictureSource.GENERATION or (asset is not None and asset.source is AssetSource.GENERATED)
