"""What templates say of the pictures of a pin, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.web.views.media import Picture
from pressroom.web.views.pins import Fitting


@dataclass(frozen=True, slots=True)
class Move:
    """A step in the order: what is posted where."""

    url: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PinShot:
    """One of the pictures of a pin; the pin's own is number 1."""

    number: int
    picture: Picture
    fit: Fitting
    is_made_by_ai: bool
    is_coming: bool
    failure: str | None
    earlier: Move | None
    later: Move | None
    removal_url: str | None
    retry_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinCarousel:
    """The pictures of a pin, in order; none where it has none yet."""

    shots: Sequence[PinShot]
    most: int
    choose_url: str | None
    """Where more are chosen; None where there is no room, or it is too late."""
