"""The database goes away and comes back: clear answers meanwhile, nothing lost, no restart."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from pressroom.kernel.db import is_outage
from tests.caller import Caller, admin_of, problem_of
from tests.documents import rows
from tests.fragile import FragilePostgres
from tests.installation import installed
from tests.serving import served


@contextmanager
def installation(url: str, folder: Path) -> Iterator[tuple[App, Caller]]:
    with installed(url, folder) as app, served(app) as server, admin_of(app, server.url) as caller:
        yield app, caller


def test_requests_get_a_clear_503_and_the_server_recovers_by_itself(fragile: FragilePostgres, data_dir: Path) -> None:
    with installation(fragile.url, data_dir) as (app, caller):
        before = caller.add("before")
        fragile.crash()
        for answer in (
            caller.upload(("during.txt", b"during")),
            caller.http.get("/api/documents"),
            caller.http.get(f"/api/documents/{before}/text"),
            caller.http.get("/api/runs"),
        ):
            body = problem_of(answer, 503, "database_unavailable")
            assert "Nothing was lost" in body["detail"]
            assert answer.headers["retry-after"] == "5"
        ready = caller.http.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["checks"]["database"] == {"ok": False, "detail": "does not answer"}
        assert caller.http.get("/healthz").status_code == 200
        fragile.revive()
        caller.add("after")
        assert sorted(document.filename for document in rows(app, Document)) == ["note.txt", "note.txt"]
        assert caller.document(before)["status"] == "processing"


def test_a_database_that_cannot_be_reached_counts_as_an_outage(fragile: FragilePostgres, data_dir: Path) -> None:
    with installed(fragile.url, data_dir) as app:
        assert rows(app, Document) == []
        fragile.crash()
        for _ in range(2):  # the connection that was there is lost; a new one cannot be made
            with pytest.raises(DBAPIError) as caught:
                rows(app, Document)
            assert is_outage(caught.value)
        fragile.revive()
        assert rows(app, Document) == []


def test_what_is_wrong_with_a_statement_is_no_outage(app: App) -> None:
    with pytest.raises(DBAPIError) as caught, app.database.transaction() as session:
        session.execute(text("SELECT 1 / 0"))
    assert not is_outage(caught.value)


def test_a_page_says_so_too(fragile: FragilePostgres, data_dir: Path) -> None:
    with installation(fragile.url, data_dir) as (_, caller):
        fragile.crash()
        answer = caller.http.get("/", headers={"Accept": "text/html"})
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith("text/html")
        assert "database does not answer" in answer.text


def test_live_updates_come_again_after_the_database_did(fragile: FragilePostgres, data_dir: Path) -> None:
    with installation(fragile.url, data_dir) as (_, caller):
        with caller.http.stream("GET", "/api/live") as answer:
            fragile.crash()
            assert "event" not in answer.read().decode()  # the stream ends; a browser comes back by itself
        fragile.revive()
        deadline = time.monotonic() + 20
        while not told_of_a_change(caller):
            assert time.monotonic() < deadline


def told_of_a_change(caller: Caller) -> bool:
    try:
        with caller.http.stream("GET", "/api/live", timeout=httpx.Timeout(10, read=1.0)) as answer:
            lines = answer.iter_lines()
            assert next(lines) == "retry: 1000"
            caller.add(f"added at {time.monotonic()}")
            return any("processing" in line for line in lines)
    except httpx.ReadTimeout:
        return False
