"""A generation that waits for a budget keeps its credit in use, and is painted and charged once when there is money."""

import pytest

from pressroom.core.spending.models import AiCall
from pressroom.features.generations.models import Status
from pressroom.kernel.app import App
from pressroom.providers.describe import FakeDescriber
from tests.documents import rows
from tests.generations import HeldPainter, Studio, studio_of
from tests.spending import let_spend, spend, until
from tests.workflows.conftest import StartWorker


@pytest.fixture
def studio(app: App, painter: HeldPainter, start_worker: StartWorker) -> Studio:
    """A studio whose painter costs money, which is used up."""
    start_worker(painter=painter, seer=FakeDescriber(model="local"))
    studio = studio_of(app)
    let_spend(app, studio.workspace_id, "1.00")
    spend(app, studio.workspace_id, "1.00", profile="painting")
    return studio


def test_it_waits_and_is_painted_and_charged_once(studio: Studio, painter: HeldPainter, app: App) -> None:
    before = studio.credits()
    generation_id = studio.submit()
    until(lambda: studio.generation(generation_id).paused_reason)
    waiting = studio.generation(generation_id)
    assert waiting.status is Status.PROCESSING
    assert "budget of $1.00 is used up" in (waiting.paused_reason or "")
    assert studio.run(waiting.run_id).status == "paused"
    assert (studio.credits().in_use, studio.credits().balance) == (before.in_use + 1, before.balance)
    assert painter.calls == []

    let_spend(app, studio.workspace_id, None)

    assert studio.done(generation_id).status is Status.COMPLETED
    assert len(painter.calls) == studio.charges(generation_id) == 1
    assert [one.model for one in rows(app, AiCall) if one.subject_id == generation_id].count("fake") == 1


def test_one_that_is_cancelled_while_it_waits_gives_its_credit_back(studio: Studio, painter: HeldPainter) -> None:
    before = studio.credits()
    generation_id = studio.submit()
    until(lambda: studio.generation(generation_id).paused_reason)
    studio.cancel(studio.generation(generation_id).run_id)
    assert studio.generation(generation_id).status is Status.FAILED
    assert studio.credits() == before
    assert painter.calls == []
