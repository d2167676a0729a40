"""A sweep starts what is due, in order, once; and says what became of it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.models import PictureSource, Pin, PinSlide, PinStatus
from pressroom.features.pins.publishing.actions.due import catching_up, due, start_due
from pressroom.features.pins.publishing.queries import waiting_reason
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.providers.oauth import FakeOAuthProvider
from pressroom.providers.pinterest import FakePinterest, PinterestRefused
from pressroom.worker import Publishing
from tests.doors import fake_doors
from tests.media import wait_for
from tests.publishing import Publisher, told
from tests.workflows.conftest import StartWorker

EVERY_SECOND = Publishing(schedule="* * * * * *", spacing_seconds=0.0)


def test_with_nothing_due_it_says_so(publisher: Publisher) -> None:
    publisher.pin("Not scheduled")
    publisher.due("Later", ago=-timedelta(hours=1))
    assert sweep(publisher) == {"published": 0, "message": "No pins to publish"}


def test_what_is_due_is_published_in_the_order_of_its_times(publisher: Publisher) -> None:
    soups = {minutes: publisher.due(f"Soup {minutes}", ago=timedelta(minutes=minutes)) for minutes in (1, 30, 5)}
    result = sweep(publisher)
    assert publisher.there() == ["Soup 30", "Soup 5", "Soup 1"]
    details = [{"id": str(soups[minutes]), "success": True} for minutes in (30, 5, 1)]
    assert result == {"total": 3, "published": 3, "failed": 0, "details": details}


def test_what_failed_is_told_with_its_reason_and_stops_nothing(publisher: Publisher) -> None:
    publisher.pinterest.failures["publish"] = [PinterestRefused("The title is not allowed.")]
    refused = publisher.due("First", ago=timedelta(minutes=3))
    boardless = publisher.due("Boardless", ago=timedelta(minutes=2), board_id=None)
    good = publisher.due("Good")
    result = sweep(publisher)
    assert (result["total"], result["published"], result["failed"]) == (3, 1, 2)
    assert result["details"] == [
        {"id": str(refused), "success": False, "error": "The title is not allowed."},
        {"id": str(boardless), "success": False, "error": "Pin must have a Pinterest board assigned"},
        {"id": str(good), "success": True},
    ]
    assert publisher.row(boardless).status is PinStatus.FAILED


def test_a_lost_account_fails_all_its_pins_of_this_sweep_with_the_reason(publisher: Publisher) -> None:
    lost = ProviderAuthLost("Pinterest no longer lets this account in (HTTP 401).")
    publisher.pinterest.failures["publish"] = [lost, lost]
    first = publisher.due("First", ago=timedelta(minutes=2))
    second = publisher.due("Second", ago=timedelta(minutes=1))
    result = sweep(publisher)
    assert (result["published"], result["failed"]) == (0, 2)
    assert [one["id"] for one in result["details"]] == [str(first), str(second)]
    assert all("HTTP 401" in one["error"] for one in result["details"])
    assert publisher.row(first).status is PinStatus.FAILED
    assert publisher.row(second).status is PinStatus.SCHEDULED
    assert sweep(publisher) == {"published": 0, "message": "No pins to publish"}


def test_pins_of_an_inactive_account_are_not_due(publisher: Publisher) -> None:
    publisher.change(Connection, publisher.connection_id, active=False, last_error="Token refresh failed: no.")
    pin_id = publisher.due("Leek soup")
    assert sweep(publisher)["published"] == 0
    assert publisher.row(pin_id).status is PinStatus.SCHEDULED


def test_two_sweeps_never_start_the_same_pin(idle: Publisher) -> None:
    pins = [idle.due(f"Soup {number}") for number in range(6)]
    with idle.session() as one, Session(idle.app.database.engine) as other, other.begin():
        started = start_due(one, idle.app.durable)
        assert other.scalars(due(now())).all() == []
        assert start_due(other, idle.app.durable) == []
    assert len(started) == 6
    assert {idle.row(one).attempt for one in pins} == {1}


def test_an_account_that_is_catching_up_is_given_no_more_until_it_has(idle: Publisher) -> None:
    idle.due("First")
    with idle.session() as session:
        start_due(session, idle.app.durable)
        session.connection().exec_driver_sql("UPDATE dbos.workflow_status SET created_at = created_at - 150000")
    waiting = idle.due("Second")
    with idle.session() as session:
        assert start_due(session, idle.app.durable) == []
    assert idle.row(waiting).status is PinStatus.SCHEDULED


def test_whose_pins_are_in_flight_is_found_by_the_engine_s_own_index_of_its_queues(idle: Publisher) -> None:
    with idle.session() as session:
        found = session.connection().dialect
        asked = str(catching_up(now()).compile(dialect=found, compile_kwargs={"literal_binds": True}))
        session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(session.scalars(text(f"EXPLAIN {asked}")))
    assert "partition_dequeue" in plan


def test_a_pin_waits_for_a_picture_of_its_carousel_that_is_on_its_way(publisher: Publisher) -> None:
    pin_id = publisher.due("Leek soup")
    with publisher.session() as session:
        slide = PinSlide(
            workspace_id=publisher.board.workspace_id, pin_id=pin_id, position=1, source=PictureSource.ARTICLE
        )
        session.add(slide)
    assert sweep(publisher) == {"published": 0, "message": "No pins to publish"}
    assert publisher.row(pin_id).status is PinStatus.SCHEDULED
    with publisher.session() as session:
        reason = waiting_reason(session, session.get_one(Pin, pin_id))
        assert reason == "Picture 2 of its carousel has not come yet."
        session.get_one(PinSlide, slide.id).asset_id = session.get_one(Pin, pin_id).asset_id
        session.get_one(PinSlide, slide.id).picture = {"width": 1000, "height": 1500}
    assert sweep(publisher)["published"] == 1
    assert len(publisher.pinterest.sent[0].pictures) == 2


def test_a_pin_does_not_wait_for_a_picture_that_could_not_be_had(publisher: Publisher) -> None:
    pin_id = publisher.due("Leek soup")
    with publisher.session() as session:
        session.add(
            PinSlide(
                workspace_id=publisher.board.workspace_id,
                pin_id=pin_id,
                position=1,
                source=PictureSource.ARTICLE,
                error="The picture is gone.",
            )
        )
    (detail,) = sweep(publisher)["details"]
    assert "Picture 2 of this carousel has not come" in detail["error"]
    assert publisher.row(pin_id).status is PinStatus.FAILED


def test_the_schedule_finds_what_is_due_by_itself(
    idle: Publisher, pinterest: FakePinterest, oauth: FakeOAuthProvider, start_worker: StartWorker
) -> None:
    pin_id = idle.due("Leek soup", ago=-timedelta(seconds=2))
    start_worker(doors=fake_doors(pinterest=pinterest, pinterest_oauth=oauth), publishing=EVERY_SECOND)
    wait_for(lambda: idle.row(pin_id).status is PinStatus.PUBLISHED)
    assert idle.there() == ["Leek soup"]


def sweep(publisher: Publisher) -> Any:  # noqa: ANN401  # a run's result
    """Sweep once; return the result."""
    return told(publisher.app, "publish_due")
