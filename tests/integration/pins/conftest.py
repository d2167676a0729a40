"""The first workspace's pins: a blog, a picture, a pin that has all it needs."""

from uuid import UUID

import pytest

from pressroom.kernel.app import App
from tests.caller import Caller
from tests.library import completed
from tests.pin_api import make
from tests.pins import Pinboard, pinboard_of, say, see


@pytest.fixture
def board(app: App, admin: Caller) -> Pinboard:
    """The admin's pins."""
    assert admin
    return pinboard_of(app)


@pytest.fixture
def project_id(board: Pinboard) -> UUID:
    """A blog."""
    return board.blogs.project()


@pytest.fixture
def media_id(app: App, admin: Caller) -> str:
    """A picture of the library."""
    return completed(app, admin, 1)


@pytest.fixture
def ready(app: App, board: Pinboard, admin: Caller, project_id: UUID, media_id: str) -> str:
    """A pin with a picture and words, on a board."""
    made = make(admin, project_id, picture={"media_id": media_id}, board_id=str(board.board()))
    see(app, made["id"])
    say(app, made["id"])
    return str(made["id"])
