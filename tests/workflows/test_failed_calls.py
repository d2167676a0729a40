"""What a model charged for an answer that could not be used is in the ledger, and counts in the budget."""

from decimal import Decimal

import pytest

from pressroom.core.spending.models import AiCall
from pressroom.kernel.app import App
from pressroom.kernel.errors import Billed, ProviderBusy, ProviderError, ProviderRefused
from tests.caller import Caller
from tests.documents import rows
from tests.spending import PricedDescriber
from tests.workflows.conftest import StartWorker

BILLED = Billed(input_tokens=2000, output_tokens=200, cost_usd=Decimal("0.02"), seconds=1.5)


def billed(error: ProviderError) -> ProviderError:
    """Return an error of a call that was charged."""
    error.billed = BILLED
    return error


@pytest.fixture
def model(start_worker: StartWorker) -> PricedDescriber:
    """What describes documents, at fifty cents an answer."""
    model = PricedDescriber()
    start_worker(describer=model)
    return model


def test_a_refused_answer_is_counted_each_time_and_the_run_says_what_it_cost(
    admin: Caller, app: App, model: PricedDescriber
) -> None:
    model.error = billed(ProviderRefused("The model answered nonsense twice."))
    document_id = admin.add("hello")
    assert admin.ended(document_id)["status"] == "failed"
    (call,) = rows(app, AiCall)
    assert (call.cost_usd, call.input_tokens, call.output_tokens) == (Decimal("0.02"), 2000, 200)
    assert admin.json(f"/api/runs/{call.run_id}")["cost"]["cost_usd"] == pytest.approx(0.02)

    model.error = None
    assert admin.http.post(f"/api/runs/{call.run_id}/retry").status_code == 202

    assert admin.ended(document_id)["status"] == "completed"
    assert sorted(one.cost_usd or 0 for one in rows(app, AiCall)) == [Decimal("0.02"), Decimal("0.50")]
    assert admin.json("/api/spending")["spent"]["cost_usd"] == pytest.approx(0.52)


def test_each_attempt_of_a_step_that_was_charged_is_counted_beside_its_answer(
    admin: Caller, app: App, model: PricedDescriber
) -> None:
    model.error = billed(ProviderBusy("The model did not answer in time.", retry_after=0))
    assert admin.ended(admin.add("hello"))["status"] == "failed"
    calls = rows(app, AiCall)
    assert len(calls) == len(model.calls) == 3
    assert all(one.answer is None for one in calls)
