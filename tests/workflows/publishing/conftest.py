"""A worker that publishes to a pretended Pinterest."""

from datetime import timedelta

import pytest

from pressroom.kernel.app import App
from pressroom.providers.oauth import FakeOAuthProvider
from pressroom.providers.pinterest import FakePinterest
from tests.doors import fake_doors
from tests.publishing import Publisher, publisher_of
from tests.workflows.conftest import StartWorker


@pytest.fixture
def pinterest() -> FakePinterest:
    """A pretended Pinterest, which gives up waiting soon."""
    return FakePinterest(timeout_seconds=0.2)


@pytest.fixture
def oauth() -> FakeOAuthProvider:
    """What renews tokens."""
    return FakeOAuthProvider(name="pinterest", label="Pinterest")


@pytest.fixture
def idle(app: App, pinterest: FakePinterest) -> Publisher:
    """A connected account and its project, while no worker runs."""
    return publisher_of(app, pinterest)


@pytest.fixture
def publisher(
    idle: Publisher, pinterest: FakePinterest, oauth: FakeOAuthProvider, start_worker: StartWorker
) -> Publisher:
    """A connected account and its project, and a worker at work."""
    start_worker(doors=fake_doors(pinterest=pinterest, pinterest_oauth=oauth))
    return idle


LATE = timedelta(milliseconds=50)
"""How long a new pin is not listed yet."""
