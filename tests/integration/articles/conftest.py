"""A project for the pages of articles."""

import pytest

from pressroom.kernel.app import App
from tests.caller import Caller
from tests.project_pages import added, idle


@pytest.fixture
def project(admin: Caller, app: App) -> str:
    """A project with which nothing goes on; its id."""
    return idle(app, added(admin, pins_per_article="2"))
