"""Figures for Prometheus: who may read them, and what they tell."""

import time
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.installation import installed
from tests.serving import served

TOKEN = "only-for-prometheus"
END_ALL = "UPDATE dbos.workflow_status SET status = 'SUCCESS', completed_at = :at, started_at_epoch_ms = :at - 1500"


def figures(client: httpx.Client) -> dict[tuple[str, frozenset[str]], float]:
    """Return every sample by its name and the values of its labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_figures_tell_of_what_waits_and_of_requests(admin: Caller, nobody: httpx.Client) -> None:
    for number in range(3):
        admin.add(f"note {number}")
    told = figures(nobody)
    assert told["pressroom_runs", frozenset({"work", "queued"})] == 3
    assert told["pressroom_queue_depth", frozenset({"work"})] == 3
    assert 0 <= told["pressroom_queue_oldest_seconds", frozenset({"work"})] < 60
    assert told["pressroom_workers", frozenset()] == 0
    assert told["pressroom_database_up", frozenset()] == 1
    seconds = frozenset({"POST", "/api/documents", "202"})
    assert told["pressroom_http_request_seconds_count", seconds] == 3
    assert told["pressroom_http_request_seconds_sum", seconds] > 0


def test_runs_that_end_are_counted_once(admin: Caller, nobody: httpx.Client, app: App) -> None:
    admin.add("a note")
    ended = ("pressroom_runs_ended_total", frozenset({"process_document", "succeeded"}))
    assert ended not in figures(nobody)
    with app.database.transaction() as session:
        session.execute(text(END_ALL), {"at": int(time.time() * 1000)})
    deadline = time.monotonic() + 20
    while ended not in (told := figures(nobody)):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert told[ended] == figures(nobody)[ended] == 1
    assert told["pressroom_run_seconds_total", ended[1]] == pytest.approx(1.5)


def test_addresses_that_are_no_pages_are_one_route(nobody: httpx.Client) -> None:
    for number in range(3):
        nobody.get(f"/no/page/{number}")
    assert figures(nobody)["pressroom_http_request_seconds_count", frozenset({"GET", "(none)", "404"})] == 3


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}, {"Host": "press.example.org"}]
)
def test_what_a_proxy_passes_on_is_not_from_this_machine(nobody: httpx.Client, headers: dict[str, str]) -> None:
    problem_of(nobody.get("/metrics", headers=headers), 403, "not_local")


def test_with_a_token_figures_are_told_to_who_has_it(database_url: str, tmp_path: Path) -> None:
    with (
        installed(database_url, tmp_path, metrics_token=TOKEN) as app,
        served(app) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        for wrong in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
            assert client.get("/metrics", headers=wrong).status_code == 401
        right = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "203.0.113.7"}
        assert "pressroom_disk_free_bytes" in client.get("/metrics", headers=right).text
