"""The database crashes with work in flight and comes back; every document comes to its end, once."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pressroom.core.metadata.models import Revision
from pressroom.kernel.app import App
from tests.caller import Caller, admin_of, problem_of
from tests.crash.conftest import Processes
from tests.fragile import FragilePostgres
from tests.installation import installed
from tests.serving import served

pytestmark = pytest.mark.timeout(400)

GONE_SECONDS = 5.0
DOCUMENTS = 24


@pytest.fixture
def database_url(fragile: FragilePostgres) -> str:
    """A database that may crash."""
    return fragile.url


@pytest.fixture
def installation(fragile: FragilePostgres, tmp_path: Path) -> Iterator[tuple[App, Caller]]:
    """An installation on that database."""
    with installed(fragile.url, tmp_path) as app, served(app) as server, admin_of(app, server.url) as caller:
        yield app, caller


def test_work_in_flight_survives_a_crash_of_the_database(
    installation: tuple[App, Caller], fragile: FragilePostgres, processes: Processes
) -> None:
    app, caller = installation
    for _ in range(2):
        processes.start("worker")
    documents = [
        caller.add("\f".join(f"Minutes {number}, page {page}" for page in range(12))) for number in range(DOCUMENTS)
    ]
    while not caller.json("/api/documents", status="completed")["items"]:
        time.sleep(0.05)
    fragile.crash()
    began = time.monotonic()
    problem_of(caller.http.get("/api/documents"), 503, "database_unavailable")
    time.sleep(max(0.0, GONE_SECONDS - (time.monotonic() - began)))
    fragile.revive()
    for document_id in documents:
        found = caller.ended(document_id, 120)
        assert found["status"] == "completed", found
    with app.database.transaction() as session:
        revisions = session.execute(select(Revision.subject_id, func.count()).group_by(Revision.subject_id)).all()
    assert sorted(number for _, number in revisions) == [1] * DOCUMENTS


def minutes(number: int) -> str:
    return "\f".join(f"Minutes of meeting {number}, page {page}" for page in range(12))
