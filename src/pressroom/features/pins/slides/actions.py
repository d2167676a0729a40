"""Further pictures of a pin: added, put in another order, taken out, tried again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.articles.rules import host_of
from pressroom.features.pins.models import KIND, Pin, PinSlide
from pressroom.features.pins.slides.queries import slide as find_slide
from pressroom.features.pins.slides.queries import slides
from pressroom.features.pins.slides.rules import (
    check_are_new,
    check_has_room,
    check_may_rearrange,
    slide_run_id,
    touch,
)
from pressroom.kernel.durable import ARTICLES, NORMAL, WORK, Durable
from pressroom.kernel.errors import Conflict, Invalid

CONTENT = ("asset_id", "picture_url", "picture")
"""What a pin and a slide call alike."""


def add_slides(session: Session, durable: Durable, pin: Pin, pictures: Sequence[Picked]) -> Sequence[PinSlide]:
    """Add pictures to a pin, after those it has, and start getting them ready.

    Raises Conflict while it is being worked on, when it is published, when it has no picture of its own, for a picture
    that it has already, and for more than five in all.
    """
    check_may_rearrange(pin)
    there = slides(session, pin.id)
    check_has_room(pin, len(there), more=len(pictures))
    check_are_new([pin, *there], [(one.asset_id, one.url) for one in pictures])
    added = [
        PinSlide(
            workspace_id=pin.workspace_id,
            pin_id=pin.id,
            position=position,
            source=one.source,
            asset_id=one.asset_id,
            picture_url=one.url,
            picture={},
            attempt=0,
        )
        for position, one in enumerate(pictures, len(there) + 1)
    ]
    session.add_all(added)
    session.flush()
    for one in added:
        _prepare(session, durable, one)
    touch(pin)
    return added


def remove_slide(session: Session, pin: Pin, slide_id: UUID) -> None:
    """Take a further picture out; raises NotFound, and Conflict as `add_slides`."""
    check_may_rearrange(pin)
    gone = find_slide(session, pin.id, slide_id)
    _put_in_order([one for one in slides(session, pin.id) if one is not gone])
    session.delete(gone)
    touch(pin)


def move_slide(session: Session, pin: Pin, slide_id: UUID, number: int) -> None:
    """Make a further picture the one with that number, 1 being the pin's own, which becomes the second then.

    Raises NotFound, Invalid for a number there is no picture of, and Conflict as `add_slides`, or where one of two that
    change places has not come yet.
    """
    check_may_rearrange(pin)
    moved = find_slide(session, pin.id, slide_id)
    others = [one for one in slides(session, pin.id) if one is not moved]
    if not 1 <= number <= len(others) + 2:
        raise Invalid(f"This pin has {len(others) + 2} pictures; there is no place {number}.", code="number")
    if number == 1:
        others.insert(0, _become_first(session, pin, moved))
    else:
        others.insert(number - 2, moved)
    _put_in_order(others)
    touch(pin)


def retry_slide(session: Session, durable: Durable, pin: Pin, slide_id: UUID) -> str:
    """Try again to get a further picture that could not be had; return the run's id.

    Raises NotFound, and Conflict where it has not failed.
    """
    check_may_rearrange(pin)
    slide = find_slide(session, pin.id, slide_id)
    if slide.error is None:
        raise Conflict("This picture has not failed, so there is nothing to try again.", code="not_failed")
    slide.error = slide.error_code = None
    touch(pin)
    return _prepare(session, durable, slide)


def retry_failed(session: Session, durable: Durable, pin: Pin) -> str | None:
    """Try again to get all further pictures that could not be had; return the first run's id, if there was one."""
    failed = [one for one in slides(session, pin.id) if one.error is not None]
    runs = [retry_slide(session, durable, pin, one.id) for one in failed]
    return runs[0] if runs else None


def _prepare(session: Session, durable: Durable, slide: PinSlide) -> str:
    site = host_of(slide.picture_url) if slide.picture_url and slide.asset_id is None else None
    slide.attempt += 1
    slide.run_id = durable.enqueue(
        session,
        "prepare_slide",
        str(slide.id),
        run_id=slide_run_id(slide.id, slide.attempt),
        workspace_id=slide.workspace_id,
        subject=(KIND, slide.pin_id),
        queue=ARTICLES if site else WORK,
        partition=site,
        priority=NORMAL,
    )
    return slide.run_id


def _become_first(session: Session, pin: Pin, moved: PinSlide) -> PinSlide:
    """Make a further picture the pin's own; return the one that the pin's own becomes."""
    if pin.picture_source is None or not (pin.picture and moved.picture):
        raise Conflict("One of these pictures has not come yet. Wait until it is here.", code="picture")
    was = {name: getattr(pin, name) for name in CONTENT}
    second = PinSlide(
        workspace_id=pin.workspace_id, pin_id=pin.id, position=moved.position, source=pin.picture_source, **was
    )
    for name in CONTENT:
        setattr(pin, name, getattr(moved, name))
    pin.picture_source = moved.source
    session.delete(moved)
    session.add(second)
    return second


def _put_in_order(ordered: Sequence[PinSlide]) -> None:
    for position, one in enumerate(ordered, 1):
        one.position = position
