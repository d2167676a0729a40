"""Runs seen and steered, while no worker is there to carry them."""

import pytest

from pressroom.features.documents.models import Stage
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.documents import fail


def test_a_waiting_run_says_what_it_is_about(admin: Caller) -> None:
    document_id = admin.add("hello")
    (run,) = admin.json("/api/runs")["items"]
    assert run["id"] == f"process-document:{document_id}:1"
    assert run["workflow"] == "process_document"
    assert run["status"] == "queued"
    assert (run["subject_kind"], run["subject_id"]) == ("document", document_id)
    assert run["queue"] == "work"
    assert run["started_at"] is run["completed_at"] is run["error"] is None
    assert run["created_at"].endswith("Z")
    assert admin.json(f"/api/runs/{run['id']}")["input"] == [document_id]
    assert admin.json(f"/api/runs/{run['id']}/steps") == {"items": [], "next_cursor": None}


def test_runs_are_listed_newest_first_in_pages_and_by_status(admin: Caller) -> None:
    added = [admin.add(f"note {number}") for number in range(3)]
    first = admin.json("/api/runs", limit=2)
    second = admin.json("/api/runs", limit=2, cursor=first["next_cursor"])
    listed = [one["subject_id"] for page in (first, second) for one in page["items"]]
    assert listed == list(reversed(added))
    assert second["next_cursor"] is None
    assert len(admin.json("/api/runs", status="queued")["items"]) == 3
    assert admin.json("/api/runs", status="succeeded")["items"] == []
    assert admin.json("/api/runs", workflow="describe_document")["items"] == []


def test_a_queued_run_is_cancelled_and_its_document_says_so(admin: Caller) -> None:
    document_id = admin.add("hello")
    run_id = admin.document(document_id)["run_id"]
    cancelled = admin.http.post(f"/api/runs/{run_id}/cancel")
    assert cancelled.json()["status"] == "cancelled"
    found = admin.document(document_id)
    assert (found["status"], found["failed_stage"], found["error_code"]) == ("failed", "reading", "abandoned")
    problem_of(admin.http.post(f"/api/runs/{run_id}/cancel"), 409, "over")


def test_a_cancelled_run_is_tried_again_as_the_next_attempt(admin: Caller) -> None:
    document_id = admin.add("hello")
    run_id = admin.document(document_id)["run_id"]
    admin.http.post(f"/api/runs/{run_id}/cancel")
    answer = admin.http.post(f"/api/runs/{run_id}/retry")
    assert answer.status_code == 202
    assert answer.json()["run_id"] == f"process-document:{document_id}:2"
    assert answer.headers["location"] == f"/api/runs/process-document:{document_id}:2"
    assert admin.document(document_id)["status"] == "processing"


def test_an_old_run_cannot_be_tried_again_while_a_newer_one_is_at_work(admin: Caller) -> None:
    run_id = admin.document(admin.add("hello"))["run_id"]
    admin.http.post(f"/api/runs/{run_id}/cancel")
    admin.http.post(f"/api/runs/{run_id}/retry")
    problem_of(admin.http.post(f"/api/runs/{run_id}/retry"), 409, "busy")


def test_a_waiting_run_cannot_be_tried_again(admin: Caller) -> None:
    run_id = admin.document(admin.add("hello"))["run_id"]
    problem_of(admin.http.post(f"/api/runs/{run_id}/retry"), 409, "not_failed")


def test_cancelling_an_old_run_does_no_harm_to_the_document_s_newer_one(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    old = admin.document(document_id)["run_id"]
    fail(app, document_id, Stage.READING)
    admin.http.post(f"/api/documents/{document_id}/ocr")
    admin.http.post(f"/api/runs/{old}/cancel")
    assert admin.document(document_id)["status"] == "processing"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("status", "asleep", "status"), ("cursor", "yesterday", "cursor"), ("limit", "0", "validation")],
)
def test_a_list_asked_for_wrongly_is_refused(admin: Caller, name: str, value: str, code: str) -> None:
    problem_of(admin.http.get("/api/runs", params={name: value}), 422, code)


@pytest.mark.parametrize("call", [("GET", ""), ("GET", "/steps"), ("POST", "/cancel"), ("POST", "/retry")])
def test_an_unknown_run_is_not_found(admin: Caller, call: tuple[str, str]) -> None:
    method, path = call
    problem_of(admin.http.request(method, f"/api/runs/nothing{path}"), 404)


def test_reading_again_starts_the_next_attempt_and_takes_a_password(admin: Caller, app: App) -> None:
    document_id = admin.add("locked")
    fail(app, document_id, Stage.READING, "It needs a password.", "encrypted")
    answer = admin.http.post(f"/api/documents/{document_id}/ocr", json={"password": "open sesame"})
    assert answer.status_code == 202
    assert answer.json() == {
        "id": document_id,
        "status": "processing",
        "run_id": f"process-document:{document_id}:2",
    }
    found = admin.document(document_id)
    assert found["error"] is found["error_code"] is found["failed_stage"] is None
    assert "open sesame" not in str(admin.json(f"/api/runs/{found['run_id']}"))


def test_reading_again_while_reading_is_a_conflict(admin: Caller) -> None:
    problem_of(admin.http.post(f"/api/documents/{admin.add('hello')}/ocr"), 409, "busy")
