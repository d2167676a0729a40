"""Pins published and withdrawn over the API, one or many: whoever waits is told what became of them."""

from uuid import UUID

import pytest

from pressroom.core.connections.models import Connection
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.errors import OutcomeUnknown
from pressroom.kernel.ids import new_id
from pressroom.providers.pinterest import FakePinterest
from tests.caller import Caller, problem_of
from tests.publishing import Publisher

LATER = {"Prefer": "respond-async"}
WAITING = {"Prefer": "wait=60"}


def publish(caller: Caller, pin_id: UUID, **headers: str) -> dict[str, object]:
    """Publish a pin and wait; return what became of it."""
    answer = caller.http.post(f"/api/pins/{pin_id}/publication", headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json()
    return told


def test_who_waits_is_told_the_pin_s_id_at_pinterest(admin: Caller, publisher: Publisher) -> None:
    pin_id = publisher.pin()
    told = publish(admin, pin_id)
    assert told == {"success": True, "pinterest_pin_id": publisher.pinterest.pins()[0]["id"]}
    state = admin.json(f"/api/pins/{pin_id}/publication")
    assert (state["status"], state["attempts"], state["obstacles"]) == ("published", 1, [])
    assert state["pinterest_url"] == f"https://www.pinterest.com/pin/{told['pinterest_pin_id']}/"
    assert state["published_at"] is not None
    (attempt,) = admin.json(f"/api/pins/{pin_id}/attempts")["items"]
    assert (attempt["outcome"], attempt["account"], attempt["number"]) == ("published", "ada", 1)
    assert attempt["request_id"].startswith("demo-")


def test_a_failure_is_told_with_its_reason(admin: Caller, publisher: Publisher) -> None:
    pin_id = publisher.pin()
    publisher.pinterest.remove_board(publisher.pinterest_board_id)
    told = publish(admin, pin_id)
    assert told["success"] is False
    assert "no longer at Pinterest" in str(told["error"])
    assert admin.json(f"/api/pins/{pin_id}/publication")["status"] == "failed"


def test_what_stands_in_the_way_is_refused_before_any_call(admin: Caller, publisher: Publisher) -> None:
    refusals = {
        publisher.pin(board_id=None): ("board", "Pin must have a Pinterest board assigned"),
        publisher.pin(asset_id=None): ("picture", "Pin must have an image"),
    }
    for pin_id, (code, text) in refusals.items():
        body = problem_of(admin.http.post(f"/api/pins/{pin_id}/publication"), 422, code)
        assert (body["detail"], body["success"], body["error"]) == (text, False, text)
        assert admin.json(f"/api/pins/{pin_id}/publication")["obstacles"] == [text]
    publisher.change(Project, publisher.project_id, connection_id=None)
    body = problem_of(admin.http.post(f"/api/pins/{publisher.pin()}/publication"), 422, "account")
    assert body["error"] == "No Pinterest account connected to this project"
    problem_of(admin.http.post(f"/api/pins/{new_id()}/publication"), 404)
    assert not publisher.pinterest.calls["publish"]


def test_who_does_not_wait_gets_the_run_and_finds_the_rest_there(admin: Caller, publisher: Publisher) -> None:
    pin_id = publisher.pin()
    answer = admin.http.post(f"/api/pins/{pin_id}/publication", headers=LATER)
    assert answer.status_code == 202
    body = answer.json()
    assert body == {"id": str(pin_id), "status": "publishing", "run_id": f"publish-pin:{pin_id}:1"}
    assert answer.headers["location"] == f"/api/runs/{body['run_id']}"
    publisher.done(pin_id)
    assert admin.json(f"/api/runs/{body['run_id']}")["output"]["pinterest_pin_id"]


def test_the_same_key_publishes_once_and_another_pin_with_it_is_refused(admin: Caller, publisher: Publisher) -> None:
    pin_id, other = publisher.pin(), publisher.pin("Bread")
    key = {"Idempotency-Key": "once"}
    assert publish(admin, pin_id, **key) == publish(admin, pin_id, **key)
    problem_of(admin.http.post(f"/api/pins/{other}/publication", headers=key), 409, "idempotency_key")
    assert publisher.there() == ["Leek soup"]
    problem_of(admin.http.post(f"/api/pins/{pin_id}/publication"), 409, "published")


def test_several_are_published_in_order_and_one_that_cannot_be_stops_none(admin: Caller, publisher: Publisher) -> None:
    first, boardless, second = publisher.pin("First"), publisher.pin("Lost", board_id=None), publisher.pin("Second")
    wanted = {"pin_ids": [str(second), str(boardless), str(first)]}
    answer = admin.http.post("/api/pins/publication", json=wanted, headers=WAITING)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert {name: told[name] for name in ("total", "published", "failed")} == {"total": 3, "published": 2, "failed": 1}
    lacks = "Pin must have a Pinterest board assigned"
    assert [one["id"] for one in told["results"]] == wanted["pin_ids"]
    assert [one.get("error") for one in told["results"]] == [None, lacks, None]
    assert [one.get("pinterest_pin_id") for one in told["results"]] == [
        publisher.row(one).pinterest_pin_id for one in (second, boardless, first)
    ]
    assert publisher.there() == ["Second", "First"]


def test_several_are_a_run_whose_output_tells_and_whose_failed_ones_are_published_by_trying_again(
    admin: Caller, publisher: Publisher
) -> None:
    ids = [publisher.pin("First"), publisher.pin("Second", board_id=None)]
    started = admin.http.post("/api/pins/publication", json={"pin_ids": [str(one) for one in ids]})
    assert started.status_code == 202
    body = started.json()
    assert body["total"] == 2
    assert publisher.board.blogs.over(body["run_id"]).output["published"] == 1
    publisher.change(Pin, ids[1], board_id=publisher.board_id)
    again = admin.http.post(f"/api/runs/{body['run_id']}/retry")
    assert again.status_code == 202, again.text
    publisher.board.blogs.over(again.json()["run_id"])
    assert sorted(publisher.there()) == ["First", "Second"]


def test_a_pin_is_withdrawn_and_one_that_is_gone_there_is_as_well(
    admin: Caller, publisher: Publisher, pinterest: FakePinterest
) -> None:
    pin_id = publisher.pin()
    address = f"/api/pins/{pin_id}/publication"
    problem_of(admin.http.delete(address), 409, "not_published")
    publish(admin, pin_id)
    assert [one["withdrawn"] for one in admin.json(f"/api/pins/{pin_id}/attempts")["items"]] == [False]
    assert admin.http.delete(address).json() == {"success": True}
    assert [one["withdrawn"] for one in admin.json(f"/api/pins/{pin_id}/attempts")["items"]] == [True]
    assert (publisher.row(pin_id).status, publisher.there()) == (PinStatus.READY, [])
    publish(admin, pin_id)
    pinterest.remove_pin(pinterest.pins()[0]["id"])
    assert admin.http.delete(address).json() == {"success": True}
    assert publisher.outcomes(pin_id) == [Outcome.PUBLISHED, Outcome.PUBLISHED]


def test_what_a_pin_waits_for_is_told(admin: Caller, idle: Publisher) -> None:
    planned = idle.due()
    address = f"/api/pins/{planned}/publication"
    assert admin.json(address)["waiting_reason"] is None
    idle.change(Connection, idle.connection_id, active=False, last_error="Token refresh failed: invalid_grant")
    told = admin.json(address)["waiting_reason"]
    assert told == "The account ada has to be connected again: Token refresh failed: invalid_grant."


def test_a_pin_whose_answer_was_lost_says_what_it_waits_for(
    admin: Caller, publisher: Publisher, pinterest: FakePinterest
) -> None:
    pin_id = publisher.pin()
    pinterest.failures["published"] = [OutcomeUnknown("The connection was reset.")]
    told = publish(admin, pin_id)
    assert told == {"success": True, "pinterest_pin_id": pinterest.pins()[0]["id"]}
    (attempt,) = admin.json(f"/api/pins/{pin_id}/attempts")["items"]
    assert attempt["outcome"] == "found"


@pytest.mark.parametrize(("prefer", "status"), [("wait=0", 202), ("respond-async", 202), ("wait=soon", 200)])
def test_how_long_is_waited_is_as_the_asker_prefers(
    admin: Caller, publisher: Publisher, prefer: str, status: int
) -> None:
    pin_id = publisher.pin()
    answer = admin.http.post(f"/api/pins/{pin_id}/publication", headers={"Prefer": prefer})
    assert answer.status_code == status
    publisher.done(pin_id)
