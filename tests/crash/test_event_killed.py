"""The server is killed just after it took an event in: what the event started runs once, though it is sent again."""

import time
from contextlib import suppress
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.crash.conftest import Processes

pytestmark = pytest.mark.timeout(400)

LONGEST_SECONDS = 120.0
EVENTS = 5


def test_what_an_event_started_is_done_once_though_the_server_died_before_it_began(
    processes: Processes, client: httpx.Client
) -> None:
    serving = processes.serve("--workers", "0")
    documents = [added(client, number) for number in range(EVENTS)]
    accepted = [sent(client, number, document_id) for number, document_id in enumerate(documents)]
    serving.kill()
    serving.wait()
    processes.serve()
    again = [sent(client, number, document_id) for number, document_id in enumerate(documents)]
    assert [one["is_known"] for one in accepted + again] == [False] * EVENTS + [True] * EVENTS
    assert [one["event_id"] for one in again] == [one["event_id"] for one in accepted]
    assert [one["run_ids"] for one in again] == [one["run_ids"] for one in accepted]
    for document_id, one in zip(documents, accepted, strict=True):
        (run_id,) = one["run_ids"]
        assert ended(client, f"/api/runs/{run_id}", "succeeded", "failed")["status"] == "succeeded"
        runs = client.get("/api/runs", params={"subject_kind": "document", "subject_id": document_id}).json()["items"]
        assert [run["id"] for run in runs] == [run_id]
    assert len(client.get("/api/events").json()["items"]) == EVENTS


def test_an_event_that_was_cut_off_is_there_whole_or_not_at_all(processes: Processes, client: httpx.Client) -> None:
    """The connection breaks while many are being taken in: each that is there has its run, and each run its event."""
    serving = processes.serve("--workers", "0")
    document_id = added(client, 0)
    several = [event(f"cut-{number}", str(uuid4())) for number in range(300)]
    several.append(event("cut-last", document_id))
    with suppress(httpx.TransportError):
        client.post("/api/events", json={"events": several}, timeout=0.05)
    serving.kill()
    serving.wait()
    processes.serve("--workers", "0")
    here = client.get("/api/events", params={"limit": 200}).json()["items"]
    assert len(here) in {0, 200}
    answer = client.post("/api/events", json={"events": several})
    assert answer.status_code == 202, answer.text
    assert {one["is_known"] for one in answer.json()["events"]} == {bool(here)}


def added(client: httpx.Client, number: int) -> str:
    """Add a document; with no worker there it waits."""
    answer = client.post("/api/documents", files={"files": (f"{number}.txt", f"Note {number}".encode())})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["documents"][0]["id"])


def event(sender_id: str, document_id: str) -> dict[str, Any]:
    """Return an event that a document is there."""
    return {"id": sender_id, "name": "document/uploaded", "data": {"document_id": document_id}}


def sent(client: httpx.Client, number: int, document_id: str) -> dict[str, Any]:
    """Send the event of a document."""
    answer = client.post("/api/events", json=event(f"order-{number}", document_id))
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.json()
    return told


def ended(client: httpx.Client, path: str, *statuses: str) -> dict[str, Any]:
    """Wait until something has one of the statuses; return it."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while (found := client.get(path).json())["status"] not in statuses:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    told: dict[str, Any] = found
    return told
