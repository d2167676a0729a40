"""The server tells how it is."""

import re

import httpx
import pytest
from sqlalchemy import text

from pressroom.core.runs.models import Worker
from pressroom.core.runs.workers import LOCK_KEY
from pressroom.kernel.app import App
from tests.caller import Caller

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def test_a_server_that_answers_is_alive_whatever_else_is_missing(nobody: httpx.Client) -> None:
    answer = nobody.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert nobody.head("/healthz").content == b""


def test_without_a_worker_the_server_says_that_it_is_not_ready(nobody: httpx.Client) -> None:
    answer = nobody.get("/readyz")
    body = answer.json()
    assert (answer.status_code, body["status"], body["workers"]) == (503, "not ready", 0)
    assert body["checks"]["workers"] == {"ok": False, "detail": "no worker is running"}
    assert body["checks"]["database"]["ok"]
    assert body["checks"]["storage"]["ok"]


def test_a_balancer_may_leave_out_what_does_not_matter_to_it(nobody: httpx.Client) -> None:
    answer = nobody.get("/readyz", params={"exclude": "workers"})
    assert (answer.status_code, sorted(answer.json()["checks"])) == (200, ["database", "storage"])


def test_with_a_worker_the_server_is_ready(app: App, nobody: httpx.Client) -> None:
    with app.database.transaction() as session:
        session.add(Worker(executor_id="w", host="here", pid=1))
    with app.database.transaction() as session:
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK_KEY})"), {"id": "w"})
        assert nobody.get("/readyz").json()["status"] == "ready"
        assert nobody.head("/readyz").status_code == 200


def test_without_its_files_the_server_is_not_ready(app: App, nobody: httpx.Client) -> None:
    folder = app.storage.path(app.storage.put("probe/here", b"x")).parent.parent
    folder.rename(folder.with_name("elsewhere"))
    found = nobody.get("/readyz").json()["checks"]["storage"]
    assert found == {"ok": False, "detail": "does not answer"}


def test_every_answer_carries_the_id_of_its_request(nobody: httpx.Client) -> None:
    first, second = (nobody.get(path).headers["x-request-id"] for path in ("/healthz", "/no/such/page"))
    assert UUID.fullmatch(first)
    assert first != second


def test_a_proxy_s_id_is_kept(nobody: httpx.Client) -> None:
    assert nobody.get("/healthz", headers={"X-Request-Id": "edge-7:a.b"}).headers["x-request-id"] == "edge-7:a.b"


@pytest.mark.parametrize("forged", ["", "two words", "a" * 200, '{"level":"error"}'])
def test_an_id_that_could_forge_a_log_line_is_replaced(nobody: httpx.Client, forged: str) -> None:
    assert UUID.fullmatch(nobody.get("/healthz", headers={"X-Request-Id": forged}).headers["x-request-id"])


def test_a_run_knows_the_request_that_asked_for_it(app: App, admin: Caller) -> None:
    answer = admin.http.post(
        "/api/documents", files={"files": ("note.txt", b"hello")}, headers={"X-Request-Id": "asked-1"}
    )
    assert answer.status_code == 202
    with app.database.transaction() as session:
        asked = session.scalar(text("SELECT attributes->>'request_id' FROM dbos.workflow_status"))
    assert asked == "asked-1"
