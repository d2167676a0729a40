"""Pins deleted while their runs wait: no model is asked about them, and what is restored can be tried again."""

from datetime import timedelta
from uuid import UUID

import pytest

from pressroom.features.pins.actions.remove import delete_pin, purge_deleted, undelete_pin
from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.providers.articles import FakeArticleReader
from pressroom.providers.pictures import FakePictureReader
from tests.doors import fake_doors
from tests.media import dot
from tests.pins import Pinboard, bind_pins, of_article, picture_url, pinboard_of
from tests.spending import PricedDescriber, let_spend, until
from tests.workflows.conftest import StartWorker


@pytest.fixture
def describer() -> PricedDescriber:
    """What writes, for money."""
    return PricedDescriber()


@pytest.fixture
def waiting(board: Pinboard, articles: FakeArticleReader) -> UUID:
    """A pin whose run waits for a budget."""
    articles.pictures[picture_url("soup")] = dot("soup")
    let_spend(board.app, board.workspace_id, "0")
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"), describe=True)
    until(lambda: board.pin(pin_id).paused_reason)
    return pin_id


def delete(board: Pinboard, pin_id: UUID, days: int = 0) -> str:
    """Delete a pin so many days ago; return the id of its run."""
    with board.session() as session:
        pin = session.get_one(Pin, pin_id)
        delete_pin(pin, at=now() - timedelta(days=days))
        return pin.run_id or ""


def test_a_deleted_pin_is_not_described_and_can_be_tried_again_once_it_is_back(
    board: Pinboard, waiting: UUID, describer: PricedDescriber
) -> None:
    run_id = delete(board, waiting)
    let_spend(board.app, board.workspace_id, None)
    run = board.blogs.over(run_id)
    assert (run.status, run.error) == (
        "failed",
        "This pin was deleted before it was done. Bring it back, then try again.",
    )
    assert describer.calls == []
    with board.session() as session:
        undelete_pin(session.get_one(Pin, waiting))
    found = board.pin(waiting)
    assert (found.status, found.failed_stage, found.error_code) == (PinStatus.FAILED, PinStage.DESCRIBING, "deleted")
    board.blogs.over(board.retry(waiting))
    assert board.pin(waiting).status is PinStatus.READY
    assert len(describer.calls) == 1


def test_the_run_of_a_pin_that_is_gone_for_good_ends_and_says_so(
    board: Pinboard, waiting: UUID, describer: PricedDescriber
) -> None:
    run_id = delete(board, waiting, days=2)
    with board.session() as session:
        purge_deleted(session)
    let_spend(board.app, board.workspace_id, None)
    run = board.blogs.over(run_id)
    assert (run.status, run.error) == ("failed", "This pin is gone for good.")
    assert describer.calls == []


def test_the_picture_of_a_deleted_pin_is_not_fetched(
    app: App, articles: FakeArticleReader, describer: PricedDescriber, start_worker: StartWorker
) -> None:
    board = pinboard_of(app)
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"), describe=True)
    run_id = delete(board, pin_id)
    start_worker(doors=fake_doors(articles=articles), seer=describer)
    bind_pins(app, articles, FakePictureReader(), describer)
    assert board.blogs.over(run_id).status == "failed"
    assert board.pin(pin_id).failed_stage is PinStage.PICTURE
    assert not articles.calls
