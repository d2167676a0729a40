"""A pin as its pages show it."""

from uuid import UUID

import pytest

from tests.caller import Caller
from tests.pin_api import make
from tests.pins import Pinboard, say, see


@pytest.fixture
def ready(board: Pinboard, admin: Caller, project_id: UUID, media_id: str) -> str:
    """A pin with a picture and words, on a board, that leads to an article."""
    article_id, board_id = str(board.article(project_id, "soup")), str(board.board())
    made = make(admin, project_id, article_id=article_id, board_id=board_id, picture={"media_id": media_id})
    pin_id = str(made["id"])
    see(board.app, pin_id)
    say(board.app, pin_id)
    return pin_id
