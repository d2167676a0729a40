"""Pins that went out after the backup that was restored are found on their boards, not sent again."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.actions.doubts import doubt_since
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.kernel.clock import now
from tests.publishing import Publisher, told

AN_HOUR = timedelta(hours=1)


def as_backed_up(publisher: Publisher, pin_id: UUID, *, scheduled_at: datetime | None = None) -> None:
    """Make a pin what it was before anything of it went out."""
    status = PinStatus.SCHEDULED if scheduled_at else PinStatus.READY
    with publisher.session() as session:
        session.execute(delete(PublishAttempt).where(PublishAttempt.pin_id == pin_id))
    publisher.change(
        Pin, pin_id, status=status, scheduled_at=scheduled_at, pinterest_pin_id=None, published_at=None, run_id=None
    )


def restored(publisher: Publisher, *, made: timedelta = AN_HOUR) -> int:
    """Take up what a backup had that was made so long ago."""
    with publisher.session() as session:
        return doubt_since(session, now() - made)


def test_a_pin_that_went_out_since_is_found_and_one_that_did_not_is_sent(publisher: Publisher) -> None:
    out, waiting = publisher.due("Went out"), publisher.due("Did not")
    later = publisher.due("Tomorrow", ago=-timedelta(days=1))
    publisher.published(out)
    as_backed_up(publisher, out, scheduled_at=now() - timedelta(minutes=30))
    assert restored(publisher) == 2
    assert told(publisher.app, "publish_due")["published"] == 2
    assert publisher.there() == ["Went out", "Did not"]
    assert publisher.outcomes(out) == [Outcome.FOUND]
    assert publisher.outcomes(waiting) == [Outcome.LOST, Outcome.PUBLISHED]
    assert (publisher.row(later).status, publisher.outcomes(later)) == (PinStatus.SCHEDULED, [])


def test_one_that_was_under_way_is_not_sent_by_the_run_it_had(publisher: Publisher) -> None:
    pin_id = publisher.pin("Under way")
    publisher.published(pin_id)
    as_backed_up(publisher, pin_id)
    claimed = publisher.attempt(pin_id, "the run it had")
    with publisher.session() as session:
        session.add(claimed)
    publisher.change(Pin, pin_id, status=PinStatus.PUBLISHING, run_id="the run it had")
    assert restored(publisher) == 1
    pin = publisher.row(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "restored")
    assert "its board is looked at before it is sent" in (pin.error or "")
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert publisher.outcomes(pin_id) == [Outcome.FOUND]
    assert publisher.there() == ["Under way"]


def test_one_under_way_that_has_a_time_is_scheduled_again(publisher: Publisher) -> None:
    pin_id = publisher.due("Nearly")
    publisher.change(Pin, pin_id, status=PinStatus.PUBLISHING, run_id="the run it had")
    assert restored(publisher) == 1
    assert publisher.row(pin_id).status is PinStatus.SCHEDULED
    assert told(publisher.app, "publish_due")["published"] == 1
    assert publisher.there() == ["Nearly"]
