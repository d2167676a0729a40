"""Prompts asked with, and tried beside the current one before they are saved."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from pressroom.core.prompts.models import PromptTrial
from pressroom.core.runs.workflows import prune_history
from pressroom.core.spending.models import AiCall
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import DOCUMENT
from tests.caller import Caller
from tests.documents import rows
from tests.spending import PRICE, PricedDescriber, let_spend, until
from tests.workflows.conftest import StartWorker

MINE = "You describe documents for a harbour master. Name the ship first, whatever else there is."
TRIALS = "/api/prompts/document/trials"


@pytest.fixture
def describer() -> PricedDescriber:
    """What describes documents."""
    return PricedDescriber()


@pytest.fixture(autouse=True)
def _works(start_worker: StartWorker, describer: PricedDescriber) -> None:
    start_worker(describer=describer)


def tried(caller: Caller, answer: dict[str, Any]) -> dict[str, Any]:
    """Wait for a trial's end, and return it."""
    until(lambda: caller.json(f"{TRIALS}/{answer['trial_id']}")["status"] != "running")
    return caller.json(f"{TRIALS}/{answer['trial_id']}")


def begin(caller: Caller, **more: object) -> dict[str, Any]:
    answer = caller.http.post(TRIALS, json={"text": MINE, **more})
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"{TRIALS}/{body['trial_id']}"
    return body


def test_a_saved_prompt_is_asked_with_and_its_answers_say_so(admin: Caller, describer: PricedDescriber) -> None:
    before = admin.ended(admin.add("one"))
    assert admin.http.put("/api/prompts/document", json={"text": MINE}).json()["version"] == 1
    after = admin.ended(admin.add("two"))
    versions = [
        admin.json(f"/api/documents/{one['id']}/revisions")["items"][0]["prompt_version"] for one in (before, after)
    ]
    assert versions == [None, 1]
    assert describer.prompts == [DOCUMENT.system_prompt, f"{MINE}\n\n{DOCUMENT.rules}"]


def test_a_prompt_is_tried_on_the_newest_three_beside_the_current_one(
    admin: Caller, app: App, describer: PricedDescriber
) -> None:
    names = [admin.ended(admin.add(f"note {number}"))["display_name"] for number in range(4)]
    describer.prompts.clear()
    found = tried(admin, begin(admin))
    assert found["status"] == "completed"
    assert [one["name"] for one in found["items"]] == names[:0:-1]
    assert all(one["current"]["values"] == one["candidate"]["values"] for one in found["items"])
    assert found["items"][0]["candidate"]["cost_usd"] == 0.5
    assert describer.prompts == [DOCUMENT.system_prompt, f"{MINE}\n\n{DOCUMENT.rules}"] * 3
    assert admin.json(f"/api/runs/{found['run_id']}")["cost"]["cost_usd"] == 3.0
    assert admin.json("/api/prompts/document")["version"] == 0
    assert len(rows(app, AiCall)) == 4 + 6


def test_what_fails_on_one_thing_stops_none_of_the_others(admin: Caller, describer: PricedDescriber) -> None:
    chosen = admin.ended(admin.add("chosen"))["id"]
    admin.ended(admin.add("other"))
    describer.error = ProviderRefused("The model refused this content.")
    (item,) = tried(admin, begin(admin, item_ids=[chosen]))["items"]
    assert item["id"] == chosen
    assert item["candidate"]["error"] == item["current"]["error"] == "The model refused this content."


def test_a_trial_waits_for_the_budget_too(admin: Caller, app: App) -> None:
    admin.ended(admin.add("one"))
    let_spend(app, admin.workspace_id, "0.50")
    begun = begin(admin)
    until(lambda: admin.json(f"{TRIALS}/{begun['trial_id']}")["paused_reason"])
    let_spend(app, admin.workspace_id, None)
    assert tried(admin, begun)["status"] == "completed"


def test_a_cancelled_trial_has_failed_and_no_more_than_three_go_on_at_once(
    admin: Caller, describer: PricedDescriber
) -> None:
    admin.ended(admin.add("one"))
    describer.seconds = 0.5
    begun = [begin(admin) for _ in range(3)]
    assert admin.http.post(TRIALS, json={"text": MINE}).status_code == 429
    assert admin.http.post(f"/api/runs/{begun[0]['run_id']}/cancel").status_code == 200
    assert tried(admin, begun[0])["status"] == "failed"
    assert {tried(admin, one)["status"] for one in begun[1:]} == {"completed"}


def test_trials_go_after_a_day(admin: Caller, app: App) -> None:
    admin.ended(admin.add("one"))
    tried(admin, begin(admin))
    with app.database.transaction() as session:
        session.execute(update(PromptTrial).values(created_at=now() - timedelta(hours=25)))
        session.execute(update(AiCall).values(created_at=now() - timedelta(hours=25)))
        assert app.subjects["prompt_trial"].mend(session) == 0
    prune_history(now(), None)
    assert rows(app, PromptTrial) == []
    assert {(one.answer, one.cost_usd) for one in rows(app, AiCall)} == {(None, PRICE)}
