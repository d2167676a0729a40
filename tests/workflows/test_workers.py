"""Workers that leave, die, and take over from each other."""

import time
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import text

from pressroom.core.runs.relief import MOST_TAKEOVERS
from pressroom.kernel.app import App
from pressroom.providers.describe import FakeDescriber
from pressroom.worker import GRACE_SECONDS, RunningWorker
from tests.caller import Caller
from tests.workflows.conftest import StartProcess, StartWorker

pytestmark = pytest.mark.kills

TAKEN_OVER_WITHIN = 15.0
HOLDERS = """
SELECT pg_locks.pid FROM pg_locks JOIN workers
ON (classid::bigint << 32) | objid::bigint = hashtextextended('pressroom-worker:' || executor_id, 0)
WHERE locktype = 'advisory' AND granted
"""
"""The sessions in which workers hold their locks."""


def wait_until(happened: Callable[[], bool], seconds: float = 20.0) -> float:
    """Return how long something took to happen."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


def test_the_server_is_well_while_a_worker_is_there(nobody: httpx.Client, worker: RunningWorker) -> None:
    wait_until(lambda: nobody.get("/readyz").status_code == 200)
    assert nobody.get("/readyz").json()["workers"] == 1
    worker.stop()
    wait_until(lambda: nobody.get("/readyz").status_code == 503)


def test_a_worker_told_to_stop_lets_its_step_end_and_nothing_is_done_twice(
    admin: Caller, start_worker: StartWorker
) -> None:
    describer = FakeDescriber(seconds=1.0)
    first = start_worker(describer=describer)
    document_id = admin.add("hello")
    wait_until(lambda: bool(describer.calls))
    first.stop()
    found = admin.ended(document_id)
    assert found["status"] == "completed"
    assert len(describer.calls) == 1


def test_a_dead_worker_s_runs_are_taken_over_within_fifteen_seconds(
    admin: Caller, start_worker: StartWorker, start_process: StartProcess
) -> None:
    doomed = start_process(60.0)
    documents = [admin.add(f"note {number}") for number in range(4)]
    wait_until(lambda: all(admin.document(one)["status"] == "generating_metadata" for one in documents))
    start_worker()
    wait_until(lambda: admin.http.get("/readyz").json()["workers"] == 2)
    assert {admin.document(one)["status"] for one in documents} == {"generating_metadata"}
    doomed.kill()
    began = time.monotonic()
    assert {admin.ended(one)["status"] for one in documents} == {"completed"}
    assert time.monotonic() - began < TAKEN_OVER_WITHIN
    for one in documents:
        assert len(admin.json(f"/api/documents/{one}/revisions")["items"]) == 1
        run = admin.json(f"/api/runs/process-document:{one}:1")
        assert (run["status"], run["attempts"]) == ("succeeded", 2)
    assert admin.http.get("/readyz").json()["workers"] == 1


def test_a_duty_that_goes_wrong_is_no_reason_to_let_go_of_the_worker_s_runs(
    app: App, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def fail(*_given: object) -> None:
        with app.database.transaction() as session:
            seen.extend(session.scalars(text(HOLDERS)))
        raise RuntimeError("This duty is broken.")

    monkeypatch.setattr("pressroom.worker.take_up", fail)
    start_worker()
    wait_until(lambda: len(seen) > 2)
    assert len(set(seen)) == 1


def test_a_run_that_kills_every_worker_is_given_up_and_other_work_goes_on(
    admin: Caller, start_process: StartProcess
) -> None:
    poisoned = admin.add("poison")
    for _ in range(MOST_TAKEOVERS + 1):
        start_process(0.0).wait(30)
    harmless = admin.add("harmless")
    start_process(0.0)
    found = admin.ended(poisoned)
    assert (found["status"], found["failed_stage"], found["error_code"]) == ("failed", "reading", "abandoned")
    assert f"died {MOST_TAKEOVERS + 1} times" in found["error"]
    assert admin.run_ended(found["run_id"])["status"] == "cancelled"
    assert admin.ended(harmless)["status"] == "completed"


def test_a_worker_told_to_stop_hands_on_what_takes_too_long(
    admin: Caller, start_worker: StartWorker, start_process: StartProcess
) -> None:
    leaving = start_process(120.0)
    document_id = admin.add("hello")
    wait_until(lambda: admin.document(document_id)["status"] == "generating_metadata")
    leaving.terminate()
    assert leaving.wait(GRACE_SECONDS + 10) == 0
    assert admin.json(f"/api/runs/process-document:{document_id}:1")["status"] == "queued"
    start_worker()
    assert admin.ended(document_id)["status"] == "completed"
    assert len(admin.json(f"/api/documents/{document_id}/revisions")["items"]) == 1
