"""Workers that leave or die in mid-sync: another goes on, no file comes twice and none is missing."""

import os
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from pressroom.features.media.models import FolderStatus, Status
from pressroom.worker import GRACE_SECONDS
from tests.media import Library, dot, wait_for
from tests.workflows.conftest import StartProcess, StartWorker

pytestmark = pytest.mark.kills

NUMBER = 24
LONG_AGO = 1_700_000_000


@pytest.fixture
def folder_id(library: Library, tmp_path: Path) -> UUID:
    """A folder of this disk with pictures in it."""
    place = tmp_path / "pictures"
    place.mkdir()
    for number in range(NUMBER):
        file = place / f"{number}.png"
        file.write_bytes(dot(f"disk {number}"))
        os.utime(file, (LONG_AGO, LONG_AGO))
    return library.folder(str(place))


def has_at_least(library: Library, number: int) -> bool:
    """Tell whether so many pictures have come."""
    return len(library.items()) >= number


def all_there_once(library: Library, folder_id: UUID) -> None:
    """Check that each file is one picture, described once, and that the result says so."""
    result = library.synced(folder_id, 60)
    assert (result["total"], result["succeeded"], result["failed"]) == (NUMBER, NUMBER, 0)
    assert library.state(folder_id).status is FolderStatus.IDLE
    items = library.items()
    assert sorted(item.filename for item in items) == sorted(f"{number}.png" for number in range(NUMBER))
    assert {item.status for item in items} == {Status.COMPLETED}
    assert {len(library.history(item.id)) for item in items} == {1}
    assert set(library.standing(folder_id).values()) == {"stored"}


def test_when_a_worker_dies_in_mid_sync_another_brings_the_rest(
    library: Library, folder_id: UUID, start_process: StartProcess, start_worker: StartWorker
) -> None:
    doomed = start_process(60.0)
    run_id = library.begin(folder_id)
    wait_for(lambda: sum(item.width is not None for item in library.items()) >= 4)
    doomed.kill()
    doomed.wait()
    start_worker()
    all_there_once(library, folder_id)
    assert library.over(run_id).attempts == 2


def test_when_the_last_worker_dies_twice_the_sync_still_comes_to_its_end(
    library: Library, folder_id: UUID, start_process: StartProcess, start_worker: StartWorker
) -> None:
    library.begin(folder_id)
    for number in (2, 6):
        doomed = start_process(1.0)
        wait_for(partial(has_at_least, library, number))
        doomed.kill()
        doomed.wait()
    start_worker()
    all_there_once(library, folder_id)


def test_a_worker_told_to_stop_in_mid_sync_hands_the_sync_on(
    library: Library, folder_id: UUID, start_process: StartProcess, start_worker: StartWorker
) -> None:
    leaving = start_process(1.0)
    run_id = library.begin(folder_id)
    wait_for(lambda: len(library.items()) >= 2)
    leaving.terminate()
    assert leaving.wait(GRACE_SECONDS + 15) == 0
    assert library.run(run_id).status == "queued"
    start_worker()
    all_there_once(library, folder_id)
