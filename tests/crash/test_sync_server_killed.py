"""The server is killed while folders are added and synced: what it answered 202 to is there, and comes to its end."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from uuid import UUID

import httpx
import psutil
import pytest
from sqlalchemy import text

from pressroom.features.media.folders.rules import SCHEDULE, schedule_name
from pressroom.features.media.models import Folder, FolderStatus, Item
from pressroom.kernel.app import App
from pressroom.providers.sources import FakeSource
from tests.crash.conftest import Processes
from tests.documents import rows
from tests.drive_server import DriveServer
from tests.media import library_of, outcome, wait_for
from tests.pictures import one_of_a_kind

pytestmark = pytest.mark.timeout(400)

FOLDERS, ASKING, ACCEPTED_BEFORE_THE_KILL = 12, 3, 4
PICTURES, STORED_BEFORE_THE_KILL = 10, 2
NOT_BOTH = text(
    "SELECT f.id, w.workflow_uuid FROM media_folders f "
    "FULL JOIN (SELECT * FROM dbos.workflow_status WHERE name = 'sync_folder') w ON w.workflow_uuid = f.run_id "
    "WHERE f.id IS NULL OR w.workflow_uuid IS NULL"
)


@pytest.fixture
def drive(processes: Processes) -> Iterator[DriveServer]:
    """A Google Drive that the processes know."""
    with DriveServer() as drive:
        processes.environment |= drive.settings
        yield drive


@pytest.fixture
def connection_id(app: App, drive: DriveServer) -> UUID:
    """A connection to that Drive."""
    return library_of(app, FakeSource()).connect(*drive.sign_in.grant())


def sync(client: httpx.Client, connection_id: UUID, shelf: str) -> httpx.Response:
    """Ask for a folder of the Drive to be synced, and every hour from now on."""
    wanted = {"connection_id": str(connection_id), "folder_id": shelf, "every": "hour"}
    return client.post("/api/drive/sync", json=wanted)


def sync_until_cut_off(
    client: httpx.Client, connection_id: UUID, shelves: Sequence[str], accepted: dict[str, str]
) -> None:
    """Ask for one folder after another, noting each 202, until nobody answers."""
    for shelf in cycle(shelves):
        try:
            answer = sync(client, connection_id, shelf)
        except httpx.TransportError:
            return
        assert answer.status_code in {202, 409}, answer.text
        if answer.status_code == 202:
            accepted[shelf] = answer.json()["folder_id"]


def test_no_folder_is_there_without_its_run_nor_a_run_without_its_folder(
    app: App, processes: Processes, client: httpx.Client, drive: DriveServer, connection_id: UUID
) -> None:
    shelves = [drive.add_folder(f"shelf {number}") for number in range(FOLDERS)]
    for number, shelf in enumerate(shelves):
        drive.add_file(f"{number}.jpg", one_of_a_kind(str(number)), shelf, mime="image/jpeg")
    serving = processes.serve("--workers", "0")
    accepted: dict[str, str] = {}
    with ThreadPoolExecutor(ASKING) as threads:
        asking = [
            threads.submit(sync_until_cut_off, client, connection_id, shelves[number::ASKING], accepted)
            for number in range(ASKING)
        ]
        wait_for(lambda: len(accepted) >= ACCEPTED_BEFORE_THE_KILL or any(one.done() for one in asking))
        serving.kill()
    assert [one.result() for one in asking] == [None] * ASKING
    serving.wait()

    folders = rows(app, Folder)
    assert set(accepted.values()) <= {str(folder.id) for folder in folders}
    assert {folder.status for folder in folders} == {FolderStatus.SYNCING}
    with app.database.transaction() as session:
        assert session.execute(NOT_BOTH).all() == []

    processes.serve()
    for shelf in shelves:
        assert sync(client, connection_id, shelf).status_code in {202, 409}
    wait_for(lambda: [folder.status for folder in rows(app, Folder)] == [FolderStatus.IDLE] * FOLDERS, 90)
    assert sorted(item.filename for item in rows(app, Item)) == sorted(f"{number}.jpg" for number in range(FOLDERS))
    planned = {one["schedule_name"] for one in app.durable.client.list_schedules(schedule_name_prefix=SCHEDULE)}
    assert planned == {schedule_name(folder.id) for folder in rows(app, Folder)}


def test_a_server_killed_in_mid_sync_with_its_worker_goes_on_where_it_was(
    app: App, processes: Processes, client: httpx.Client, drive: DriveServer, connection_id: UUID
) -> None:
    shelf = drive.add_folder("shelf")
    for number in range(PICTURES):
        drive.add_file(f"{number}.jpg", one_of_a_kind(str(number)), shelf, mime="image/jpeg")
    serving = processes.serve()
    folder_id = UUID(sync(client, connection_id, shelf).json()["folder_id"])
    library = library_of(app, FakeSource())
    wait_for(lambda: list(library.standing(folder_id).values()).count("stored") >= STORED_BEFORE_THE_KILL, 60)
    for child in psutil.Process(serving.pid).children(recursive=True):
        child.kill()
    serving.kill()
    serving.wait()
    assert library.state(folder_id).status is FolderStatus.SYNCING

    processes.serve()
    size = sum(len(one_of_a_kind(str(number))) for number in range(PICTURES))
    assert library.synced(folder_id, 90) == outcome(total=PICTURES, succeeded=PICTURES, bytes=size)
    assert {item.status.value for item in library.items()} == {"completed"}
    assert len(library.items()) == PICTURES
    assert PICTURES <= drive.asked("media") <= 2 * PICTURES
