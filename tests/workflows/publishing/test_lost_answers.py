"""The answer of a call is lost: the board is looked at, and the pin is there once, never twice."""

from datetime import timedelta

import pytest

from pressroom.core.connections.actions import disconnect
from pressroom.core.connections.models import Connection
from pressroom.core.runs.actions import cancel_run
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.features.pins.publishing.queries import waiting_reason
from pressroom.kernel.clock import now
from pressroom.kernel.errors import OutcomeUnknown, ProviderBusy
from pressroom.providers.pinterest import FakePinterest, PinterestRefused, PinToSend
from tests.connected import connect_pinterest
from tests.doors import fake_doors
from tests.media import wait_for
from tests.publishing import Publisher, bind_publishing
from tests.workflows.conftest import StartWorker

LOST = "The connection was reset before an answer came."


def lost() -> OutcomeUnknown:
    return OutcomeUnknown(LOST)


def test_a_pin_whose_answer_was_lost_is_found_and_not_sent_again(publisher: Publisher) -> None:
    publisher.pinterest.failures["published"] = [lost()]
    pin_id = publisher.pin("Leek soup")
    pin = publisher.published(pin_id)
    (row,) = publisher.pinterest.pins()
    assert (pin.status, pin.pinterest_pin_id) == (PinStatus.PUBLISHED, row["id"])
    (attempt,) = publisher.attempts(pin_id)
    assert (attempt.outcome, attempt.pinterest_pin_id, attempt.error) == (Outcome.FOUND, row["id"], LOST)
    assert publisher.run(pin_id).output == {"pinterest_pin_id": row["id"]}
    assert publisher.pinterest.calls["publish"] == 1


def test_a_pin_that_did_not_come_is_sent_again(publisher: Publisher) -> None:
    publisher.pinterest.failures["publish"] = [lost(), lost()]
    pin_id = publisher.pin("Leek soup")
    assert publisher.published(pin_id).status is PinStatus.PUBLISHED
    assert publisher.outcomes(pin_id) == [Outcome.LOST, Outcome.LOST, Outcome.PUBLISHED]
    assert publisher.there() == ["Leek soup"]


def test_after_three_lost_answers_it_is_given_up_saying_what_was_looked_for(publisher: Publisher) -> None:
    publisher.pinterest.failures["publish"] = [lost(), lost(), lost()]
    pin_id = publisher.pin("Leek soup")
    pin = publisher.published(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "unknown")
    assert "lost 3 times" in (pin.error or "")
    assert "link and title" in (pin.error or "")
    assert publisher.outcomes(pin_id) == [Outcome.LOST] * 3
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert publisher.there() == ["Leek soup"]


def test_a_pin_that_shows_up_later_than_expected_is_found_before_it_is_sent_again(publisher: Publisher) -> None:
    publisher.pinterest.failures["published"] = [lost()]
    publisher.pinterest.failures["newest"] = [PinterestRefused("Not now.", code="forbidden")]
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    with publisher.session() as session:
        session.query(PublishAttempt).update({"outcome": Outcome.LOST})
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert publisher.outcomes(pin_id) == [Outcome.FOUND]
    assert publisher.there() == ["Leek soup"]


def test_the_board_is_not_looked_at_before_new_pins_show(
    idle: Publisher, pinterest: FakePinterest, start_worker: StartWorker
) -> None:
    pinterest.lag = timedelta(seconds=1)
    pinterest.failures["published"] = [lost()]
    doors = fake_doors(pinterest=pinterest)
    start_worker(doors=doors)
    bind_publishing(idle.app, doors, settle=1.5)
    pin_id = idle.pin("Leek soup")
    idle.publish(pin_id)
    wait_for(lambda: idle.outcomes(pin_id) == [Outcome.SENT] and idle.attempts(pin_id)[0].ended_at)
    with idle.session() as session:
        assert "answer of Pinterest was lost" in (waiting_reason(session, session.get_one(Pin, pin_id)) or "")
    assert idle.done(pin_id).status is PinStatus.PUBLISHED
    assert idle.outcomes(pin_id) == [Outcome.FOUND]
    assert idle.there() == ["Leek soup"]


def test_a_board_that_does_not_answer_is_asked_again(publisher: Publisher) -> None:
    publisher.pinterest.failures["published"] = [lost()]
    publisher.pinterest.failures["newest"] = [ProviderBusy("Pinterest has a moment.") for _ in range(4)]
    pin_id = publisher.pin("Leek soup")
    assert publisher.published(pin_id).status is PinStatus.PUBLISHED
    assert publisher.outcomes(pin_id) == [Outcome.FOUND]
    assert publisher.there() == ["Leek soup"]


def test_what_could_not_be_looked_up_stays_open_and_the_next_try_settles_it(publisher: Publisher) -> None:
    publisher.pinterest.failures["published"] = [lost()]
    publisher.pinterest.failures["newest"] = [PinterestRefused("This app may not read boards.", code="forbidden")]
    pin_id = publisher.pin("Leek soup")
    pin = publisher.published(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "forbidden")
    assert publisher.outcomes(pin_id) == [Outcome.SENT]
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert publisher.outcomes(pin_id) == [Outcome.FOUND]
    assert publisher.there() == ["Leek soup"]


def test_a_cancelled_run_leaves_its_try_open_and_the_next_one_finds_the_pin(
    idle: Publisher, pinterest: FakePinterest, start_worker: StartWorker
) -> None:
    pinterest.failures["published"] = [lost()]
    doors = fake_doors(pinterest=pinterest)
    start_worker(doors=doors)
    bind_publishing(idle.app, doors, settle=2.0)
    pin_id = idle.pin("Leek soup")
    run_id = idle.publish(pin_id)
    wait_for(lambda: idle.outcomes(pin_id) == [Outcome.SENT] and idle.attempts(pin_id)[0].ended_at)
    with idle.session() as session:
        cancel_run(session, idle.app.durable, idle.app.subjects, idle.board.workspace_id, run_id)
    pin = idle.row(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "abandoned")
    assert "looks at its board first" in (pin.error or "")
    idle.retry(pin_id)
    assert idle.done(pin_id).status is PinStatus.PUBLISHED
    assert idle.outcomes(pin_id) == [Outcome.FOUND]
    assert idle.there() == ["Leek soup"]


def test_pins_that_look_alike_are_told_apart(publisher: Publisher) -> None:
    link = "https://blog.example/soup"
    first = publisher.pin("Leek soup", link=link)
    publisher.published(first)
    publisher.pinterest.add_pin(before_of(publisher, link), created_at=now() - timedelta(days=1))
    publisher.pinterest.failures["publish"] = [lost()]
    second = publisher.pin("Leek soup", link=link)
    pin = publisher.published(second)
    assert publisher.outcomes(second) == [Outcome.LOST, Outcome.PUBLISHED]
    assert pin.pinterest_pin_id not in {None, publisher.row(first).pinterest_pin_id}
    assert len(publisher.there()) == 3


def test_a_board_that_is_gone_holds_no_pin_of_ours(publisher: Publisher) -> None:
    publisher.pinterest.failures["publish"] = [lost()]
    pin_id = publisher.pin("Leek soup")
    publisher.pinterest.remove_board(publisher.pinterest_board_id)
    pin = publisher.published(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "board_gone")
    assert publisher.outcomes(pin_id) == [Outcome.LOST, Outcome.REFUSED]


def test_a_section_that_is_gone_holds_no_pin_of_ours_and_its_board_is_looked_at(publisher: Publisher) -> None:
    section_id, there = publisher.section("Soups")
    publisher.pinterest.failures["publish"] = [lost()]
    pin_id = publisher.pin("Leek soup", section_id=section_id)
    publisher.pinterest.remove_section(there)
    assert "did not find" in (publisher.published(pin_id).error or "")
    assert publisher.outcomes(pin_id) == [Outcome.LOST, Outcome.REFUSED]
    publisher.change(Pin, pin_id, section_id=None)
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert publisher.there() == ["Leek soup"]


def test_an_account_disconnected_meanwhile_has_to_be_back_to_be_looked_at(publisher: Publisher) -> None:
    publisher.pinterest.failures["published"] = [lost()]
    publisher.pinterest.failures["newest"] = [PinterestRefused("Not now.", code="forbidden")]
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    with publisher.session() as session:
        connection = session.get_one(Connection, publisher.connection_id)
        disconnect(session, publisher.app.vault, None, connection)
    (attempt,) = publisher.attempts(pin_id)
    assert (attempt.connection_id, attempt.account) == (None, "ada")
    other = connect_pinterest(publisher.app, publisher.board.workspace_id, "grace")
    publisher.change(Project, publisher.project_id, connection_id=other)
    publisher.change(Board, publisher.board_id, connection_id=other)
    publisher.retry(pin_id)
    pin = publisher.done(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "unsettled")
    assert "ada" in (pin.error or "")
    connect_pinterest(publisher.app, publisher.board.workspace_id, "ada")
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert publisher.there() == ["Leek soup"]


def before_of(publisher: Publisher, link: str) -> PinToSend:
    """Return a pin somebody made by hand before."""
    return PinToSend(
        board_id=publisher.pinterest_board_id,
        section_id=None,
        title="Leek soup",
        description="",
        alt_text="",
        link=link,
        pictures=(),
    )


@pytest.fixture(autouse=True)
def _a_moment(pinterest: FakePinterest) -> None:
    """Let calls count as over soon."""
    pinterest.timeout_seconds = 0.1
