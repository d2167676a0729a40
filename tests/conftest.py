"""What every test of a real installation stands on: a database of its own, a server, and people who call it."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pressroom.kernel.app import App
from pressroom.kernel.db import connect
from pressroom.kernel.migrate import migrate
from tests.caller import Caller, admin_of, stranger_of
from tests.clients import TRUSTED
from tests.fragile import FragilePostgres
from tests.installation import installed
from tests.postgres import TestPostgres, open_folder
from tests.serving import ThreadedServer, served

os.environ.pop("COLUMNS", None)  # xdist tells its processes the terminal's width; a pipe has none


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestPostgres]:
    """The embedded PostgreSQL of this test process."""
    with open_folder() as folder:
        server = TestPostgres(folder / "postgres")
        yield server
        server.stop()


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder in which an embedded PostgreSQL may run."""
    with open_folder() as folder:
        yield folder


@pytest.fixture
def fragile(data_dir: Path) -> Iterator[FragilePostgres]:
    """A migrated database on a server of the test's own, which may crash."""
    postgres = FragilePostgres(data_dir / "postgres")
    engine = connect(postgres.url, application_name="tests")
    migrate(engine)
    engine.dispose()
    yield postgres
    postgres.revive()
    postgres.release()


@pytest.fixture
def database_url(postgres: TestPostgres) -> Iterator[str]:
    """A migrated database of the test's own."""
    with postgres.clone() as url:
        yield url


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[App]:
    """An installation of the test's own."""
    with installed(database_url, tmp_path) as app:
        yield app


@pytest.fixture
def server(app: App) -> Iterator[ThreadedServer]:
    """The installation's web server, running."""
    with served(app) as server:
        yield server


@pytest.fixture
def nobody(server: ThreadedServer) -> Iterator[httpx.Client]:
    """A client without a token."""
    with httpx.Client(base_url=server.url, timeout=30, verify=TRUSTED) as client:
        yield client


@pytest.fixture
def admin(app: App, server: ThreadedServer) -> Iterator[Caller]:
    """The owner of the first workspace."""
    with admin_of(app, server.url) as caller:
        yield caller


@pytest.fixture
def stranger(app: App, admin: Caller, server: ThreadedServer) -> Iterator[Caller]:  # noqa: ARG001  # the admin is first
    """The owner of another workspace."""
    with stranger_of(app, server.url) as caller:
        yield caller
