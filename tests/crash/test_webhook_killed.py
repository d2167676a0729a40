"""A worker is killed at the edge of every step of a delivery: it arrives, under one id, and is written down once."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.caller import Caller
from tests.crash.conftest import Processes
from tests.crash.edges import Edge, Edges
from tests.webhook_server import WebhookServer, webhook_server

pytestmark = pytest.mark.timeout(400)

SENT_AND_FORGOTTEN = Edge(1, "deliver", "record")
"""It was sent, and whoever sent it died before that was known: it is sent once more, which receivers expect."""
EDGES = (
    SENT_AND_FORGOTTEN,
    Edge(1, "deliver", "recorded"),
    Edge(2, "write_try", "record"),
    Edge(2, "write_try", "recorded"),
    Edge(0, "the run's end", "end"),
)
LONGEST_SECONDS = 120.0


@pytest.fixture
def receiver() -> Iterator[WebhookServer]:
    """A server that is told of events."""
    with webhook_server() as server:
        yield server


def test_a_kill_at_any_edge_of_a_delivery_loses_nothing_and_is_written_down_once(
    admin: Caller, processes: Processes, edges: Edges, receiver: WebhookServer
) -> None:
    processes.environment |= {"PRESSROOM_WEBHOOK_ALLOW_PRIVATE": "true"}
    worker = processes.start("worker")
    for edge in EDGES:
        url = f"{receiver.url()}?{edge.step}-{edge.moment}"
        webhook_id, receiver.secret = add(admin, url)
        edges.hold(url, edge)
        begin(admin, webhook_id)
        edges.wait_for_one_more()
        worker.kill()
        worker.wait()
        edges.let_go()
        worker = processes.start("worker")
        check(delivered(admin, webhook_id), receiver, edge)
        receiver.arrived.clear()


def add(admin: Caller, url: str) -> tuple[str, str]:
    """Have an address told of tests; return the webhook's id and its secret."""
    made = admin.http.post("/api/webhooks", json={"url": url, "names": ["pin.published"]})
    assert made.status_code == 201, made.text
    return made.json()["id"], made.json()["secret"]


def begin(admin: Caller, webhook_id: str) -> None:
    """Send a test."""
    assert admin.http.post(f"/api/webhooks/{webhook_id}/test").status_code == 202


def delivered(admin: Caller, webhook_id: str) -> dict[str, Any]:
    """Wait until the only delivery is made and its run over; return it with its log."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while True:
        (found,) = admin.json(f"/api/webhooks/{webhook_id}/deliveries")["items"]
        if found["status"] == "delivered" and admin.json(f"/api/runs/{found['run_id']}")["status"] == "succeeded":
            shown: dict[str, Any] = admin.json(f"/api/webhooks/{webhook_id}/deliveries/{found['id']}")
            return shown
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


def check(delivery: dict[str, Any], receiver: WebhookServer, edge: Edge) -> None:
    """It arrived, twice only where nobody could know of the first time; one try is in the log."""
    assert len(receiver.believed) == (2 if edge == SENT_AND_FORGOTTEN else 1), edge
    assert len({one.headers["webhook-id"] for one in receiver.arrived}) == 1, edge
    assert [(one["number"], one["http_status"]) for one in delivery["log"]] == [(1, 200)], edge
