"""Workflows of an owner's own, run by a real worker."""

from pathlib import Path
from typing import Any

import pytest

from pressroom.catalogue import CATALOGUE
from pressroom.core.floor.queues import QUEUES
from pressroom.core.runs.workers import hold_stories
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.page_forms import text_of
from tests.plugins import PlugIn, plug_in
from tests.workflows.conftest import StartWorker
from tests.workflows.test_workers import wait_until

__all__ = ["plug_in"]

pytestmark = pytest.mark.kills

THANK = """
    from datetime import UTC, datetime
    from uuid import UUID

    from pydantic import BaseModel, Field

    from pressroom.workflow import step, workflow


    class Order(BaseModel):
        order_id: int = Field(gt=0)
        customer: str
        at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


    @step
    def look_up(order: Order) -> Order:
        return order.model_copy(update={"customer": order.customer.title()})


    @workflow(event="shop/order.placed")
    def thank(order: Order) -> str:
        '''Thanks for an order.

        Nobody reads this.
        '''
        found = look_up(order)
        return f"Thank you, {found.customer}, for {found.order_id} of {found.at:%Y}"
"""


def send(caller: Caller, name: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Send an event that is accepted."""
    answer = caller.http.post("/api/events", json={"name": name, "data": data, **more})
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_an_event_begins_a_workflow_of_ones_own_once(admin: Caller, plug_in: PlugIn, start_worker: StartWorker) -> None:
    plug_in(shop=THANK)
    start_worker()
    data = {"order_id": 7, "customer": "ada", "shop": "north"}
    first, second = (send(admin, "shop/order.placed", data, id="order-7") for _ in range(2))
    assert (first["event_id"], second["is_known"]) == (second["event_id"], True)
    (run_id,) = first["run_ids"]
    assert second["run_ids"] == [run_id]
    run = admin.run_ended(run_id, 60)
    assert (run["status"], run["output"]) == ("succeeded", "Thank you, Ada, for 7 of 2026"), run
    assert run["input"][1] == {"order_id": 7, "customer": "ada", "at": "2026-01-01T00:00:00Z"}
    steps = admin.json(f"/api/runs/{run_id}/steps")["items"]
    assert [(one["name"], one["output"]["customer"]) for one in steps] == [("look_up", "Ada")]
    assert [one["id"] for one in runs_of(admin, "thank")] == [run_id]


TROUBLES = """
    from pathlib import Path

    from pressroom.workflow import Fail, Retry, step, workflow


    @step
    def flaky(marks: str) -> int:
        with Path(marks).open("a", encoding="utf-8") as file:
            file.write("x")
        if (tries := len(Path(marks).read_text(encoding="utf-8"))) < 3:
            raise Retry(f"It is not there yet, try {tries}.")
        return tries


    @step
    def divide(by: int) -> float:
        return 1 / by


    @step
    def refuse(reason: str) -> None:
        raise Fail(reason)


    @step
    def odd() -> object:
        return object()


    @workflow
    def persist(marks: str) -> int:
        return flaky(marks)


    @workflow
    def stumble(by: int = 0) -> float:
        return divide(by)


    @workflow
    def give_up(reason: str = "The shop is closed.") -> str:
        try:
            refuse(reason)
        except Fail as failure:
            if reason == "never mind":
                return f"went on without: {failure}"
            raise


    @workflow
    def blunder(name: str = "nobody") -> str:
        return {"somebody": "here"}[name]


    @workflow
    def keep_oddly() -> None:
        odd()
"""


def start(caller: Caller, workflow: str, **given: object) -> dict[str, Any]:
    """Start a workflow by hand, and return its run when it is over."""
    answer = caller.http.post(f"/api/workflows/{workflow}/runs", json=given)
    assert answer.status_code == 202, answer.text
    return caller.run_ended(answer.json()["run_id"], 60)


def test_a_step_that_asks_for_it_is_tried_again_and_whatever_fails_says_why(
    admin: Caller, plug_in: PlugIn, start_worker: StartWorker, tmp_path: Path
) -> None:
    plug_in(troubles=TROUBLES)
    start_worker()
    run = start(admin, "persist", marks=str(tmp_path / "marks"))
    assert (run["status"], run["output"]) == ("succeeded", 3)
    (step,) = admin.json(f"/api/runs/{run['id']}/steps")["items"]
    assert [one["error"] for one in step["attempts"]] == [f"It is not there yet, try {number}." for number in (1, 2)]
    run = start(admin, "stumble")
    assert run["status"] == "failed"
    assert run["error"] == "ZeroDivisionError: division by zero (troubles.py, line 18)"
    assert "division by zero" in text_of(admin, f"/runs/{run['id']}")
    run = start(admin, "give_up")
    assert (run["status"], run["error"]) == ("failed", "The shop is closed.")
    assert start(admin, "give_up", reason="never mind")["output"] == "went on without: never mind"
    assert start(admin, "blunder")["error"] == "KeyError: 'nobody' (troubles.py, line 53)"
    assert "troubles.py" not in (error := start(admin, "keep_oddly")["error"])
    assert "Unable to serialize" in error
    again = admin.http.post(f"/api/runs/{run['id']}/rewind", json={"step": 1})
    assert again.status_code == 202, again.text


LIMITED = """
    import time
    from pathlib import Path

    from pressroom.workflow import step, workflow


    @step
    def work(folder: str, who: str) -> int:
        mark = Path(folder) / f"{who}-{time.monotonic_ns()}"
        mark.touch()
        time.sleep(0.4)
        busy = len(list(Path(folder).glob(f"{who}-*")))
        mark.unlink()
        return busy


    @workflow(key="who")
    def one_of_each(folder: str, who: str = "") -> int:
        return work(folder, who)


    @workflow(concurrency=2)
    def two_in_all(folder: str, number: int) -> int:
        return work(folder, "all")
"""


def test_as_many_run_at_once_as_its_file_says(
    admin: Caller, plug_in: PlugIn, start_worker: StartWorker, tmp_path: Path
) -> None:
    plug_in(limited=LIMITED)
    start_worker()
    folder = tmp_path / "marks"
    folder.mkdir()
    given: list[tuple[str, dict[str, object]]] = [
        ("one_of_each", {"who": who}) for who in ("ada", "bea", "", "ada", "bea")
    ]
    given += [("two_in_all", {"number": number}) for number in range(4)]
    begun = [
        admin.http.post(f"/api/workflows/{name}/runs", json={"folder": str(folder), **more}).json()["run_id"]
        for name, more in given
    ]
    most: dict[str, int] = {}
    for run_id in begun:
        run = admin.run_ended(run_id, 60)
        assert run["status"] == "succeeded", run
        most[run["workflow"]] = max(most.get(run["workflow"], 0), run["output"])
    assert most == {"one_of_each": 1, "two_in_all": 2}


def test_what_happens_here_and_the_clock_begin_workflows_of_ones_own(
    admin: Caller, plug_in: PlugIn, start_worker: StartWorker
) -> None:
    plug_in(
        announce="""
            from uuid import UUID

            from pressroom.workflow import workflow


            @workflow(event="document.completed", cron="0 6 1 1 *")
            def announce(document_id: UUID | None = None) -> str:
                return f"{document_id} is there"
        """
    )
    start_worker()
    wait_until(lambda: admin.json("/api/schedules/announce")["next_at"] is not None, seconds=60)
    document_id = admin.add("hello")
    wait_until(lambda: bool(runs_of(admin, "announce")), seconds=60)
    (told,) = runs_of(admin, "announce")
    assert admin.run_ended(told["id"], 30)["output"] == f"{document_id} is there"
    tick = admin.http.post("/api/schedules/announce/runs").json()["run_id"]
    wait_until(lambda: len(runs_of(admin, "announce")) == 2, seconds=60)
    by_clock, _ = runs_of(admin, "announce")
    assert admin.run_ended(by_clock["id"], 30)["output"] == "None is there"
    history = admin.json("/api/schedules/announce/runs")["items"]
    assert [(one["id"], one["status"]) for one in history] == [(tick, "succeeded")]


def runs_of(caller: Caller, workflow: str) -> list[dict[str, Any]]:
    """Return the runs of a workflow, newest first."""
    items: list[dict[str, Any]] = caller.json("/api/runs", workflow=workflow)["items"]
    return items


def test_a_schedule_goes_with_the_file_that_had_it(
    admin: Caller, app: App, plug_in: PlugIn, start_worker: StartWorker
) -> None:
    for name in ("gone", "elsewhere"):
        app.durable.client.create_schedule(
            schedule_name=name,
            workflow_name="begin_on_schedule",
            schedule="0 6 1 1 *",
            context={"workflow": name},
        )
    plug_in(shop=THANK)
    with app.database.engine.connect() as other:
        hold_stories(other, ["elsewhere"])
        start_worker()
        wait_until(lambda: app.durable.client.get_schedule("gone") is None, seconds=60)
        wait_until(lambda: admin.json("/api/schedules/prune_history")["next_at"] is not None, seconds=60)
    assert app.durable.client.get_schedule("elsewhere"), "another worker that lives has its file"
    assert admin.json("/api/schedules/prune_history")["cron"] == "30 3 * * *"


def test_runs_whose_file_is_gone_wait_for_it_though_a_worker_is_there(
    admin: Caller, app: App, plug_in: PlugIn, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(shop=THANK)
    app.durable.client.register_queue("thank", worker_concurrency=4)
    (left,) = send(admin, "shop/order.placed", {"order_id": 7, "customer": "ada"})["run_ids"]
    with monkeypatch.context() as gone:
        gone.setattr(CATALOGUE, "_stories", {one.name: one for one in CATALOGUE if not one.source})
        gone.delitem(QUEUES, "thank")
        start_worker()
        assert admin.ended(admin.add("hello"), 60)["status"] == "completed"
        run = admin.json(f"/api/runs/{left}")
        assert (run["status"], run["attempts"]) == ("queued", 0)
        assert "plug-ins folder" in run["waits_for"]
