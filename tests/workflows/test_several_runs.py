"""Many runs cancelled or tried again at once, and undone before it begins."""

from typing import Any

import pytest

from pressroom.core.runs import several
from pressroom.features.documents.models import Stage
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import FakeDescriber
from pressroom.worker import RunningWorker
from tests.caller import Caller, problem_of
from tests.documents import fail
from tests.kept_runs import keep_runs
from tests.spending import until
from tests.workflows.conftest import StartWorker


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is asked for begin in a moment."""
    monkeypatch.setattr(several, "UNDO_SECONDS", 0.2)


def change(caller: Caller, what: str, **wanted: object) -> dict[str, Any]:
    """Ask for a change of many, and return what is answered."""
    answer = caller.http.post(f"/api/runs/{what}", json=wanted)
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/api/runs/{told['run_id']}"
    return told


@pytest.mark.usefixtures("at_once")
def test_all_that_failed_for_one_reason_is_tried_again(admin: Caller, start_worker: StartWorker) -> None:
    describer = FakeDescriber(error=ProviderRefused("The model refused this content."))
    start_worker(describer=describer)
    added = [admin.add(f"note {number}") for number in range(3)]
    assert {admin.ended(one)["status"] for one in added} == {"failed"}
    describer.error = None
    wanted = {"error": "REFUSED this"}
    assert admin.json("/api/runs/count", change="retry", **wanted) == {"total": 3, "is_all": True}

    begun = change(admin, "retry", filters=wanted)

    assert (begun["total"], begun["is_all"]) == (3, True)
    run = admin.run_ended(begun["run_id"])
    assert run["output"] == {"total": 3, "changed": 3, "refused": 0, "reasons": {}}
    until(lambda: {admin.document(one)["status"] for one in added} == {"completed"})


@pytest.mark.usefixtures("at_once")
def test_the_named_are_cancelled_wave_by_wave_and_the_others_are_not(
    admin: Caller, app: App, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(several, "WAVE", 4)
    keep_runs(app, admin.workspace_id, 16, statuses=dict.fromkeys(range(16), "DELAYED"))
    start_worker()
    named = [f"run-{number:06}" for number in range(2, 13)]
    run = admin.run_ended(change(admin, "cancel", run_ids=named)["run_id"])
    assert run["output"] == {"total": 11, "changed": 11, "refused": 0, "reasons": {}}
    left = admin.json("/api/runs", status="queued", limit=100)["items"]
    assert {one["id"] for one in left} == {f"run-{number:06}" for number in (0, 1, 13, 14, 15)}
    steps = admin.json(f"/api/runs/{run['id']}/steps")["items"]
    assert [len(one["output"]["refusals"]) for one in steps] == [0, 0, 0]


@pytest.mark.usefixtures("at_once")
def test_what_cannot_be_tried_again_is_told_with_its_reason(admin: Caller, app: App, worker: RunningWorker) -> None:
    keep_runs(app, admin.workspace_id, 2, statuses={0: "ERROR", 1: "ERROR"})
    output = admin.run_ended(change(admin, "retry", filters={"status": "failed"})["run_id"])["output"]
    assert output == {
        "total": 2,
        "changed": 0,
        "refused": 2,
        "reasons": {"There is no such document here.": 2},
    }
    assert worker


def test_a_change_is_undone_before_it_begins(admin: Caller, app: App) -> None:
    document_id = admin.add("hello")
    fail(app, document_id, Stage.READING)
    run_id = admin.document(document_id)["run_id"]
    begun = change(admin, "cancel", run_ids=[run_id])
    assert begun["total"] == 1
    waiting = admin.json(f"/api/runs/{begun['run_id']}")
    assert (waiting["status"], waiting["workflow"]) == ("queued", "cancel_runs")
    assert admin.http.post(f"/api/runs/{begun['run_id']}/cancel").json()["status"] == "cancelled"
    assert admin.json(f"/api/runs/{run_id}")["status"] == "queued"
    problem_of(admin.http.post(f"/api/runs/{begun['run_id']}/retry"), 409, "asked_anew")


def test_runs_that_come_later_are_not_meant(admin: Caller, app: App) -> None:
    keep_runs(app, admin.workspace_id, 1, statuses={0: "ENQUEUED"})
    begun = change(admin, "cancel", filters={})
    assert "until" in admin.json(f"/api/runs/{begun['run_id']}")["input"][2]


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({}, 422, "which"),
        ({"run_ids": ["a"], "filters": {}}, 422, "which"),
        ({"run_ids": ["unknown"]}, 409, "nothing"),
        ({"filters": {"status": "succeeded"}}, 422, "status"),
        ({"filters": {"status": "asleep"}}, 422, "status"),
        ({"run_ids": ["a"] * 1001}, 422, "validation"),
    ],
)
def test_a_change_asked_for_wrongly_is_refused(
    admin: Caller, wanted: dict[str, object], status: int, code: str
) -> None:
    problem_of(admin.http.post("/api/runs/cancel", json=wanted), status, code)


def test_strangers_runs_are_not_meant(admin: Caller, stranger: Caller, app: App) -> None:
    keep_runs(app, stranger.workspace_id, 2, statuses={0: "ENQUEUED", 1: "ENQUEUED"})
    assert admin.json("/api/runs/count", change="cancel")["total"] == 0
    problem_of(admin.http.post("/api/runs/cancel", json={"run_ids": ["run-000000"]}), 409, "nothing")
