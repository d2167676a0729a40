"""An answer that comes when nobody counts on it any more still tells the truth."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

import pytest

from pressroom.core.runs.actions import cancel_run
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.publishing.actions import attempts
from pressroom.features.pins.publishing.models import Outcome
from pressroom.providers.pinterest import FakePinterest, Pinterest, PinToSend, Published, Unreached
from pressroom.providers.pinterest.fake import FakeAccount
from tests.doors import fake_doors
from tests.media import wait_for
from tests.publishing import Publisher, bind_publishing
from tests.workflows.conftest import StartWorker


@dataclass(slots=True)
class Held:
    """Opens accounts whose pins are made at once, and whose answers wait until they may go."""

    pinterest: FakePinterest
    timeout_seconds: float = 5.0
    may_answer: Event = field(default_factory=Event)

    def __call__(self, provider: str, *, token: Callable[[], str]) -> Pinterest:
        """Return the account's door."""
        account: Pinterest = HeldAccount(self.pinterest, token, self.may_answer)
        del provider
        return account


@dataclass(frozen=True, slots=True)
class HeldAccount(FakeAccount):
    """An account whose answers wait."""

    may_answer: Event

    def publish(self, pin: PinToSend) -> Published:
        """Make the pin, and answer when it is time to."""
        made = FakeAccount.publish(self, pin)
        self.may_answer.wait(30.0)
        return made


@pytest.fixture
def held(idle: Publisher, start_worker: StartWorker) -> Iterator[Held]:
    """A Pinterest whose answers wait, and a worker that publishes to it."""
    held = Held(idle.pinterest)
    doors = fake_doors(pinterest=held)
    start_worker(doors=doors)
    bind_publishing(idle.app, doors)
    yield held
    held.may_answer.set()


def test_the_answer_to_a_cancelled_run_publishes_the_pin(idle: Publisher, held: Held) -> None:
    pin_id = given_up_in_mid_call(idle)
    held.may_answer.set()
    wait_for(lambda: idle.row(pin_id).status is PinStatus.PUBLISHED)
    assert (idle.row(pin_id).error, idle.outcomes(pin_id)) == (None, [Outcome.PUBLISHED])


def test_a_new_run_waits_for_the_call_of_the_one_before(idle: Publisher, held: Held) -> None:
    pin_id = given_up_in_mid_call(idle)
    idle.retry(pin_id)
    held.may_answer.set()
    assert idle.done(pin_id).status is PinStatus.PUBLISHED
    assert idle.there() == ["Leek soup"]
    assert idle.pinterest.calls["publish"] == 1


def test_an_error_that_comes_after_its_try_was_settled_changes_nothing(idle: Publisher) -> None:
    pin_id = idle.pin("Leek soup")
    run_id = idle.publish(pin_id)
    attempt_id = a_try(idle, pin_id, run_id)
    with idle.session() as session:
        assert attempts.begin_sending(session, attempt_id)
        assert not attempts.begin_sending(session, attempt_id)
    with idle.session() as session:
        attempts.record_found(session, attempt_id, "1")
        attempts.record_error(session, attempt_id, Unreached("Not reached."))
        attempts.record_lost(session, attempt_id)
    assert idle.outcomes(pin_id) == [Outcome.FOUND]
    assert idle.row(pin_id).pinterest_pin_id == "1"


def test_a_try_of_a_run_that_was_given_up_never_goes_out(idle: Publisher) -> None:
    pin_id = idle.pin("Leek soup")
    run_id = idle.publish(pin_id)
    attempt_id = a_try(idle, pin_id, run_id)
    with idle.session() as session:
        cancel_run(session, idle.app.durable, idle.app.subjects, idle.board.workspace_id, run_id)
    with idle.session() as session:
        assert not attempts.begin_sending(session, attempt_id)
    assert idle.outcomes(pin_id) == [Outcome.UNREACHED]


def given_up_in_mid_call(idle: Publisher) -> UUID:
    """Publish a pin and cancel its run while the call is under way; return the pin's id."""
    pin_id = idle.pin("Leek soup")
    run_id = idle.publish(pin_id)
    wait_for(lambda: idle.there() == ["Leek soup"])
    with idle.session() as session:
        cancel_run(session, idle.app.durable, idle.app.subjects, idle.board.workspace_id, run_id)
    assert idle.row(pin_id).status is PinStatus.FAILED
    return pin_id


def a_try(idle: Publisher, pin_id: UUID, run_id: str) -> UUID:
    """Claim a pin as its run would, without one."""
    with idle.session() as session:
        session.add(idle.attempt(pin_id, run_id))
    return idle.attempts(pin_id)[0].id
