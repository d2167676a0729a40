"""The web process is killed in the middle of uploads; whatever it answered 202 to is there, and comes to its end."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest
from sqlalchemy import text

from pressroom.core.assets.models import Asset
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from tests.crash.conftest import START_SECONDS, Processes
from tests.documents import rows

pytestmark = pytest.mark.timeout(400)

UPLOADERS = 4
ACCEPTED_BEFORE_THE_KILL = 12
NOT_BOTH = """
SELECT d.id::text, w.workflow_uuid FROM documents d
FULL JOIN dbos.workflow_status w ON w.workflow_uuid = 'process-document:' || d.id || :attempt
WHERE d.id IS NULL OR w.workflow_uuid IS NULL
"""


def upload_until_cut_off(client: httpx.Client, uploader: int, accepted: list[str]) -> None:
    """Upload one file after another, noting each 202, until nobody answers."""
    number = 0
    while True:
        number += 1
        content = f"Note {number} of uploader {uploader}".encode().ljust(300_000)
        try:
            answer = client.post("/api/documents", files={"files": (f"{uploader}-{number}.txt", content)})
        except httpx.TransportError:
            return
        assert answer.status_code == 202, answer.text
        accepted.append(answer.json()["documents"][0]["id"])


def test_no_upload_that_answered_202_is_lost_and_none_is_half_done(
    app: App, processes: Processes, client: httpx.Client
) -> None:
    serving = processes.serve("--workers", "0")
    accepted: list[str] = []
    with ThreadPoolExecutor(UPLOADERS) as threads:
        for uploader in range(UPLOADERS):
            threads.submit(upload_until_cut_off, client, uploader, accepted)
        while len(accepted) < ACCEPTED_BEFORE_THE_KILL:
            time.sleep(0.005)
        serving.kill()
    serving.wait()

    here = {str(document.id): document for document in rows(app, Document)}
    assert set(accepted) <= set(here)
    with app.database.transaction() as session:
        assert session.execute(text(NOT_BOTH), {"attempt": ":1"}).all() == []
    for asset in rows(app, Asset):
        assert app.storage.path(asset.storage_key).stat().st_size == asset.size == 300_000

    processes.serve()
    for document_id in here:
        assert ended(client, document_id)["status"] == "completed"


def test_when_serve_is_killed_its_worker_leaves_and_the_next_serve_goes_on(
    app: App, processes: Processes, client: httpx.Client
) -> None:
    serving = processes.serve()
    wait_for_workers(client, 1)
    workers = psutil.Process(serving.pid).children()
    accepted = [
        client.post("/api/documents", files={"files": (f"{number}.txt", f"Note {number}".encode())})
        for number in range(10)
    ]
    serving.kill()
    serving.wait()
    assert psutil.wait_procs(workers, timeout=30)[1] == []
    processes.serve()
    for answer in accepted:
        assert ended(client, answer.json()["documents"][0]["id"])["status"] == "completed"
    assert len(rows(app, Document)) == len(accepted)


def ended(client: httpx.Client, document_id: str) -> dict[str, str]:
    deadline = time.monotonic() + 120
    while True:
        found: dict[str, str] = client.get(f"/api/documents/{document_id}").json()
        if found["status"] in {"completed", "failed"}:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


def wait_for_workers(client: httpx.Client, number: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while client.get("/readyz").json()["workers"] != number:
        assert time.monotonic() < deadline
        time.sleep(0.1)
