"""Further pictures of pins found."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.features.pins.models import PinSlide
from pressroom.kernel.errors import NotFound


def slides(session: Session, pin_id: UUID) -> Sequence[PinSlide]:
    """Return a pin's further pictures, in order."""
    return session.scalars(select(PinSlide).where(PinSlide.pin_id == pin_id).order_by(PinSlide.position)).all()


def slide(session: Session, pin_id: UUID, slide_id: UUID) -> PinSlide:
    """Return one of a pin's further pictures; raises NotFound."""
    found = session.scalar(select(PinSlide).where(PinSlide.id == slide_id, PinSlide.pin_id == pin_id))
    if found is None:
        raise NotFound("This pin has no such picture.")
    return found


def numbers(session: Session, pin_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many further pictures pins have; those without any are left out."""
    rows = session.execute(
        select(PinSlide.pin_id, func.count()).where(PinSlide.pin_id.in_(set(pin_ids))).group_by(PinSlide.pin_id)
    )
    return {pin_id: number for pin_id, number in rows}  # noqa: C416  # a Row is no pair to dict()
