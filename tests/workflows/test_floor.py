"""What owners choose for queues, workers and schedules, as real workers keep to it."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from pressroom.core.floor.models import Missed, ScheduleSetting
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.providers.describe import FakeDescriber
from pressroom.worker import RunningWorker
from tests.caller import Caller
from tests.workflows.conftest import StartProcess, StartWorker
from tests.workflows.test_workers import wait_until

pytestmark = pytest.mark.kills

SETTLED = 1.5
"""Seconds after which a worker would have looked at a queue several times."""


def ask(caller: Caller, path: str, **wanted: object) -> Mapping[str, Any]:
    """Post to the press floor."""
    answer = caller.http.post(f"/api{path}", json=wanted or None)
    assert answer.is_success, answer.text
    body: Mapping[str, Any] = answer.json()
    return body


def alive(caller: Caller) -> list[Mapping[str, Any]]:
    """Return the workers that are alive."""
    items: list[Mapping[str, Any]] = caller.json("/api/workers")["items"]
    return items


def schedule(caller: Caller, name: str) -> Mapping[str, Any]:
    return caller.json(f"/api/schedules/{name}")


def begun(caller: Caller, name: str) -> list[Mapping[str, Any]]:
    """Return the runs that a schedule began."""
    items: list[Mapping[str, Any]] = caller.json(f"/api/schedules/{name}/runs")["items"]
    return items


def ready(caller: Caller) -> None:
    wait_until(lambda: len(alive(caller)) == 1, seconds=90)
    wait_until(lambda: schedule(caller, "prune_history")["next_at"] is not None, seconds=60)


def test_nothing_of_a_paused_queue_begins_and_all_of_it_once_it_goes_on(admin: Caller, worker: RunningWorker) -> None:
    assert worker
    ready(admin)
    ask(admin, "/queues/work/pause")
    time.sleep(SETTLED)
    documents = [admin.add(f"note {number}") for number in range(3)]
    time.sleep(SETTLED)
    assert {admin.document(one)["status"] for one in documents} == {"processing"}
    assert admin.json("/api/queues/work")["depth"] == 3
    ask(admin, "/queues/work/resume")
    assert {admin.ended(one)["status"] for one in documents} == {"completed"}


def test_a_worker_that_starts_keeps_to_what_was_chosen_before(admin: Caller, start_worker: StartWorker) -> None:
    ask(admin, "/queues/work/pause")
    admin.http.patch("/api/schedules/prune_history", json={"cron": "0 4 * * *"})
    ask(admin, "/schedules/purge_pins/pause")
    document_id = admin.add("hello")
    start_worker()
    ready(admin)
    time.sleep(SETTLED)
    assert admin.document(document_id)["status"] == "processing"
    assert schedule(admin, "prune_history")["cron"] == "0 4 * * *"
    assert schedule(admin, "prune_history")["next_at"].endswith("T04:00:00.000Z")
    assert schedule(admin, "purge_pins")["next_at"] is None
    ask(admin, "/queues/work/resume")
    assert admin.ended(document_id)["status"] == "completed"


def test_a_limit_changed_while_a_worker_works_holds_at_once(admin: Caller, start_worker: StartWorker) -> None:
    start_worker(describer=FakeDescriber(seconds=0.4))
    ready(admin)
    admin.http.patch("/api/queues/work", json={"at_once": 1})
    time.sleep(SETTLED)
    documents = [admin.add(f"note {number}") for number in range(4)]
    most = 0
    while admin.json("/api/queues/work")["depth"]:
        most = max(most, admin.json("/api/queues/work")["running"])
        time.sleep(0.05)
    assert most == 1
    assert {admin.ended(one)["status"] for one in documents} == {"completed"}


def test_limits_that_a_crash_kept_from_the_engine_are_made_good_by_a_worker(
    admin: Caller, app: App, worker: RunningWorker
) -> None:
    assert worker
    ready(admin)
    ask(admin, "/queues/work/pause")
    with app.database.transaction() as session:
        session.execute(text("UPDATE dbos.queues SET worker_concurrency = 8 WHERE name = 'work'"))

    def held() -> int:
        with app.database.transaction() as session:
            return int(session.scalar(text("SELECT worker_concurrency FROM dbos.queues WHERE name = 'work'")) or 0)

    wait_until(lambda: held() == 0)


def test_a_drained_worker_takes_nothing_new_ends_what_it_has_and_leaves(
    admin: Caller, start_process: StartProcess, start_worker: StartWorker
) -> None:
    leaving = start_process(8.0)
    document_id = admin.add("first")
    wait_until(lambda: admin.document(document_id)["status"] == "generating_metadata", seconds=90)
    (one,) = alive(admin)
    assert [run["workflow"] for run in one["runs"]] == ["process_document"]
    assert (one["draining_since"], one["version"]) == (None, one["version"] or "?")
    assert ask(admin, f"/workers/{one['id']}/drain")["draining_since"].endswith("Z")
    assert admin.http.post(f"/api/workers/{one['id']}/drain").status_code == 409
    time.sleep(4.0)
    later = admin.add("second")
    time.sleep(SETTLED)
    assert admin.json(f"/api/runs/process-document:{later}:1")["status"] == "queued"
    assert leaving.wait(30) == 0
    run = admin.json(f"/api/runs/process-document:{document_id}:1")
    assert (run["status"], run["attempts"], run["worker"]) == ("succeeded", 1, one["id"])
    assert alive(admin) == []
    start_worker()
    assert admin.ended(later)["status"] == "completed"


def test_a_schedule_changed_to_every_minute_begins_by_itself(admin: Caller, worker: RunningWorker) -> None:
    assert worker
    ready(admin)
    changed = admin.http.patch("/api/schedules/purge_media", json={"cron": "* * * * *"})
    assert changed.json()["next_at"] is not None
    wait_until(lambda: bool(begun(admin, "purge_media")), seconds=110)
    wait_until(lambda: begun(admin, "purge_media")[0]["status"] == "succeeded")
    assert schedule(admin, "purge_media")["last_at"] is not None


def test_what_a_schedule_begins_is_begun_at_once_by_hand_though_it_is_paused(
    admin: Caller, worker: RunningWorker
) -> None:
    assert worker
    ready(admin)
    ask(admin, "/schedules/purge_media/pause")
    run_id = ask(admin, "/schedules/purge_media/runs")["run_id"]
    wait_until(lambda: [one["status"] for one in begun(admin, "purge_media")] == ["succeeded"])
    assert begun(admin, "purge_media")[0]["id"] == run_id


@pytest.mark.parametrize(("missed", "runs"), [(Missed.SKIP, 0), (Missed.CATCH_UP, 3)])
def test_times_at_which_no_worker_was_there_are_caught_up_with_or_skipped_by_choice(
    admin: Caller, app: App, start_process: StartProcess, start_worker: StartWorker, *, missed: Missed, runs: int
) -> None:
    first = start_process(0.0)
    ready(admin)
    first.terminate()
    assert first.wait(30) == 0
    with app.database.transaction() as session:
        session.add(ScheduleSetting(name="purge_pins", cron="30 3 * * *", missed=missed, updated_at=days_ago(9)))
        session.execute(
            text("UPDATE dbos.workflow_schedules SET last_fired_at = :at WHERE schedule_name = 'purge_pins'"),
            {"at": days_ago(3).isoformat()},
        )
    start_worker()
    ready(admin)
    wait_until(lambda: len(begun(admin, "purge_pins")) >= runs)
    time.sleep(SETTLED)
    assert len(begun(admin, "purge_pins")) == runs


def days_ago(number: int) -> Any:  # noqa: ANN401  # an instant
    return now() - timedelta(days=number)
