"""Pure decisions about carousels."""

from collections.abc import Sequence
from uuid import UUID

from pressroom.features.pins.models import Pin, PinSlide, PinStatus
from pressroom.features.pins.rules import check_may_change
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict

MOST_PICTURES = 5
"""Pictures that Pinterest takes for one pin, its first included."""
MOST_SLIDES = MOST_PICTURES - 1


def slide_run_id(slide_id: object, attempt: int) -> str:
    """Return the id of the run that gets a further picture and looks at it."""
    return f"prepare-slide:{slide_id}:{attempt}"


def is_on_its_way(slide: PinSlide) -> bool:
    """Tell whether a further picture is still being fetched or looked at."""
    return not slide.picture and slide.error is None


def check_may_rearrange(pin: Pin) -> None:
    """Raise Conflict while the pin is being worked on, when it is deleted, or when it is published."""
    check_may_change(pin)
    if pin.status is PinStatus.PUBLISHED:
        raise Conflict("This pin is published. Pinterest does not take other pictures for it.", code="published")


def check_has_room(pin: Pin, number: int, *, more: int = 1) -> None:
    """Raise Conflict where a pin with that many further pictures cannot have so many more, or has none of its own."""
    if pin.picture_source is None:
        raise Conflict("This pin has no picture yet. Choose its first one, then further ones.", code="picture")
    if number + more > MOST_SLIDES:
        raise Conflict(
            f"A pin has at most {MOST_PICTURES} pictures; with these it would have {1 + number + more}.",
            code="too_many",
        )


def check_are_new(there: Sequence[Pin | PinSlide], pictures: Sequence[tuple[UUID | None, str | None]]) -> None:
    """Raise Conflict for a picture, by its file or its address, that is there already, or named twice."""
    seen: set[tuple[UUID | None, str | None]] = {(one.asset_id, None) for one in there}
    seen |= {(None, one.picture_url) for one in there}
    for picture in pictures:
        if picture in seen:
            raise Conflict("This pin has that picture already. Choose another one.", code="twice")
        seen.add(picture)


def touch(pin: Pin) -> None:
    """Have open pages told that a pin has changed, for its further pictures are no columns of its own."""
    pin.updated_at = now()
