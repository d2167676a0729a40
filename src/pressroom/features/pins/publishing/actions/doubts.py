"""Pins that may have gone out without our knowing: what was published after the backup that was restored."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.actions.attempts import new_attempt, tries_of
from pressroom.features.pins.publishing.actions.progress import set_back
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.queries import account_of, clock
from pressroom.kernel.failure import Failure

RESTORED = "restored"
REASON = "It may have been published since the backup was made, so its board is looked at before it is sent."
OPEN = (Outcome.CLAIMED, Outcome.SENT)


def doubt_since(session: Session, backed_up_at: datetime) -> int:
    """Take every pin for sent, with its answer lost, that was due or under way since a backup; return how many.

    The next run of each looks for it on its board first, as after any answer that was lost. Those that were under way
    are scheduled again, or wait for a person; what their runs still do comes to nothing.
    """
    reached = clock(session)
    due = and_(Pin.status == PinStatus.SCHEDULED, Pin.scheduled_at <= reached)
    pins = session.scalars(
        select(Pin)
        .where(or_(Pin.status == PinStatus.PUBLISHING, due), Pin.pinterest_pin_id.is_(None), Pin.board_id.is_not(None))
        .order_by(Pin.id)
        .with_for_update(of=Pin)
    ).all()
    doubted = [one for one in pins if _doubt(session, one, since=backed_up_at, until=reached)]
    for pin in pins:
        if pin.status is PinStatus.PUBLISHING:
            set_back(pin, Failure(REASON, RESTORED))
    return len(doubted)


def _doubt(session: Session, pin: Pin, *, since: datetime, until: datetime) -> PublishAttempt | None:
    """Write down a try of a pin that went out at some time between two; None where it has no account to go to."""
    tries = tries_of(session, pin.id)
    if tries and tries[0].outcome in OPEN:
        attempt = tries[0]
    elif connection := account_of(session, pin):
        number = max((one.number for one in tries), default=0) + 1
        attempt = new_attempt(session, pin, connection, number=number, run_id=RESTORED, at=since)
        session.add(attempt)
    else:
        return None
    attempt.outcome, attempt.sent_at, attempt.ended_at = Outcome.SENT, until, None
    attempt.error, attempt.error_code = REASON, RESTORED
    return attempt
