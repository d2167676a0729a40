"""The database crashes while a pin is on its way, and comes back; the pin is at Pinterest once, and told so."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.app import App
from tests.crash.conftest import Processes
from tests.fragile import FragilePostgres
from tests.installation import installed
from tests.pinterest_server import PinterestServer, slow
from tests.publishing import publisher_at

pytestmark = pytest.mark.timeout(400)

GONE_SECONDS, ANSWERS_AFTER, TIMEOUT = 3.0, 1.5, "30"


@pytest.fixture
def database_url(fragile: FragilePostgres) -> str:
    """A database that may crash."""
    return fragile.url


@pytest.fixture
def app(fragile: FragilePostgres, tmp_path: Path) -> Iterator[App]:
    """An installation on that database."""
    with installed(fragile.url, tmp_path) as app:
        yield app


def test_a_crash_of_the_database_in_mid_call_loses_no_answer(
    app: App, fragile: FragilePostgres, processes: Processes
) -> None:
    with PinterestServer() as server:
        processes.environment |= server.settings | {
            "PRESSROOM_PINTEREST_TIMEOUT_SECONDS": TIMEOUT,
            "PRESSROOM_PUBLISH_SETTLE_SECONDS": "0.5",
        }
        account = publisher_at(app, server)
        pin_id = account.pin("Leek soup")
        server.fail_next("publish", slow(ANSWERS_AFTER))
        account.publish(pin_id)
        processes.start("worker")
        deadline = time.monotonic() + 90
        while not server.asked("publish"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        fragile.crash()
        time.sleep(GONE_SECONDS)
        fragile.revive()
        assert account.done(pin_id, 120).status is PinStatus.PUBLISHED
        assert account.outcomes(pin_id) == [Outcome.PUBLISHED]
        assert len(server.pins()) == 1
