"""A backup is taken while documents come in and are read; restored, it has all that was accepted before it."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event

import httpx
import pytest

from pressroom.kernel.vault import keys_in_file
from tests.commands import ended, started
from tests.crash.conftest import Processes

pytestmark = pytest.mark.timeout(400)

UPLOADERS = 3
ACCEPTED_BEFORE, WITHIN_SECONDS = 30, 150


@contextmanager
def uploading(client: httpx.Client, accepted: dict[str, bytes]) -> Iterator[None]:
    """Upload one document after another for as long as the block runs, noting what was accepted."""
    enough = Event()

    def upload(uploader: int) -> None:
        number = 0
        while not enough.is_set():
            number += 1
            content = f"Note {number} of uploader {uploader}\n".encode() * 200
            answer = client.post("/api/documents", files={"files": (f"{uploader}-{number}.txt", content)})
            assert answer.status_code == 202, answer.text
            accepted[answer.json()["documents"][0]["id"]] = content

    with ThreadPoolExecutor(UPLOADERS) as threads:
        asked = [threads.submit(upload, uploader) for uploader in range(UPLOADERS)]
        try:
            yield
        finally:
            enough.set()
        for one in asked:
            one.result()


@pytest.fixture
def elsewhere(data_dir: Path, stack: ExitStack) -> Processes:
    """Processes of a new installation with an embedded database, on no data yet."""
    other = Processes(data_dir, "", stack)
    del other.environment["PRESSROOM_DATABASE_URL"]
    return other


def test_a_backup_under_load_holds_all_that_was_accepted_and_the_work_goes_on(
    processes: Processes, client: httpx.Client, elsewhere: Processes, tmp_path: Path
) -> None:
    processes.serve()
    accepted: dict[str, bytes] = {}
    with uploading(client, accepted):
        while len(accepted) < ACCEPTED_BEFORE:
            time.sleep(0.01)
        before = dict(accepted)
        made = ended(started(processes.environment, "backup", tmp_path / "press.tar", "--json")).json
        during = len(accepted) - len(before)
    assert during > 0, "nobody had to wait for the backup"
    assert made["contents"]["runs_under_way"] > 0, "work was under way"
    assert made["contents"]["documents"] >= len(before)
    assert (made["missing"], made["holds_key"]) == ([], True)

    answer = ended(started(elsewhere.environment, "restore", tmp_path / "press.tar", "--json"))
    assert answer.code == 0, answer.err
    folder = Path(elsewhere.environment["PRESSROOM_DATA_DIR"])
    assert keys_in_file(folder / "secret.key") == keys_in_file(tmp_path / "secret.key")
    elsewhere.serve()
    with httpx.Client(base_url=elsewhere.url, headers=client.headers, timeout=30) as there:
        for document_id, content in before.items():
            assert status_of(there, document_id) == "completed"
            assert there.get(f"/api/documents/{document_id}/original").content == content
            assert len(there.get(f"/api/documents/{document_id}/revisions").json()["items"]) == 1


def status_of(client: httpx.Client, document_id: str) -> str:
    deadline = time.monotonic() + WITHIN_SECONDS
    while True:
        found = client.get(f"/api/documents/{document_id}").json()
        if found["status"] in {"completed", "failed"}:
            return str(found["status"])
        assert time.monotonic() < deadline, (found, os.getpid())
        time.sleep(0.1)
