"""A scheduled pin that is given another picture is not due until the picture has come."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from pressroom.features.pins.actions.picture import choose_picture
from pressroom.features.pins.actions.schedule import schedule_pin
from pressroom.features.pins.models import PinStage, PinStatus
from pressroom.features.pins.queries import pin as find_pin
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict
from pressroom.providers.articles import ArticleRefused, FakeArticleReader
from tests.media import dot
from tests.pins import Pinboard, of_article, picture_url
from tests.stories import statuses

TOMORROW = now() + timedelta(days=1)
URL = picture_url("soup", 2)


@pytest.fixture
def planned(board: Pinboard, soup: UUID) -> UUID:
    """A pin that is scheduled for tomorrow."""
    board.edit(soup, board_id=board.board())
    with board.session() as session:
        schedule_pin(find_pin(session, board.workspace_id, soup, lock=True), TOMORROW)
    return soup


def choose(board: Pinboard, pin_id: UUID) -> None:
    """Give a pin its article's second picture, and wait until its run is over."""
    with board.session() as session:
        pin = find_pin(session, board.workspace_id, pin_id, lock=True)
        run_id = choose_picture(session, board.app.durable, pin, of_article("soup", 2))
    board.blogs.over(run_id)


def last(board: Pinboard, pin_id: UUID, number: int) -> Sequence[str]:
    """Return what a pin went through last."""
    return statuses(board.app, pin_id)[-number:]


def test_it_keeps_its_time_and_is_scheduled_again_once_the_picture_is_there(
    board: Pinboard, articles: FakeArticleReader, planned: UUID
) -> None:
    articles.pictures[URL] = dot("leeks")
    choose(board, planned)
    found = board.pin(planned)
    assert last(board, planned, 3) == ["scheduled", "draft", "scheduled"]
    assert (found.scheduled_at, found.picture_url) == (TOMORROW, URL)
    assert found.asset_id is not None


def test_a_picture_that_does_not_come_leaves_it_failed_and_its_time_kept(
    board: Pinboard, articles: FakeArticleReader, planned: UUID
) -> None:
    articles.failures[URL] = [ArticleRefused("The picture is gone.", code="not_found")]
    choose(board, planned)
    found = board.pin(planned)
    assert (found.status, found.failed_stage, found.scheduled_at) == (PinStatus.FAILED, PinStage.PICTURE, TOMORROW)
    with pytest.raises(Conflict, match="needs a title and a board"):
        board.edit(planned, board_id=None)
    articles.pictures[URL] = dot("leeks")
    board.blogs.over(board.retry(planned))
    assert board.pin(planned).status is PinStatus.SCHEDULED
