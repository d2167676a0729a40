"""Pins are brought to Pinterest, each by one call, and say so."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from pressroom.core.runs.models import Batch
from pressroom.core.runs.queries import run as find_run
from pressroom.features.pins.actions.remove import delete_pin
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.actions.publish import publish_several
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid
from pressroom.providers.oauth import FakeOAuthProvider
from pressroom.providers.pinterest import FakePinterest
from pressroom.worker import Publishing
from tests.doors import fake_doors
from tests.media import wait_for
from tests.publishing import Publisher, when_sent
from tests.stories import statuses
from tests.workflows.conftest import StartWorker


def test_a_pin_is_published_by_one_call(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    pin = publisher.published(pin_id)
    (row,) = publisher.pinterest.pins()
    assert (pin.status, pin.pinterest_pin_id, pin.error) == (PinStatus.PUBLISHED, row["id"], None)
    assert pin.published_at
    assert pin.seen_at
    assert statuses(publisher.app, pin_id)[-2:] == ["publishing", "published"]
    assert publisher.run(pin_id).output == {"pinterest_pin_id": row["id"]}
    (attempt,) = publisher.attempts(pin_id)
    assert attempt.outcome is Outcome.PUBLISHED
    assert (attempt.run_id, attempt.account, attempt.number) == (pin.run_id, "ada", 1)
    assert (attempt.http_status, attempt.request_id) == (201, f"demo-{row['id'][-9:]}")
    assert attempt.sent_at
    assert attempt.ended_at
    assert attempt.created_at <= attempt.sent_at <= attempt.ended_at
    assert publisher.connection().rates["limits"][0]["name"] == "org_write"


def test_what_is_sent_is_what_the_pin_says_within_the_limits(publisher: Publisher) -> None:
    pin_id = publisher.pin("Soup " * 30, description="Warm. " * 200, alt_text="Green. " * 100, link=None)
    publisher.published(pin_id)
    (sent,) = publisher.pinterest.sent
    assert sent.board_id == publisher.pinterest_board_id
    assert (len(sent.title), len(sent.description), len(sent.alt_text)) <= (100, 800, 500)
    assert sent.title.startswith("Soup Soup")
    assert (sent.link, sent.section_id) == (None, None)
    (picture,) = sent.pictures
    assert (picture.content_type, bool(picture.data)) == ("image/jpeg", True)


def test_a_pin_goes_to_the_section_of_its_board(publisher: Publisher) -> None:
    section_id, there = publisher.section("Soups")
    publisher.published(publisher.pin("Leek soup", section_id=section_id))
    assert publisher.pinterest.sent[0].section_id == there


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"board_id": None}, "Pin must have a Pinterest board assigned"),
        ({"asset_id": None}, "Pin must have an image"),
        ({"title": ""}, "This pin has no title yet"),
        ({"status": PinStatus.DESCRIBING}, "This pin is being worked on"),
        ({"deleted_at": now()}, "This pin is deleted"),
    ],
)
def test_what_cannot_be_published_is_refused_before_any_call(
    idle: Publisher, changes: dict[str, Any], says: str
) -> None:
    pin_id = idle.pin(**({"title": "Leek soup"} | changes))
    with pytest.raises((Invalid, Conflict), match=says):
        idle.publish(pin_id)
    assert idle.pinterest.calls == {}


def test_an_account_and_its_board_are_needed(idle: Publisher) -> None:
    pin_id = idle.pin("Leek soup")
    idle.change(Board, idle.board_id, gone_at=now())
    with pytest.raises(Invalid, match="no longer at Pinterest"):
        idle.publish(pin_id)
    idle.change(Board, idle.board_id, gone_at=None, connection_id=None)
    with pytest.raises(Invalid, match="not one of ada"):
        idle.publish(pin_id)
    idle.change(Board, idle.board_id, pinterest_board_id=None)
    with pytest.raises(Invalid, match="Pin must have a Pinterest board assigned"):
        idle.publish(pin_id)
    idle.change(Board, idle.board_id, pinterest_board_id="1", connection_id=idle.connection_id)
    idle.change(Project, idle.project_id, connection_id=None)
    with pytest.raises(Invalid, match="No Pinterest account connected to this project"):
        idle.publish(pin_id)


def test_a_published_pin_is_not_published_again(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    with pytest.raises(Conflict, match="published already"):
        publisher.publish(pin_id)
    assert publisher.there() == ["Leek soup"]


def test_many_are_published_in_the_order_given_and_each_has_its_outcome(publisher: Publisher) -> None:
    titles = ["Leek soup", "Pea soup", "Bean soup"]
    pins = [publisher.pin(title) for title in titles]
    bad = publisher.pin("Boardless", board_id=None)
    wanted = [pins[2], bad, pins[0], pins[1]]
    with publisher.session() as session:
        batch_id = publish_several(session, publisher.app.durable, publisher.board.workspace_id, wanted).id
    result = result_of(publisher, batch_id)
    assert (result["total"], result["published"], result["failed"]) == (4, 3, 1)
    assert {"id": str(bad), "success": False, "error": "Pin must have a Pinterest board assigned"} in result["results"]
    assert publisher.there() == ["Bean soup", "Leek soup", "Pea soup"]


def test_pins_of_an_account_go_out_one_after_another_so_far_apart(
    idle: Publisher, pinterest: FakePinterest, oauth: FakeOAuthProvider, start_worker: StartWorker
) -> None:
    start_worker(
        doors=fake_doors(pinterest=pinterest, pinterest_oauth=oauth), publishing=Publishing(spacing_seconds=1.0)
    )
    pins = [idle.pin(f"Soup {number}") for number in range(4)]
    for one in pins:
        idle.publish(one)
    for one in pins:
        idle.done(one)
    sent = when_sent(idle)
    assert min((later - sooner).total_seconds() for sooner, later in pairwise(sent)) >= 0.99


def test_a_pin_deleted_while_it_waits_is_not_sent(
    idle: Publisher, pinterest: FakePinterest, start_worker: StartWorker
) -> None:
    pin_id = idle.pin("Leek soup")
    idle.publish(pin_id)
    with idle.session() as session:
        delete_pin(session.get_one(Pin, pin_id))
    start_worker(doors=fake_doors(pinterest=pinterest))
    pin = idle.done(pin_id)
    assert (pin.status, pin.failed_stage, pin.error_code) == (PinStatus.FAILED, PinStage.PUBLISHING, "deleted")
    assert idle.there() == []


def result_of(publisher: Publisher, batch_id: UUID) -> dict[str, Any]:
    """Return what became of a batch."""

    def batch() -> Batch:
        with publisher.session() as session:
            return session.get_one(Batch, batch_id)

    wait_for(lambda: batch().result)
    found = find_run(publisher.app.durable, publisher.board.workspace_id, batch().run_id or "")
    assert found.subject_id == str(batch_id)
    return batch().result or {}
