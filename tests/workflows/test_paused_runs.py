"""Runs that wait for a budget: set aside without a worker's place, and going on by themselves."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pressroom.core.runs import pausing
from pressroom.core.runs.models import PausedRun
from pressroom.core.spending import queries
from pressroom.core.spending.models import AiCall
from pressroom.kernel.app import App
from pressroom.providers.describe import FakeDescriber
from pressroom.worker import RunningWorker
from tests.caller import Caller
from tests.documents import rows
from tests.spending import PricedDescriber, let_spend, spend, until
from tests.workflows.conftest import StartProcess, StartWorker

WORKS = pytest.mark.usefixtures("priced")


@pytest.fixture
def describer() -> PricedDescriber:
    """What describes documents."""
    return PricedDescriber()


@pytest.fixture
def priced(admin: Caller, app: App, start_worker: StartWorker, describer: PricedDescriber) -> RunningWorker:
    """A worker whose model costs money, and a budget for one answer."""
    let_spend(app, admin.workspace_id, "0.50")
    return start_worker(describer=describer)


def run_of(caller: Caller, document_id: str) -> dict[str, Any]:
    return caller.json(f"/api/runs/process-document:{document_id}:1")


def add_paused(caller: Caller, *texts: str) -> list[str]:
    """Use the budget up, add documents, and wait until they are paused."""
    assert caller.ended(caller.add("the first"))["status"] == "completed"
    added = [caller.add(text) for text in texts]
    until(lambda: {run_of(caller, one)["status"] for one in added} == {"paused"})
    return added


@WORKS
def test_a_paused_run_says_why_and_goes_on_when_the_budget_is_raised(
    admin: Caller, app: App, describer: PricedDescriber
) -> None:
    (waiting,) = add_paused(admin, "second")
    run, document = run_of(admin, waiting), admin.document(waiting)
    assert "This month's AI budget of $0.50 is used up ($0.50)" in run["paused_reason"]
    assert (run["completed_at"], run["error"]) == (None, None)
    assert document["status"] == "generating_metadata"
    assert document["paused_reason"] == run["paused_reason"]
    assert [one["id"] for one in admin.json("/api/runs", status="paused")["items"]] == [run["id"]]
    assert admin.json("/api/runs", status="cancelled")["items"] == []
    assert admin.json("/api/spending")["paused_runs"] == 1

    assert admin.http.put("/api/spending", json={"monthly_budget_usd": 5}).status_code == 200

    assert admin.ended(waiting)["status"] == "completed"
    assert admin.run_ended(run["id"])["status"] == "succeeded"
    assert admin.document(waiting)["paused_reason"] is None
    assert len(describer.calls) == len(rows(app, AiCall)) == 2
    assert rows(app, PausedRun) == []


@WORKS
def test_many_wait_without_a_worker_s_place_and_each_is_paid_once(
    admin: Caller, app: App, describer: PricedDescriber
) -> None:
    waiting = add_paused(admin, *(f"note {number}" for number in range(20)))
    let_spend(app, admin.workspace_id, None)
    assert {admin.ended(one)["status"] for one in waiting} == {"completed"}
    until(lambda: {run_of(admin, one)["status"] for one in waiting} == {"succeeded"})
    calls = rows(app, AiCall)
    assert len(calls) == len({one.run_id for one in calls}) == len(describer.calls) == 21
    assert admin.json("/api/spending")["spent"]["cost_usd"] == pytest.approx(10.5)


def test_work_that_costs_nothing_goes_on_while_other_work_waits(
    admin: Caller, app: App, start_worker: StartWorker
) -> None:
    let_spend(app, admin.workspace_id, "0")
    start_worker(describer=FakeDescriber(model="local"))
    assert admin.ended(admin.add("free"))["status"] == "completed"
    (call,) = rows(app, AiCall)
    assert (call.model, call.cost_usd) == ("local", 0)


@WORKS
def test_a_person_cancels_a_paused_run_and_it_stays_so(admin: Caller, app: App) -> None:
    (waiting,) = add_paused(admin, "second")
    assert admin.http.post(f"/api/runs/process-document:{waiting}:1/cancel").json()["status"] == "cancelled"
    let_spend(app, admin.workspace_id, None)
    found = admin.document(waiting)
    assert (found["status"], found["failed_stage"], found["error_code"]) == ("failed", "describing", "abandoned")
    assert pausing.take_up(app.database, app.durable) == 0
    assert run_of(admin, waiting)["status"] == "cancelled"
    assert rows(app, PausedRun) == []


@WORKS
def test_a_new_month_lets_work_go_on(admin: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    (waiting,) = add_paused(admin, "second")
    later = datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC)
    monkeypatch.setattr(queries, "now", lambda: later)
    assert admin.ended(waiting)["status"] == "completed"


@WORKS
def test_a_subject_whose_run_is_paused_is_not_stranded(admin: Caller, app: App) -> None:
    (waiting,) = add_paused(admin, "second")
    with app.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE documents SET updated_at = now() - interval '1 hour'")
        assert app.subjects["document"].mend(session) == 0
    assert admin.document(waiting)["status"] == "generating_metadata"


def test_an_answer_that_was_paid_for_is_not_asked_for_again(
    admin: Caller, app: App, start_worker: StartWorker, describer: PricedDescriber
) -> None:
    document_id = admin.add("hello")
    values = {"display_name": "From before", "tags": ["a", "b", "c"], "summary": "It.", "language": "en"}
    answer: dict[str, Any] = {
        "values": values | {"dates": [], "amounts": []},
        "model": "priced",
        "confidence": None,
        "notes": [],
        "input_tokens": 1,
        "output_tokens": 1,
        "cost_usd": "0.5",
        "seconds": 0.1,
        "prompt_version": None,
    }
    run_id = f"process-document:{document_id}:1"
    spend(app, admin.workspace_id, "0.50", run_id=run_id, answer=answer)
    start_worker(describer=describer)
    assert admin.ended(document_id)["display_name"] == "From before"
    assert describer.calls == []
    assert admin.json(f"/api/runs/{run_id}")["cost"]["calls"] == 1


@pytest.mark.kills
def test_a_run_stays_paused_when_its_worker_dies_and_another_takes_it_up(
    admin: Caller, app: App, start_process: StartProcess, start_worker: StartWorker, describer: PricedDescriber
) -> None:
    let_spend(app, admin.workspace_id, "0")
    doomed = start_process(0.0)
    waiting = admin.add("hello")
    until(lambda: run_of(admin, waiting)["status"] == "paused")
    doomed.kill()
    start_worker(describer=describer)
    until(lambda: admin.http.get("/readyz").json()["workers"] == 1)
    assert run_of(admin, waiting)["status"] == "paused"
    let_spend(app, admin.workspace_id, None)
    assert admin.ended(waiting)["status"] == "completed"
    assert len(describer.calls) == 1
