"""Two web servers and three workers, each with a data folder of its own, on one database and one bucket.

Whatever of them is killed, the others go on: nothing that was accepted is lost, and nothing is done twice.
"""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from pressroom.kernel.vault import new_key
from tests.bucket import Bucket, open_bucket
from tests.commands import ended, started
from tests.crash.conftest import START_SECONDS, Processes

pytestmark = pytest.mark.timeout(500)

WEBS, WORKERS, DOCUMENTS, WITHIN_SECONDS = 2, 3, 12, 200


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with open_bucket() as bucket:
        yield bucket


@pytest.fixture
def machines(database_url: str, tmp_path: Path, bucket: Bucket, stack: ExitStack) -> Sequence[Processes]:
    """As many machines as there are web servers and workers; they share a database, a bucket and keys."""
    found, shared = [], {"PRESSROOM_STORAGE_URL": "s3://press/files", "PRESSROOM_SECRET_KEYS": f'["{new_key()}"]'}
    for number in range(WEBS + WORKERS):
        (folder := tmp_path / f"machine-{number}").mkdir()
        machine = Processes(folder, database_url, stack)
        machine.environment |= {**shared, **bucket.environment}
        found.append(machine)
    return found


def test_any_machine_may_die_and_the_work_goes_on(
    machines: Sequence[Processes], client: httpx.Client, bucket: Bucket, tmp_path: Path, stack: ExitStack
) -> None:
    webs = [machine.serve("--workers", "0") for machine in machines[:WEBS]]  # first: they are waited for
    workers = [machine.start("worker") for machine in machines[WEBS:]]
    doors = [
        stack.enter_context(httpx.Client(base_url=machine.url, headers=client.headers, timeout=30))
        for machine in machines[:WEBS]
    ]
    wait_for_workers(doors, WORKERS)
    accepted = dict(added(door, number) for number, door in zip(range(DOCUMENTS), cycle(doors), strict=False))

    kill(workers[0], webs[1])
    accepted |= dict(added(doors[0], DOCUMENTS + number) for number in range(5))
    kill(workers[1])
    webs[1] = machines[1].serve("--workers", "0")
    for document_id, content in accepted.items():
        assert completed(doors[1], document_id)
        for door in doors:
            assert door.get(f"/api/documents/{document_id}/original").content == content
        assert len(doors[0].get(f"/api/documents/{document_id}/revisions").json()["items"]) == 1
    wait_for_workers(doors, 1)
    assert doors[0].get("/readyz").json()["status"] == "ready"
    originals = [path for path in bucket.objects if "/assets/" in path]
    assert len(originals) == len(accepted)
    assert not any((machine_folder / "files").exists() for machine_folder in tmp_path.glob("machine-*"))

    made = ended(started(machines[0].environment, "backup", tmp_path / "press.tar", "--json")).json
    assert (made["missing"], made["holds_key"], made["contents"]["documents"]) == ([], False, len(accepted))
    assert made["files"] >= len(accepted)


def added(door: httpx.Client, number: int) -> tuple[str, bytes]:
    content = f"Note {number} that was sent to {door.base_url}".encode()
    answer = door.post("/api/documents", files={"files": (f"{number}.txt", content)})
    assert answer.status_code == 202, answer.text
    return answer.json()["documents"][0]["id"], content


def kill(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.kill()
        process.wait()


def completed(door: httpx.Client, document_id: str) -> bool:
    deadline = time.monotonic() + WITHIN_SECONDS
    while (found := door.get(f"/api/documents/{document_id}").json())["status"] not in {"completed", "failed"}:
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
    return bool(found["status"] == "completed")


def wait_for_workers(doors: Sequence[httpx.Client], number: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while any(door.get("/readyz").json()["workers"] != number for door in doors):
        assert time.monotonic() < deadline
        time.sleep(0.2)
