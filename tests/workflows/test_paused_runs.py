"""Runs that wait for a budget: set aside without a worker's place, and going on by themselves."""

import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from pressroom.core.spending import actions
from pressroom.core.spending.models import AiCall
from pressroom.kernel.app import App
from pressroom.providers.describe import Answer, FakeDescriber
from pressroom.providers.describe.describer import Evidence, Profile, T, Turn
from tests.caller import Caller
from tests.documents import rows
from tests.workflows.conftest import StartWorker

SECONDS = 20.0
PRICE = Decimal("0.50")


class PricedDescriber(FakeDescriber):
    """Answers as the fake does, at fifty cents."""

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Answer, and say what it cost."""
        answer = super().describe(profile, evidence, turns=turns)
        return Answer(
            values=answer.values, model="priced", input_tokens=100, output_tokens=20, cost_usd=PRICE, seconds=0.1
        )


def until(true: Callable[[], object]) -> None:
    """Wait for something."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < SECONDS
        time.sleep(0.05)


def let_spend(app: App, amount: str | None) -> None:
    """Set the budget of the first workspace."""
    with app.database.transaction() as session:
        workspace_id = session.scalars(text("SELECT id FROM workspaces ORDER BY id")).first()
        actions.set_budget(session, UUID(str(workspace_id)), None if amount is None else Decimal(amount))


def run_of(caller: Caller, document_id: str) -> dict[str, Any]:
    found: dict[str, Any] = caller.json(f"/api/runs/process-document:{document_id}:1")
    return found


def is_paused(caller: Caller, document_id: str) -> bool:
    return bool(run_of(caller, document_id)["status"] == "paused")


def test_a_run_waits_for_the_budget_and_goes_on_when_it_is_raised(
    admin: Caller, app: App, start_worker: StartWorker
) -> None:
    describer = PricedDescriber(model="priced")
    start_worker(describer=describer)
    let_spend(app, "0.50")
    first = admin.ended(admin.add("first"))
    assert first["status"] == "completed"
    second = admin.add("second")
    until(lambda: is_paused(admin, second))
    waiting = run_of(admin, second)
    assert "budget of $0.50 is used up ($0.50)" in waiting["paused_reason"]
    assert waiting["completed_at"] is None
    assert admin.document(second)["status"] == "generating_metadata"
    let_spend(app, "5")
    assert admin.ended(second)["status"] == "completed"
    assert run_of(admin, second)["status"] == "succeeded"
    assert len(describer.calls) == 2
    assert len(rows(app, AiCall)) == 2
