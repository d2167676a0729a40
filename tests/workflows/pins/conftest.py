"""A worker at work on pins, and one pin it has described."""

from uuid import UUID

import pytest

from pressroom.kernel.app import App
from pressroom.providers.articles import FakeArticleReader
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.pictures import FakePictureReader
from tests.doors import fake_doors
from tests.media import dot
from tests.pins import Pinboard, bind_pins, of_article, picture_url, pinboard_of
from tests.workflows.conftest import StartWorker


@pytest.fixture
def articles() -> FakeArticleReader:
    """What fetches pictures."""
    return FakeArticleReader()


@pytest.fixture
def pictures() -> FakePictureReader:
    """What looks at pictures."""
    return FakePictureReader()


@pytest.fixture
def describer() -> FakeDescriber:
    """What writes."""
    return FakeDescriber()


@pytest.fixture
def board(
    app: App,
    articles: FakeArticleReader,
    pictures: FakePictureReader,
    describer: FakeDescriber,
    start_worker: StartWorker,
) -> Pinboard:
    """A workspace's pins, and a worker at work on them."""
    start_worker(doors=fake_doors(articles=articles, pictures=pictures), seer=describer)
    bind_pins(app, articles, pictures, describer)
    return pinboard_of(app)


@pytest.fixture
def soup(board: Pinboard, articles: FakeArticleReader) -> UUID:
    """A pin of an article about soup, described once."""
    articles.pictures[picture_url("soup")] = dot("soup")
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"), describe=True)
    board.done(pin_id)
    return pin_id
