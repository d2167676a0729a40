"""Pins that wait for a budget are paused, keep nobody from their place, and are written when there is money again."""

from collections.abc import Sequence

import pytest

from pressroom.core.floor.queues import CONCURRENCY
from pressroom.core.runs.models import PausedRun
from pressroom.core.spending.models import AiCall
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.durable import ARTICLES, WORK
from pressroom.providers.articles import FakeArticleReader
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.pictures import FakePictureReader
from tests.caller import Caller
from tests.documents import rows
from tests.doors import fake_doors
from tests.media import dot
from tests.pins import Pinboard, bind_pins, picture_url, pinboard_of
from tests.spending import PricedDescriber, let_spend, until
from tests.workflows.conftest import StartWorker

MANY = CONCURRENCY + 3
"""More than a worker has places for."""


@pytest.fixture
def model() -> PricedDescriber:
    """What writes pins, at fifty cents each."""
    return PricedDescriber()


@pytest.fixture
def board(app: App, model: PricedDescriber, start_worker: StartWorker) -> Pinboard:
    """A workspace's pins, a worker whose documents cost nothing, and a budget for one pin."""
    articles = FakeArticleReader()
    pictures = FakePictureReader()
    for number in range(MANY):
        articles.pictures[picture_url(f"soup{number}")] = dot(f"soup{number}")
    start_worker(
        describer=FakeDescriber(model="local"), doors=fake_doors(articles=articles, pictures=pictures), seer=model
    )
    bind_pins(app, articles, pictures, model)
    board = pinboard_of(app)
    let_spend(app, board.workspace_id, "0.50")
    return board


@pytest.fixture
def pins(board: Pinboard) -> Sequence[Pin]:
    """Pins of as many articles as there are, their run for all begun; one is written, the others wait for money."""
    project_id = board.blogs.project()
    (first, *others) = (board.article(project_id, f"soup{number}") for number in range(MANY))
    (pin,) = board.make_of(first, describe=True).pins
    board.done(pin.id)
    made = board.make_of(*others, describe=True)
    assert made.batch
    run_id = made.batch.run_id or ""
    until(lambda: board.blogs.run(run_id).status == "paused")
    return made.pins


def test_they_are_paused_with_the_reason_and_a_free_job_runs_at_once(
    board: Pinboard, pins: Sequence[Pin], admin: Caller, app: App
) -> None:
    found = [board.pin(one.id) for one in pins]
    assert {one.status for one in found} == {PinStatus.DESCRIBING}
    assert all("budget of $0.50 is used up" in (one.paused_reason or "") for one in found)
    carried = app.durable.client.list_workflows(status=["ENQUEUED", "PENDING"], queue_name=[WORK, ARTICLES])
    assert carried == []
    assert admin.ended(admin.add("free"))["status"] == "completed"


def test_they_are_written_once_each_when_the_budget_is_raised(
    board: Pinboard, pins: Sequence[Pin], model: PricedDescriber, app: App
) -> None:
    let_spend(app, board.workspace_id, "100")
    assert [board.done(one.id).status for one in pins] == [PinStatus.READY] * len(pins)
    until(lambda: not rows(app, PausedRun))
    calls = rows(app, AiCall)
    assert len(calls) == len({one.subject_id for one in calls}) == len(model.calls) == MANY
