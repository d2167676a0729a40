"""Workflows, queues, workers and schedules by the API, while no worker is there."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import text

from pressroom.catalogue import CATALOGUE
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.gallery import colleague_of
from tests.serving import ThreadedServer

UNKNOWN = "01890000-0000-7000-8000-000000000000"


@pytest.fixture
def colleague(app: App, admin: Caller, server: ThreadedServer) -> Iterator[Caller]:
    """Another member of the first workspace."""
    with colleague_of(app, admin, server.url) as caller:
        yield caller


def start(caller: Caller, workflow: str, **given: object) -> httpx.Response:
    return caller.http.post(f"/api/workflows/{workflow}/runs", json=given)


def over(app: App, run_id: str, status: str, seconds: float) -> None:
    """Let a run be over, as if it had taken so long."""
    with app.database.transaction() as session:
        session.execute(
            text(
                "UPDATE dbos.workflow_status SET status = :status, started_at_epoch_ms = created_at, "
                "completed_at = created_at + :took WHERE workflow_uuid = :id"
            ),
            {"status": status, "took": seconds * 1000, "id": run_id},
        )


def test_every_workflow_is_listed_with_what_starts_it(admin: Caller) -> None:
    listed = {one["name"]: one for one in admin.json("/api/workflows")["items"]}
    assert list(listed) == [one.name for one in CATALOGUE]
    sync = listed["sync_folder"]
    assert (sync["queue"], sync["events"], sync["can_start"]) == ("rounds", ["google.images.process"], True)
    assert set(sync["input"]["properties"]) == {"folder_id", "connection_id"}
    night = listed["prune_history"]
    assert (night["schedule"], night["can_start"], night["input"]) == ("30 3 * * *", False, None)
    assert night["last_day"]["runs"] == 0
    assert len(night["last_day"]["hours"]) == 24


def test_a_workflow_says_how_its_runs_have_fared_in_the_last_day(admin: Caller, stranger: Caller, app: App) -> None:
    runs = [admin.document(admin.add(f"note {number}"))["run_id"] for number in range(5)]
    for run_id, seconds in zip(runs, (1, 2, 3, 100), strict=False):
        over(app, run_id, "SUCCESS" if seconds < 100 else "ERROR", seconds)
    day = admin.json("/api/workflows/process_document")["last_day"]
    assert (day["runs"], day["failed"], day["failure_rate"]) == (5, 1, 0.25)
    assert (day["p50_seconds"], round(day["p95_seconds"], 2)) == (2.0, 2.9)
    assert day["hours"][-1] == sum(day["hours"]) == 5
    assert stranger.json("/api/workflows/process_document")["last_day"]["runs"] == 0


def test_a_workflow_started_by_hand_is_the_run_its_subject_has(admin: Caller) -> None:
    document_id = admin.add("hello")
    run_id = admin.document(document_id)["run_id"]
    busy = start(admin, "process_document", document_id=document_id)
    assert (busy.status_code, busy.json()) == (202, {"run_id": run_id})
    assert busy.headers["location"] == f"/api/runs/{run_id}"
    admin.http.post(f"/api/runs/{run_id}/cancel")
    again = start(admin, "process_document", documentId=document_id)
    assert again.json()["run_id"] == f"process-document:{document_id}:2"
    assert admin.document(document_id)["status"] == "processing"


def test_the_same_key_starts_a_workflow_once(admin: Caller) -> None:
    document_id = admin.add("hello")
    admin.http.post(f"/api/runs/{admin.document(document_id)['run_id']}/cancel")
    first, second = (
        admin.http.post(
            "/api/workflows/process_document/runs",
            json={"document_id": document_id, "again": True},
            headers={"Idempotency-Key": "k1"},
        )
        for _ in range(2)
    )
    assert first.json() == second.json()
    assert admin.document(document_id)["attempt"] == 2


@pytest.mark.parametrize(
    ("workflow", "given", "status", "told"),
    [
        ("no_such_thing", {}, 404, "no_such_thing"),
        ("proces_document", {}, 404, "Did you mean process_document?"),
        ("prune_history", {}, 409, "not started by hand"),
        ("process_document", {}, 422, "Field required"),
        ("process_document", {"document_id": "nonsense"}, 422, "UUID"),
        ("process_document", {"document_id": UNKNOWN, "colour": "red"}, 422, "colour"),
        ("process_document", {"document_id": UNKNOWN}, 404, "document"),
        ("process_media", {"media_id": UNKNOWN}, 404, "picture"),
        ("generate_picture", {"media_id": UNKNOWN}, 404, "picture"),
        ("sync_folder", {"folder_id": "root"}, 404, "connection_id"),
        ("sync_folder", {"folder_id": "x", "connection_id": UNKNOWN}, 404, ""),
        ("scrape_blog", {"project_id": UNKNOWN}, 404, "project"),
        ("import_article", {}, 422, "project_id and url"),
        ("describe_pin", {}, 422, "not both"),
        ("describe_pin", {"pin_id": UNKNOWN, "pin_ids": [UNKNOWN]}, 422, "not both"),
        ("publish_pin", {"pin_id": UNKNOWN}, 404, "pin"),
        ("sync_boards", {"connection_id": UNKNOWN}, 404, ""),
    ],
)
def test_what_cannot_be_started_is_refused_and_says_why(
    admin: Caller, workflow: str, given: dict[str, object], status: int, told: str
) -> None:
    answer = start(admin, workflow, **given)
    assert answer.status_code == status, answer.text
    assert told.lower() in answer.json()["detail"].lower()


def test_nobody_starts_a_workflow_on_what_is_another_s(admin: Caller, stranger: Caller) -> None:
    document_id = admin.add("hello")
    problem_of(start(stranger, "process_document", document_id=document_id), 404)


@pytest.mark.parametrize("path", ["/api/queues", "/api/workers", "/api/schedules", "/api/schedules/publish_due/runs"])
def test_only_who_runs_the_installation_sees_what_carries_all_its_runs(
    admin: Caller, colleague: Caller, stranger: Caller, nobody: httpx.Client, path: str
) -> None:
    assert admin.http.get(path).status_code == 200
    problem_of(colleague.http.get(path), 403, "operator_only")
    problem_of(stranger.http.get(path), 403, "operator_only")
    assert nobody.get(path).status_code == 401


def test_a_queue_says_what_waits_and_since_when(admin: Caller) -> None:
    for number in range(3):
        admin.add(f"note {number}")
    work = admin.json("/api/queues/work")
    assert (work["depth"], work["running"], work["paused_at"], work["partitions"]) == (3, 0, None, [])
    assert work["oldest_at"].endswith("Z")
    publishing = admin.json("/api/queues/publishing")
    assert (publishing["of_partition"], publishing["partition_of"], publishing["oldest_at"]) == (1, "account", None)
    problem_of(admin.http.get("/api/queues/nowhere"), 404)


def test_the_limits_of_a_queue_are_changed_kept_and_taken_back(admin: Caller) -> None:
    changed = admin.http.patch("/api/queues/generations", json={"at_once": 2, "of_partition": 1})
    assert (changed.json()["at_once"], changed.json()["of_partition"]) == (2, 1)
    assert admin.http.patch("/api/queues/generations", json={"at_once": 3}).json()["of_partition"] == 1
    back = admin.http.patch("/api/queues/generations", json={"at_once": None, "of_partition": None}).json()
    assert (back["at_once"], back["of_partition"]) == (back["at_once_default"], back["of_partition_default"])


@pytest.mark.parametrize(
    ("name", "wanted", "code"),
    [
        ("work", {"at_once": 0}, "worker_concurrency"),
        ("work", {"at_once": 65}, "worker_concurrency"),
        ("work", {"of_partition": 2}, "partition_concurrency"),
        ("publishing", {"of_partition": 2}, "partition_concurrency"),
        ("generations", {"of_partition": 6}, "partition_concurrency"),
        ("work", {}, "nothing"),
    ],
)
def test_limits_a_queue_cannot_have_are_refused(admin: Caller, name: str, wanted: dict[str, int], code: str) -> None:
    problem_of(admin.http.patch(f"/api/queues/{name}", json=wanted), 422, code)


def test_a_queue_is_paused_and_resumed(admin: Caller) -> None:
    assert admin.http.post("/api/queues/work/pause").json()["paused_at"].endswith("Z")
    twice = admin.http.post("/api/queues/work/pause").json()
    assert twice["at_once"] == twice["at_once_default"]
    assert admin.http.post("/api/queues/work/resume").json()["paused_at"] is None


def test_no_worker_is_alive_and_none_can_be_drained(admin: Caller) -> None:
    assert admin.json("/api/workers") == {"items": [], "next_cursor": None}
    problem_of(admin.http.post(f"/api/workers/{UNKNOWN}/drain"), 404)


def test_a_schedule_is_changed_paused_and_resumed_before_any_worker_was_there(admin: Caller) -> None:
    listed = {one["name"]: one for one in admin.json("/api/schedules")["items"]}
    assert set(listed) == {one.name for one in CATALOGUE if one.schedule}
    changed = admin.http.patch("/api/schedules/prune_history", json={"cron": " 0  4 * * * ", "missed": "catch_up"})
    assert (changed.json()["cron"], changed.json()["missed"]) == ("0 4 * * *", "catch_up")
    assert changed.json()["default_cron"] == "30 3 * * *"
    assert admin.http.post("/api/schedules/prune_history/pause").json()["paused_at"].endswith("Z")
    assert admin.http.post("/api/schedules/prune_history/resume").json()["paused_at"] is None
    back = admin.http.patch("/api/schedules/prune_history", json={"cron": ""}).json()
    assert (back["cron"], back["missed"]) == ("30 3 * * *", "catch_up")
    problem_of(admin.http.post("/api/schedules/prune_history/runs"), 409, "no_worker")


@pytest.mark.parametrize(
    ("wanted", "code"), [({"cron": "every day"}, "cron"), ({"cron": "0 0 31 2 *"}, "cron"), ({}, "nothing")]
)
def test_a_cron_that_is_none_is_refused_with_what_is_wrong(admin: Caller, wanted: dict[str, str], code: str) -> None:
    problem_of(admin.http.patch("/api/schedules/prune_history", json=wanted), 422, code)
    problem_of(admin.http.patch("/api/schedules/sync_folder", json={"cron": "0 4 * * *"}), 404)
