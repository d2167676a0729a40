"""A pretended Pinterest with boards, and an account of it that is connected."""

from uuid import UUID

import pytest

from pressroom.core.accounts.actions import first_admin
from pressroom.kernel.app import App
from pressroom.providers.doors import Doors
from pressroom.providers.pinterest import FakePinterest
from tests.connected import connect_pinterest
from tests.doors import fake_doors
from tests.workflows.conftest import StartWorker


@pytest.fixture
def pinterest() -> FakePinterest:
    """A pretended Pinterest, whose account has two boards, one with sections."""
    place = FakePinterest()
    place.add_section(place.add_board("Soups", description="Warm ones"), "Leek")
    place.add_board("Salads", privacy="SECRET")
    return place


@pytest.fixture
def doors(pinterest: FakePinterest) -> Doors:
    """The ways out."""
    return fake_doors(pinterest=pinterest)


@pytest.fixture
def home(app: App, doors: Doors, start_worker: StartWorker) -> UUID:
    """The first workspace, with a worker at work."""
    start_worker(doors=doors)
    with app.database.transaction() as session:
        return first_admin(session)[1].id


@pytest.fixture
def account(app: App, home: UUID) -> UUID:
    """An account, connected."""
    return connect_pinterest(app, home)
