"""What waits for a budget for days, what is said of it meanwhile, and what is cancelled while it is set aside."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update

from pressroom.core.prompts.models import PromptTrial
from pressroom.core.runs import pausing, tallies
from pressroom.core.runs.batches import Entry, begin_batch
from pressroom.core.runs.models import Batch, PausedRun
from pressroom.core.runs.workflows import prune_history
from pressroom.features.media.actions.again import describe_again
from pressroom.features.media.models import KIND, Item
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller
from tests.documents import rows
from tests.doors import fake_doors
from tests.media import Library, dot
from tests.spending import PricedDescriber, let_spend, until
from tests.workflows.conftest import StartWorker

TRIALS = "/api/prompts/document/trials"
PROMPT = "You describe documents for a harbour master. Name the ship first."


@pytest.fixture
def pictures(library: Library, start_worker: StartWorker) -> list[UUID]:
    """Four pictures, described once."""
    start_worker(doors=fake_doors(), seer=PricedDescriber())
    return [library.done(library.add(dot(name), f"{name}.png")).id for name in "abcd"]


@pytest.fixture
def half_paused(library: Library, pictures: list[UUID]) -> str:
    """A batch of which two are described anew and two wait for money; its run."""
    described = begin(library, pictures[:2])
    for one in described:
        until(lambda one=one: library.run(one.run_id or "").status == "succeeded")  # type: ignore[misc]  # binds the name
    let_spend(library.app, library.workspace_id, "0.10")
    waiting = begin(library, pictures[2:])
    with library.session() as session:
        batch = begin_batch(
            session, library.app.durable, library.workspace_id, kind=KIND, entries=[*described, *waiting]
        )
    run_id = batch.run_id or ""
    until(lambda: library.run(run_id).status == "paused")
    return run_id


def begin(library: Library, ids: Sequence[UUID]) -> list[Entry]:
    """Have pictures described anew."""
    with library.session() as session:
        return [Entry(one, describe_again(session, library.app.durable, session.get_one(Item, one))) for one in ids]


def ended(library: Library, run_id: str) -> Any:  # noqa: ANN401  # JSON
    """Raise the budget, and return what became of a batch."""
    let_spend(library.app, library.workspace_id, None)
    until(lambda: library.run(run_id).is_over)
    assert library.run(run_id).status == "succeeded", library.run(run_id).error
    return library.run(run_id).output


def test_a_paused_batch_is_not_told_as_over(library: Library, half_paused: str) -> None:
    with library.session() as session:
        (one,) = tallies.newest(session, library.workspace_id, KIND, since=now() - timedelta(days=1), limit=5)
    assert (one.run_id, one.is_over) == (half_paused, False)
    assert (one.total, one.succeeded, one.failed, one.paused) == (4, 2, 0, 2)
    assert "budget of $0.10 is used up" in (one.paused_reason or "")


def test_what_a_batch_has_done_is_kept_while_it_is_paused_beyond_the_history_s_end(
    library: Library, half_paused: str
) -> None:
    with library.session() as session:
        session.execute(text("UPDATE dbos.workflow_status SET created_at = 0, updated_at = 0, completed_at = 0"))
        session.execute(update(Batch).values(created_at=now() - timedelta(days=31)))
    prune_history(now(), None)
    assert ended(library, half_paused)["succeeded"] == 4


def test_a_batch_that_is_over_goes_with_its_runs(library: Library, half_paused: str) -> None:
    ended(library, half_paused)
    with library.session() as session:
        session.execute(text("UPDATE dbos.workflow_status SET created_at = 0, updated_at = 0, completed_at = 0"))
        session.execute(update(Batch).values(created_at=now() - timedelta(days=31)))
    prune_history(now(), None)
    assert rows(library.app, Batch) == []
    assert library.app.durable.client.list_workflows(name="describe_media") == []


def test_a_trial_that_is_paused_for_more_than_a_day_goes_on(admin: Caller, app: App, start_worker: StartWorker) -> None:
    start_worker(describer=PricedDescriber())
    admin.ended(admin.add("one"))
    let_spend(app, admin.workspace_id, "0.50")
    begun = admin.http.post(TRIALS, json={"text": PROMPT}).json()
    until(lambda: admin.json(f"{TRIALS}/{begun['trial_id']}")["paused_reason"])
    with app.database.transaction() as session:
        session.execute(update(PromptTrial).values(created_at=now() - timedelta(hours=25)))
        app.subjects["prompt_trial"].mend(session)
    let_spend(app, admin.workspace_id, None)
    until(lambda: admin.json(f"/api/runs/{begun['run_id']}")["status"] not in {"paused", "queued", "running"})
    assert admin.json(f"/api/runs/{begun['run_id']}")["status"] == "succeeded"


class SlowPause:
    """Holds a run up between its decision to set itself aside and its note of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.reached, self.go = Event(), Event()
        really = getattr(pausing, name)

        def slow(*args: Any) -> Any:  # noqa: ANN401  # whatever it takes
            self.reached.set()
            assert self.go.wait(20)
            return really(*args)

        monkeypatch.setattr(pausing, name, slow)


@pytest.mark.parametrize("moment", ["_is_cancelled", "_keep"])
def test_a_run_cancelled_while_it_sets_itself_aside_stays_cancelled(
    moment: str, admin: Caller, app: App, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_spend(app, admin.workspace_id, "0.50")
    describer = PricedDescriber()
    start_worker(describer=describer)
    assert admin.ended(admin.add("the first"))["status"] == "completed"
    pause = SlowPause(monkeypatch, moment)
    second = admin.add("second")
    assert pause.reached.wait(20)
    with ThreadPoolExecutor(1) as person:
        cancelled = person.submit(admin.http.post, f"/api/runs/process-document:{second}:1/cancel")
        wait([cancelled], 0.5)  # it may have to wait for what is under way
        pause.go.set()
        assert cancelled.result(20).json()["status"] == "cancelled"
    let_spend(app, admin.workspace_id, None)
    until(lambda: not app.durable.client.list_workflows(status=["PENDING", "ENQUEUED"]))
    assert pausing.take_up(app.database, app.durable) == 0
    assert rows(app, PausedRun) == []
    assert admin.document(second)["status"] == "failed"
    assert len(describer.calls) == 1


def test_who_waits_for_an_answer_hears_at_once_that_it_waits_for_the_budget(
    admin: Caller, app: App, start_worker: StartWorker
) -> None:
    start_worker(describer=PricedDescriber())
    document_id = admin.ended(admin.add("one"))["id"]
    let_spend(app, admin.workspace_id, "0.50")
    address, said = f"/api/documents/{document_id}/metadata", {"feedback": "shorter"}
    answer = admin.http.post(address, json=said)
    assert answer.status_code == 202
    assert "budget of $0.50 is used up" in answer.json()["paused_reason"]
    assert answer.headers["location"] == f"/api/runs/{answer.json()['run_id']}"
    admin.http.post(f"/api/runs/{answer.json()['run_id']}/cancel")
    events = admin.http.post(address, json=said, headers={"accept": "text/event-stream"}).text
    assert "event: paused" in events
    assert "event: error" not in events
