"""The server tells how it is."""

import httpx
from sqlalchemy import text

from pressroom.core.runs.models import Worker
from pressroom.core.runs.workers import LOCK_KEY
from pressroom.kernel.app import App


def test_without_a_worker_the_server_says_it_cannot_do_its_work(nobody: httpx.Client) -> None:
    answer = nobody.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "no worker is running"


def test_a_monitor_may_ask_for_the_head_alone(nobody: httpx.Client) -> None:
    answer = nobody.head("/healthz")
    assert answer.status_code == nobody.get("/healthz").status_code
    assert answer.content == b""


def test_with_a_worker_the_head_is_well(app: App, nobody: httpx.Client) -> None:
    with app.database.transaction() as session:
        session.add(Worker(executor_id="w", host="here", pid=1))
    with app.database.transaction() as session:
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK_KEY})"), {"id": "w"})
        assert nobody.head("/healthz").status_code == 200
