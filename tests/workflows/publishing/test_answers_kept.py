"""What Pinterest answers is written down, whatever the database is busy with, by a clock that all workers share."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.publishing import steps
from pressroom.features.pins.publishing.actions import attempts, progress
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.clock import now
from pressroom.providers.pinterest import Published
from tests.doors import fake_doors
from tests.media import wait_for
from tests.publishing import Publisher, bind_publishing

AHEAD = timedelta(minutes=5)
CLOCK_AHEAD = (
    "CREATE SCHEMA ahead; CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql "
    "AS $$ SELECT pg_catalog.clock_timestamp() + interval '5 minutes' $$"
)
DEADLOCK_TWICE = """
CREATE SEQUENCE deadlocks;
CREATE FUNCTION seem_locked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF nextval('deadlocks') <= 2 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER seem_locked BEFORE UPDATE ON publish_attempts FOR EACH ROW WHEN (NEW.outcome = 'published')
  EXECUTE FUNCTION seem_locked();
"""


def test_an_answer_does_not_wait_for_whoever_renews_the_account_s_token(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    with publisher.session() as session:
        session.get(Connection, publisher.connection_id, with_for_update={"key_share": True})
        publisher.publish(pin_id)
        wait_for(lambda: publisher.row(pin_id).status is PinStatus.PUBLISHED)
        assert publisher.connection().rates == {}
    publisher.done(pin_id)
    assert publisher.connection().rates["limits"]


def test_an_answer_that_meets_a_deadlock_is_written_down_all_the_same(publisher: Publisher) -> None:
    with publisher.session() as session:
        session.connection().exec_driver_sql(DEADLOCK_TWICE)
    pin_id = publisher.pin("Leek soup")
    assert publisher.published(pin_id).status is PinStatus.PUBLISHED
    assert publisher.outcomes(pin_id) == [Outcome.PUBLISHED]
    assert publisher.there() == ["Leek soup"]


def test_how_long_a_call_may_go_on_is_told_by_the_clock_of_the_database(idle: Publisher) -> None:
    bind_publishing(idle.app, fake_doors(pinterest=idle.pinterest), settle=60.0)
    pin_id, attempt_id = claimed(idle)
    with idle.session() as session:
        session.connection().exec_driver_sql(CLOCK_AHEAD)
    with idle.session() as session:
        set_ahead(session)
        attempts.begin_sending(session, attempt_id)
    (attempt,) = idle.attempts(pin_id)
    assert attempt.sent_at
    assert attempt.sent_at > now() + AHEAD - timedelta(seconds=30)
    with idle.session() as session:
        set_ahead(session)
        _found, wait = steps.where_it_stands(session, str(pin_id))
        assert 30 < (wait or 0) <= 61
        assert 0 < attempts.seconds_to_turn(session, str(pin_id), 60.0) <= 60


def test_an_answer_that_comes_after_its_pin_was_found_and_withdrawn_changes_nothing(idle: Publisher) -> None:
    pin_id, attempt_id = claimed(idle)
    with idle.session() as session:
        attempts.begin_sending(session, attempt_id)
    with idle.session() as session:
        attempts.record_found(session, attempt_id, "1")
        progress.record_withdrawn(session, str(pin_id), "1")
    with idle.session() as session:
        attempts.record_published(session, attempt_id, Published(pin_id="1", request_id="abc-1"))
    pin = idle.row(pin_id)
    assert (pin.status, pin.pinterest_pin_id) == (PinStatus.READY, None)
    assert idle.attempts(pin_id)[0].request_id == "abc-1"


def claimed(idle: Publisher) -> tuple[UUID, UUID]:
    """Claim a pin as its run would, without one; return its id, and the try's."""
    pin_id = idle.pin("Leek soup")
    run_id = idle.publish(pin_id)
    with idle.session() as session:
        session.add(idle.attempt(pin_id, run_id))
    return pin_id, idle.attempts(pin_id)[0].id


def set_ahead(session: Session) -> None:
    """Let the database's clock be five minutes ahead of this process's."""
    session.execute(text("SET LOCAL search_path TO ahead, pg_catalog, public"))
