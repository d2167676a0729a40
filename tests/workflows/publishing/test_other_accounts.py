"""An account that is lost, busy or gone concerns its own pins and tries, never those of another."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from pressroom.core.connections.actions import disconnect, mark_lost
from pressroom.core.connections.models import Connection
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.actions import attempts
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.errors import OutcomeUnknown, ProviderError
from pressroom.kernel.failure import BUSY
from pressroom.providers.oauth import FakeOAuthProvider
from pressroom.providers.pinterest import FakePinterest, PinterestRefused
from tests.connected import connect_pinterest, connection_row
from tests.doors import fake_doors
from tests.media import wait_for
from tests.publishing import Publisher, bind_publishing
from tests.workflows.conftest import StartWorker


@dataclass(frozen=True, slots=True)
class Other:
    """Another account, and its board."""

    connection_id: UUID
    board_id: UUID
    pinterest_board_id: str


def test_a_try_on_a_lost_account_fails_its_pin_alone_and_says_which_account_to_connect(publisher: Publisher) -> None:
    pin_id, other = left_open(publisher), moved(publisher)
    mark_lost(publisher.app.database, publisher.connection_id, "Taken back.")
    publisher.retry(pin_id)
    pin = publisher.done(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "unsettled")
    assert "ada got no answer, and that account is not let in any more" in (pin.error or "")
    assert connection_row(publisher.app, other.connection_id).active
    connect_pinterest(publisher.app, publisher.board.workspace_id)
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert (publisher.outcomes(pin_id), publisher.there()) == ([Outcome.FOUND], ["Leek soup"])


def test_a_try_that_was_looked_for_waits_for_no_account_that_is_gone(publisher: Publisher) -> None:
    failures: list[ProviderError] = [OutcomeUnknown("Reset."), PinterestRefused("No.", code="forbidden")]
    publisher.pinterest.failures["publish"] = failures
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    assert publisher.outcomes(pin_id) == [Outcome.LOST, Outcome.REFUSED]
    other = moved(publisher)
    with publisher.session() as session:
        disconnect(session, publisher.app.vault, None, session.get_one(Connection, publisher.connection_id))
    publisher.change(Board, other.board_id, gone_at=None)
    publisher.retry(pin_id)
    assert publisher.done(pin_id).status is PinStatus.PUBLISHED
    assert publisher.pinterest.sent[-1].board_id == other.pinterest_board_id


def test_an_account_that_is_only_out_of_order_is_not_taken_for_lost_by_its_pins(
    idle: Publisher, pinterest: FakePinterest, oauth: FakeOAuthProvider, start_worker: StartWorker
) -> None:
    doors = fake_doors(pinterest=pinterest, pinterest_oauth=oauth)
    start_worker(doors=doors)
    bind_publishing(idle.app, doors, spacing=2.0)
    idle.published(idle.pin("First"))
    pin_id = idle.due("Second")
    run_id = idle.publish(pin_id)
    wait_for(lambda: "get_ready" in steps_of(idle, run_id))
    busy = {"active": False, "last_error": "Token refresh failed: sign-in is busy.", "error_code": BUSY}
    idle.change(Connection, idle.connection_id, **busy)
    assert idle.done(pin_id).status is PinStatus.SCHEDULED
    assert idle.connection().error_code == BUSY


def test_a_pin_claimed_for_one_account_is_not_sent_with_another(idle: Publisher) -> None:
    pin_id = idle.pin("Leek soup")
    run_id = idle.publish(pin_id)
    with idle.session() as session:
        session.add(idle.attempt(pin_id, run_id))
    (attempt,) = idle.attempts(pin_id)
    moved(idle)
    with idle.session() as session:
        assert not attempts.begin_sending(session, attempt.id)
    (attempt,) = idle.attempts(pin_id)
    assert (attempt.outcome, attempt.sent_at) == (Outcome.UNREACHED, None)
    assert "another account" in (attempt.error or "")


def test_a_board_that_is_gone_is_the_one_that_was_sent_to(idle: Publisher) -> None:
    pin_id = idle.pin("Leek soup")
    run_id = idle.publish(pin_id)
    with idle.session() as session:
        session.add(idle.attempt(pin_id, run_id))
    (attempt,) = idle.attempts(pin_id)
    with idle.session() as session:
        attempts.begin_sending(session, attempt.id)
    other = moved(idle, pin_id)
    with idle.session() as session:
        attempts.record_error(session, attempt.id, PinterestRefused("Gone.", code="board_gone"))
    with idle.session() as session:
        assert session.get_one(Board, idle.board_id).gone_at
        assert session.get_one(Board, other.board_id).gone_at is None


def left_open(publisher: Publisher) -> UUID:
    """Publish a pin whose answer is lost, and whose board cannot be read; return its id."""
    publisher.pinterest.failures["published"] = [OutcomeUnknown("Reset.")]
    publisher.pinterest.failures["newest"] = [PinterestRefused("Not now.", code="forbidden")]
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    assert publisher.outcomes(pin_id) == [Outcome.SENT]
    return pin_id


def moved(publisher: Publisher, *pin_ids: UUID) -> Other:
    """Let the project publish with another account, and all pins made so far, or these, go to a board of that."""
    connection_id = connect_pinterest(publisher.app, publisher.board.workspace_id, "grace")
    there = publisher.pinterest.add_board("Recipes of grace")
    with publisher.session() as session:
        row = Board(
            workspace_id=publisher.board.workspace_id,
            name="Recipes of grace",
            connection_id=connection_id,
            pinterest_board_id=there,
        )
        session.add(row)
        session.flush()
        board_id = row.id
    publisher.change(Project, publisher.project_id, connection_id=connection_id)
    for one in pin_ids or publisher.made:
        publisher.change(type(publisher.row(one)), one, board_id=board_id)
    return Other(connection_id, board_id, there)


def steps_of(publisher: Publisher, run_id: str) -> list[str]:
    """Return the steps that a run has behind it."""
    return [one["function_name"] for one in publisher.app.durable.client.list_workflow_steps(run_id)]


@pytest.fixture(autouse=True)
def _a_moment(pinterest: FakePinterest) -> None:
    """Let calls count as over soon."""
    pinterest.timeout_seconds = 0.1
