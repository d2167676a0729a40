"""What carousels lack before they can be published."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.orm import Session

from pressroom.features.pins.models import SLIDE_AWAITED, PinSlide


def missing(session: Session, pin_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return why carousels cannot be published, by pin: a picture that has not come, or could not be had."""
    return _said(session, pin_ids, PinSlide.picture == {})


def awaited(session: Session, pin_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return which carousels wait for a picture that is on its way, and for which, by pin."""
    return _said(session, pin_ids, SLIDE_AWAITED)


def _said(session: Session, pin_ids: Collection[UUID], which: ColumnExpressionArgument[bool]) -> Mapping[UUID, str]:
    rows = session.execute(
        select(PinSlide.pin_id, PinSlide.position, PinSlide.error)
        .where(PinSlide.pin_id.in_(set(pin_ids)), which)
        .order_by(PinSlide.pin_id, PinSlide.position.desc())
    )
    return {pin_id: _why(position + 1, error) for pin_id, position, error in rows}


def _why(number: int, error: str | None) -> str:
    if error is None:
        return f"Picture {number} of its carousel has not come yet."
    return f"Picture {number} of its carousel could not be had. Try it again, or take it out."
