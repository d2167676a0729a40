"""Samples of the pictures of a pin for `/-/patterns`."""

from typing import Any

from pressroom.web.views.media import Picture
from pressroom.web.views.pin_carousel import Move, PinCarousel, PinShot

NOTHING = Picture(alt="", width=None, height=None, thumbnails=())


def carousel(picture: Picture) -> PinCarousel:
    """Return the pictures of a pin: its own, one painted, one on its way, one that could not be had."""
    first = _shot(1, picture, later=Move("/pins/sample-1/slides/2/place", 1))
    painted = _shot(2, picture, earlier=Move("/pins/sample-1/slides/2/place", 1), is_made_by_ai=True)
    coming = _shot(3, NOTHING, is_coming=True)
    failed = _shot(4, NOTHING, failure="kitchen-notes.example answered 404.", retry_url="/pins/sample-1/slides/4/retry")
    return PinCarousel(shots=(first, painted, coming, failed), most=5, choose_url="/pins/sample-1/pictures")


def _shot(number: int, picture: Picture, **more: Any) -> PinShot:  # noqa: ANN401  # fields of all kinds
    plain: dict[str, Any] = {"is_made_by_ai": False, "is_coming": False, "failure": None, "retry_url": None}
    removal_url = f"/pins/sample-1/slides/{number}/removal" if number > 1 else None
    moves = {"earlier": None, "later": None}
    return PinShot(number=number, picture=picture, fit="crop", removal_url=removal_url, **(plain | moves | more))
