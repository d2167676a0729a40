"""What a run writes about its pin, beat by beat. Every one is safe to repeat."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.core.metadata.actions import Given, record_revision
from pressroom.core.metadata.models import Author
from pressroom.core.runs import stranded
from pressroom.features.pins.actions.edit import take_values
from pressroom.features.pins.models import AWAITED, KIND, Pin, PinStage, PinStatus
from pressroom.features.pins.publishing.actions import progress as publishing
from pressroom.features.pins.rules import is_missing_picture, standing, with_locked
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure, current_run_id


def record_picture(session: Session, pin_id: UUID, asset_id: UUID, url: str) -> None:
    """Write down which stored file came of an article's picture, unless another one was chosen meanwhile."""
    pin = session.get_one(Pin, pin_id, with_for_update={"of": Pin})
    if pin.picture_url == url:
        pin.asset_id = asset_id


def record_look(session: Session, pin_id: UUID, asset_id: UUID, look: dict[str, Any]) -> None:
    """Write down what is to be seen of a pin's picture, unless it has another one by now."""
    size = {"width": look["width"], "height": look["height"]}
    session.execute(update(Asset).where(Asset.id == asset_id).values(size))
    pin = session.get_one(Pin, pin_id, with_for_update={"of": Pin})
    if pin.asset_id != asset_id:
        return
    pin.picture = look
    if pin.failed_stage is PinStage.PICTURE:
        pin.failed_stage = pin.error = pin.error_code = None
    if pin.status in {PinStatus.DRAFT, PinStatus.FAILED} and pin.failed_stage is None:
        pin.status = standing(pin)


def record_description(session: Session, pin_id: str, answer: dict[str, Any], feedback: str | None) -> None:
    """Write the model's answer down as a revision, but for what is locked, and show it, which makes the pin ready.

    The answer of a run that has been followed by another is let go.
    """
    pin = session.get(Pin, UUID(pin_id), with_for_update={"of": Pin})
    if pin is None or pin.run_id != current_run_id():
        return
    values = with_locked(answer["values"], pin)
    about = pin.revision_id if feedback else None
    given = Given(
        author=Author.MODEL,
        run_id=current_run_id(),
        feedback=feedback,
        about_id=about,
        **(answer | {"values": values}),
    )
    revision = record_revision(session, pin.workspace_id, (KIND, pin.id), given)
    take_values(pin, revision)
    pin.failed_stage = pin.error = pin.error_code = None
    pin.described_at = now()
    pin.status = standing(pin)


def record_failure(session: Session, pin_id: str, stage: str, failure: Failure) -> None:
    """Mark the pin failed at a stage; what is said about it stays. A run that has been followed by another is quiet."""
    _fail(session, UUID(pin_id), current_run_id(), PinStage(stage), failure)


def break_off(session: Session, pin_id: str, reason: str) -> None:
    """Fail the pin where it stood, for its run broke in an unforeseen way."""
    abandon(session, UUID(pin_id), current_run_id(), reason)


def abandon(session: Session, pin_id: UUID, run_id: str | None, reason: str) -> None:
    """Fail a pin whose run was given up, where it stood; a pin that has a newer run, or is done, stays as it is."""
    pin = session.get(Pin, pin_id, with_for_update={"of": Pin})
    if pin is None or pin.run_id != run_id:
        return
    if pin.status is PinStatus.PUBLISHING:
        publishing.abandon(session, pin_id, run_id, reason)
    elif is_missing_picture(pin):
        _fail(session, pin_id, run_id, PinStage.PICTURE, Failure(reason, "abandoned"))
    elif pin.status is PinStatus.DESCRIBING:
        _fail(session, pin_id, run_id, PinStage.DESCRIBING, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the pins that wait for a run which ended without a word about them; return how many."""
    waiting = select(Pin.id, Pin.run_id, Pin.status, Pin.updated_at).where(AWAITED).subquery()
    return stranded.mend(session, waiting, busy=set(PinStatus) - {PinStatus.FAILED}, abandon=abandon)


def _fail(session: Session, pin_id: UUID, run_id: str | None, stage: PinStage, failure: Failure) -> None:
    pin = session.get(Pin, pin_id, with_for_update={"of": Pin})
    if pin is None or pin.run_id != run_id:
        return
    pin.status, pin.failed_stage = PinStatus.FAILED, stage
    pin.error, pin.error_code = failure.reason, failure.code
