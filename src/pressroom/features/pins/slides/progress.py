"""What a run writes about a further picture, and what is written where a run was given up. Safe to repeat."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.core.runs import stranded
from pressroom.features.pins.models import SLIDE_AWAITED, Pin, PinSlide, PinStatus
from pressroom.features.pins.slides.rules import touch
from pressroom.kernel.durable import Failure


def record_file(session: Session, slide_id: UUID, asset_id: UUID) -> None:
    """Write down which stored file came of an article's picture; one that was taken out meanwhile is let go."""
    session.execute(update(PinSlide).where(PinSlide.id == slide_id).values(asset_id=asset_id))


def record_look(session: Session, slide_id: UUID, asset_id: UUID, look: dict[str, Any]) -> None:
    """Write down what is to be seen of a further picture; one that was taken out meanwhile is let go."""
    session.execute(update(Asset).where(Asset.id == asset_id).values(width=look["width"], height=look["height"]))
    found = _locked(session, slide_id)
    if found is not None:
        found.picture, found.error, found.error_code = look, None, None
        touch(session.get_one(Pin, found.pin_id))


def record_failure(session: Session, slide_id: str, failure: Failure) -> None:
    """Write down why a further picture could not be had; the pin itself stays as it is."""
    _fail(session, UUID(slide_id), failure)


def break_off(session: Session, slide_id: str, reason: str) -> None:
    """Write down that a further picture's run broke in an unforeseen way."""
    _fail(session, UUID(slide_id), Failure(reason, "abandoned"))


def abandon(session: Session, pin_id: UUID, run_id: str, reason: str) -> None:
    """Write down that a further picture's run was given up, if it was one; what has come stays."""
    waiting = select(PinSlide.id).where(PinSlide.pin_id == pin_id, PinSlide.run_id == run_id, PinSlide.picture == {})
    for slide_id in session.scalars(waiting).all():
        _fail(session, slide_id, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the further pictures that wait for a run which ended without a word about them; return how many."""
    slides = select(PinSlide.pin_id, PinSlide.run_id, PinSlide.updated_at).where(SLIDE_AWAITED).subquery()
    waiting = (
        select(slides.c.pin_id.label("id"), slides.c.run_id, Pin.status, slides.c.updated_at)
        .join(Pin, Pin.id == slides.c.pin_id)
        .subquery()
    )
    return stranded.mend(session, waiting, busy=set(PinStatus), abandon=abandon)


def _fail(session: Session, slide_id: UUID, failure: Failure) -> None:
    found = _locked(session, slide_id)
    if found is not None and not found.picture:
        found.error, found.error_code = failure.reason, failure.code
        touch(session.get_one(Pin, found.pin_id))


def _locked(session: Session, slide_id: UUID) -> PinSlide | None:
    """Return a further picture, its pin locked first, as everyone does who changes one; None where it is gone."""
    pin_id = session.scalar(select(PinSlide.pin_id).where(PinSlide.id == slide_id))
    session.execute(select(Pin.id).where(Pin.id == pin_id).with_for_update())
    return session.get(PinSlide, slide_id, populate_existing=True)
