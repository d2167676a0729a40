"""What becomes of a pin that is brought to Pinterest, or taken back, written by its run."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.rules import standing
from pressroom.kernel.durable import Failure, current_run_id

LOOKED_FIRST = "Whether Pinterest took it is not known yet: the next try looks at its board first."


def fail(session: Session, pin_id: str, failure: Failure) -> None:
    """Mark the pin failed; a run that has been followed by another, or given up, is quiet."""
    if pin := _mine(session, UUID(pin_id)):
        _fail(pin, failure)


def put_back(session: Session, pin_id: str, failure: Failure) -> None:
    """Let a pin wait as scheduled that was not sent, for its account has to be reconnected first.

    One that has no time to wait for fails.
    """
    if pin := _mine(session, UUID(pin_id)):
        set_back(pin, failure)


def stand_back(session: Session, pin_id: str, connection_id: UUID, failure: Failure) -> list[str]:
    """Put back all other pins of an account that wait for their turn; return the runs to be cancelled."""
    waiting = session.scalars(
        select(Pin)
        .where(
            Pin.project_id.in_(select(Project.id).where(Project.connection_id == connection_id)),
            Pin.status == PinStatus.PUBLISHING,
            Pin.id != UUID(pin_id),
            Pin.id.not_in(select(PublishAttempt.pin_id).where(PublishAttempt.outcome == Outcome.SENT)),
        )
        .order_by(Pin.id)
        .with_for_update(of=Pin)
        .execution_options(populate_existing=True)
    ).all()
    for pin in waiting:
        set_back(pin, failure)
    return [pin.run_id for pin in waiting if pin.run_id]


def fail_withdrawal(session: Session, pin_id: str, failure: Failure) -> None:
    """Say on a published pin why it could not be withdrawn."""
    pin = session.get(Pin, UUID(pin_id), with_for_update={"of": Pin})
    if pin is not None and pin.run_id == current_run_id() and pin.status is PinStatus.PUBLISHED:
        pin.error, pin.error_code = failure.reason, failure.code


def record_withdrawn(session: Session, pin_id: str, pinterest_pin_id: str) -> None:
    """Make a pin ready again that is no longer at Pinterest; its tries stay."""
    pin = session.get(Pin, UUID(pin_id), with_for_update={"of": Pin})
    if pin is None or pin.pinterest_pin_id != pinterest_pin_id:
        return
    pin.pinterest_pin_id = pin.published_at = pin.scheduled_at = pin.seen_at = pin.gone_at = None
    pin.error = pin.error_code = None
    if pin.status is PinStatus.PUBLISHED:  # not while it is being described
        pin.status = standing(pin)


def break_off(session: Session, pin_id: str, reason: str) -> None:
    """Fail the pin, for its run broke in an unforeseen way."""
    abandon(session, UUID(pin_id), current_run_id(), reason)


def break_off_withdrawal(session: Session, pin_id: str, reason: str) -> None:
    """Say on a published pin that its withdrawal broke in an unforeseen way."""
    fail_withdrawal(session, pin_id, Failure(reason, "abandoned"))


def abandon(session: Session, pin_id: UUID, run_id: str | None, reason: str) -> None:
    """Fail a pin whose run was given up before it was published; one with a newer run, or out already, stays so."""
    pin = session.get(Pin, pin_id, with_for_update={"of": Pin}, populate_existing=True)
    if pin is None or pin.run_id != run_id or pin.status is not PinStatus.PUBLISHING:
        return
    sent = select(PublishAttempt.id).where(PublishAttempt.pin_id == pin_id, PublishAttempt.outcome == Outcome.SENT)
    is_open = session.scalar(sent.limit(1)) is not None
    _fail(pin, Failure(f"{reason} {LOOKED_FIRST}" if is_open else reason, "abandoned"))


def _mine(session: Session, pin_id: UUID) -> Pin | None:
    """Return the pin of this run, as long as it is this run that publishes it."""
    pin = session.get(Pin, pin_id, with_for_update={"of": Pin}, populate_existing=True)
    if pin is None or pin.run_id != current_run_id() or pin.status is not PinStatus.PUBLISHING:
        return None
    return pin


def set_back(pin: Pin, failure: Failure) -> None:
    """Let a pin wait as scheduled; one that has no time to wait for fails."""
    if pin.scheduled_at is None:
        _fail(pin, failure)
    else:
        pin.status = standing(pin)


def _fail(pin: Pin, failure: Failure) -> None:
    pin.status, pin.failed_stage = PinStatus.FAILED, PinStage.PUBLISHING
    pin.error, pin.error_code = failure.reason, failure.code
