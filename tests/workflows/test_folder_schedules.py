"""Folders looked through by themselves: the engine's schedules are those of the folders."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from pressroom.features.media.folders.actions.keep import Options, change_folder, keep_schedules, remove_folder
from pressroom.features.media.folders.rules import schedule_name
from pressroom.features.media.folders.steps import begin_scheduled
from pressroom.features.media.folders.workflows import sync_on_schedule
from pressroom.features.media.models import Every, Folder, FolderStatus
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.kernel.ids import new_id
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.sources import FakeSource
from tests.doors import fake_doors
from tests.media import Library, fill, wait_for
from tests.workflows.conftest import StartWorker

HOURLY = Options(every=Every.HOUR)


def schedules(library: Library) -> Mapping[str, tuple[str, Any]]:
    """Return the cron expression and context of each folder's schedule."""
    kept = library.app.durable.client.list_schedules(schedule_name_prefix="sync-folder:")
    return {one["schedule_name"]: (one["schedule"], one["context"]) for one in kept}


def keep(library: Library) -> None:
    """Make the schedules what they should be."""
    with library.session() as session:
        keep_schedules(session, library.app.durable)


def choose(library: Library, folder_id: UUID, every: Every) -> None:
    """Change how often a folder is looked through, as the web does."""
    with library.session() as session:
        change_folder(session.get_one(Folder, folder_id), Options(every=every))
        session.flush()
        keep_schedules(session, library.app.durable)


@pytest.fixture
def seer() -> FakeDescriber:
    """What says what is to be seen."""
    return FakeDescriber()


@pytest.fixture
def at_work(source: FakeSource, seer: FakeDescriber, start_worker: StartWorker) -> None:
    """Let a worker run."""
    start_worker(doors=fake_doors(source=source), seer=seer)


def test_schedules_are_made_changed_and_deleted_with_their_folders(library: Library, source: FakeSource) -> None:
    hourly, never = library.folder(options=HOURLY), library.folder(source.add_folder("other"))
    keep(library)
    name = f"sync-folder:{hourly}"
    assert schedules(library) == {name: ("0 * * * *", {"folder_id": str(hourly)})}
    choose(library, hourly, Every.DAY)
    choose(library, never, Every.QUARTER)
    assert {one: cron for one, (cron, _) in schedules(library).items()} == {
        name: "0 3 * * *",
        f"sync-folder:{never}": "*/15 * * * *",
    }
    choose(library, never, Every.NEVER)
    with library.session() as session:
        remove_folder(session, session.get_one(Folder, hourly))
        session.flush()
        keep_schedules(session, library.app.durable)
    assert schedules(library) == {}


def test_making_schedules_what_they_are_changes_nothing(library: Library) -> None:
    library.folder(options=HOURLY)
    for _ in range(2):
        keep(library)
    (before,) = library.app.durable.client.list_schedules(schedule_name_prefix="sync-folder:")
    keep(library)
    (after,) = library.app.durable.client.list_schedules(schedule_name_prefix="sync-folder:")
    assert before == after


def test_a_schedule_that_was_lost_is_made_again_by_a_worker(library: Library) -> None:
    folder_id = library.folder(options=HOURLY)
    keep(library)
    library.app.durable.client.delete_schedule(f"sync-folder:{folder_id}")
    with library.session() as session:
        library.app.subjects["folder"].mend(session)
    assert list(schedules(library)) == [f"sync-folder:{folder_id}"]


@pytest.mark.usefixtures("at_work")
def test_when_its_time_comes_a_folder_is_looked_through(library: Library, source: FakeSource) -> None:
    fill(source, 3)
    folder_id = library.folder(options=HOURLY)
    library.done(library.add(b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IHDR"))  # the worker is ready
    sync_on_schedule(now(), {"folder_id": str(folder_id)})
    wait_for(lambda: library.state(folder_id).attempt == 1, 60)
    assert library.synced(folder_id)["succeeded"] == 3


@pytest.mark.usefixtures("at_work")
def test_the_engine_starts_it_by_its_schedule(library: Library, source: FakeSource) -> None:
    fill(source, 2)
    folder_id = library.folder(options=Options(every=Every.DAY))
    keep(library)
    wait_for(library.app.durable.client.list_application_versions)  # of a worker that is there
    library.app.durable.client.trigger_schedule(schedule_name(folder_id))
    wait_for(lambda: library.state(folder_id).attempt == 1)
    assert library.synced(folder_id)["succeeded"] == 2


@pytest.mark.usefixtures("at_work")
def test_a_folder_that_is_looked_through_still_is_left_alone(
    library: Library, source: FakeSource, seer: FakeDescriber
) -> None:
    seer.seconds = 1.0
    fill(source, 2)
    folder_id = library.folder(options=HOURLY)
    run_id = library.begin(folder_id)
    wait_for(lambda: bool(seer.calls))
    assert begin_scheduled(str(folder_id)) is None
    assert library.synced(folder_id)["succeeded"] == 2
    assert library.state(folder_id).run_id == run_id


@pytest.mark.usefixtures("at_work")
def test_a_folder_whose_account_is_lost_waits_for_a_person(library: Library, source: FakeSource) -> None:
    source.failures = {"look": [ProviderAuthLost("Google no longer lets this account in. Reconnect it.")]}
    folder_id = library.folder(options=HOURLY)
    library.sync(folder_id)
    assert library.state(folder_id).status is FolderStatus.FAILED
    assert begin_scheduled(str(folder_id)) is None
    assert begin_scheduled(str(new_id())) is None


@pytest.mark.usefixtures("at_work")
def test_a_folder_that_failed_otherwise_is_looked_through_at_its_time(library: Library, source: FakeSource) -> None:
    fill(source, 1)
    source.failures = {"look": [ZeroDivisionError("oh")]}  # type: ignore[list-item]  # what no source raises
    folder_id = library.folder(options=HOURLY)
    library.sync(folder_id)
    assert begin_scheduled(str(folder_id)) is not None
    assert library.synced(folder_id)["succeeded"] == 1
