"""What may come between a folder and the library: told, waited for, and nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest
from sqlalchemy import update

from pressroom.features.media.actions.progress import mend_stranded as mend_pictures
from pressroom.features.media.folders import rules
from pressroom.features.media.folders.actions import files as file_actions
from pressroom.features.media.folders.actions.sync import mend_stranded
from pressroom.features.media.models import FileStatus, Folder, FolderFile, FolderStatus, Stage, Status
from pressroom.kernel.errors import NotFound, ProviderBusy
from pressroom.kernel.storage import Storage, StorageFull, Stored
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.sources import FakeSource
from tests.doors import fake_doors
from tests.media import Library, bind_media, dot, fill, outcome, wait_for
from tests.workflows.conftest import StartWorker

LIMITED = "Drive is busy or out of order (HTTP 429): slow down"


class FullDisk(Storage):
    """Storage on a disk without room, until there is."""

    has_room = False

    def keep(self, file: BinaryIO) -> Stored:
        """Store the bytes, where there is room."""
        if not self.has_room:
            raise StorageFull("The disk is full, so nothing was stored. Free some space on the data folder's disk.")
        return super().keep(file)


@pytest.fixture
def seer() -> FakeDescriber:
    """What says what is to be seen."""
    return FakeDescriber()


@pytest.fixture
def folder_id(library: Library, source: FakeSource, seer: FakeDescriber, start_worker: StartWorker) -> UUID:
    """A folder at the top of the source, and a worker at work."""
    start_worker(doors=fake_doors(source=source), seer=seer)
    return library.folder()


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a busy source rest for moments only."""
    monkeypatch.setattr(rules, "FIRST_WAIT", 0.2)
    monkeypatch.setattr(rules, "LONGEST_WAIT", 0.4)


def succeeded(library: Library, folder_id: UUID, number: int) -> None:
    """Check that a sync ended with all its files in the library."""
    result = library.synced(folder_id, 60)
    assert (result["total"], result["succeeded"], result["failed"]) == (number, number, 0)
    assert library.state(folder_id).status is FolderStatus.IDLE
    assert {item.status for item in library.items()} == {Status.COMPLETED}


def test_while_the_listing_is_limited_the_folder_says_why_and_until_when_it_waits(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    fill(source, 5)
    source.failures = {"look": [ProviderBusy(LIMITED, retry_after=2)]}
    began = datetime.now(UTC)
    library.begin(folder_id)
    wait_for(lambda: library.state(folder_id).status is FolderStatus.WAITING)
    folder = library.state(folder_id)
    assert (folder.error, folder.error_code) == (LIMITED, "busy")
    assert folder.waits_until is not None
    assert 1 < (folder.waits_until - began).total_seconds() < 30
    succeeded(library, folder_id, 5)
    folder = library.state(folder_id)
    assert (folder.error, folder.error_code, folder.waits_until, folder.holds) == (None, None, None, 0)


@pytest.mark.usefixtures("impatience")
def test_a_source_that_does_not_say_how_long_it_is_busy_is_tried_again_later_and_later(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    fill(source, 2)
    source.failures = {"look": [ProviderBusy(LIMITED)] * 7}  # three tries of two steps, and one more
    library.begin(folder_id)
    succeeded(library, folder_id, 2)
    assert source.calls["look"] == 8


def test_a_limit_on_files_lets_the_whole_folder_rest_and_loses_none(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    files = fill(source, 12)
    source.failures = {one: [ProviderBusy(LIMITED, retry_after=1)] for one in files}
    library.begin(folder_id)
    wait_for(lambda: library.state(folder_id).status is FolderStatus.WAITING)
    fetched = source.calls["fetch"]
    assert fetched <= 8  # as many as were under way; the others wait without asking
    source.failures.clear()
    succeeded(library, folder_id, 12)
    assert source.calls["fetch"] == 12 + fetched


@pytest.mark.usefixtures("impatience")
def test_a_file_that_is_busy_for_ever_fails_alone_while_the_others_come(
    library: Library, source: FakeSource, folder_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_actions, "MOST_DELAYS", 3)
    files = fill(source, 5)
    source.failures = {files[2]: [ProviderBusy(LIMITED, retry_after=1)] * 50}
    result = library.sync(folder_id)
    assert (result["total"], result["succeeded"], result["storage_failures"]) == (5, 4, 1)
    assert source.calls[files[2]] == 3
    failed = library.files(folder_id)["2.png"]
    assert (failed.status, failed.reason, failed.code) == (FileStatus.FAILED, LIMITED, "busy")
    assert library.state(folder_id).status is FolderStatus.IDLE


def test_bytes_other_than_promised_are_fetched_again_and_fail_only_their_file(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    files = fill(source, 4)
    source.corrupt[files[0]] = 1
    source.corrupt[files[3]] = 50
    result = library.sync(folder_id)
    assert (result["succeeded"], result["storage_failures"]) == (3, 1)
    failed = library.files(folder_id)["3.png"]
    assert failed.code == "file_busy"
    assert "MD5" in (failed.reason or "")
    assert library.state(folder_id).last_result is not None


def test_a_folder_that_is_not_there_says_so(library: Library, source: FakeSource, folder_id: UUID) -> None:
    source.failures = {"look": [NotFound("This folder is not there, or is not shared with this account.")]}
    run_id = library.begin(folder_id)
    library.synced(folder_id)
    folder = library.state(folder_id)
    assert (folder.status, folder.error_code) == (FolderStatus.FAILED, None)
    assert "not there" in (folder.error or "")
    assert library.over(run_id).error == folder.error


def test_a_folder_that_goes_in_mid_sync_keeps_what_came_and_goes_on_when_it_is_back(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    place = source.add_folder("holiday")
    fill(source, 8, parent=place)
    gone = library.folder(place)
    source.failures = {"look": []}
    library.sync(gone)
    assert len(library.items()) == 8
    source.add_file("more.png", dot("more"), place)
    name, parent = source._folders[place]  # noqa: SLF001  # a folder that comes back
    source.remove_folder(place)
    library.sync(gone)
    assert library.state(gone).status is FolderStatus.FAILED
    assert set(library.standing(gone).values()) == {"stored"}
    source._folders[place] = (name, parent)  # noqa: SLF001  # as above
    result = library.sync(gone)
    assert (result["succeeded"], result["unchanged"]) == (1, 8)
    assert folder_id != gone


def test_files_that_go_before_they_are_fetched_fail_with_that_reason(
    library: Library, source: FakeSource, folder_id: UUID, seer: FakeDescriber
) -> None:
    files = fill(source, 20)
    seer.seconds = 0.3
    library.begin(folder_id)
    wait_for(lambda: source.calls["fetch"] > 0)
    for file in files[:20]:
        source._files[file].is_gone = True  # noqa: SLF001  # without a word in the feed of changes
    result = library.synced(folder_id)
    assert result["succeeded"] + result["storage_failures"] == 20
    assert result["storage_failures"] > 0
    assert {file.reason for file in library.files(folder_id).values() if file.status is FileStatus.FAILED} == {
        f'"{file.name}" is no longer there.'
        for file in library.files(folder_id).values()
        if file.status is FileStatus.FAILED
    }


@pytest.mark.usefixtures("impatience")
def test_a_full_disk_is_waited_out(library: Library, source: FakeSource, folder_id: UUID, tmp_path: Path) -> None:
    fill(source, 5)
    disk = FullDisk((tmp_path / "files").as_uri(), cache=tmp_path / "cache")
    bind_media(replace(library.app, storage=disk), fake_doors(source=source), FakeDescriber())
    library.begin(folder_id)
    wait_for(lambda: library.state(folder_id).status is FolderStatus.WAITING)
    assert "disk is full" in (library.state(folder_id).error or "")
    disk.has_room = True
    succeeded(library, folder_id, 5)


def test_a_cancelled_sync_leaves_its_files_to_the_next(
    library: Library, source: FakeSource, folder_id: UUID, seer: FakeDescriber
) -> None:
    seer.seconds = 0.3
    files = fill(source, 30)
    run_id = library.begin(folder_id)
    wait_for(lambda: len(library.items()) > 3)
    library.cancel(run_id)
    folder = library.state(folder_id)
    assert (folder.status, folder.error, folder.error_code) == (
        FolderStatus.FAILED,
        "Its run was cancelled.",
        "abandoned",
    )
    wait_for(lambda: library.run(run_id).status == "cancelled")
    wait_for(lambda: "queued" not in library.standing(folder_id).values())
    left = [name for name, status in library.standing(folder_id).items() if status == "found"]
    assert left
    assert library.state(folder_id).status is FolderStatus.FAILED
    seer.seconds = 0.0
    result = library.sync(folder_id)
    assert result["total"] == len(left)
    wait_for(lambda: {item.status for item in library.items()} == {Status.COMPLETED})
    assert len(library.items()) == 30
    assert max(source.calls[file] for file in files) <= 2  # those that were being fetched when it was cancelled


def test_a_cancelled_file_fails_alone_and_is_tried_again(
    library: Library, source: FakeSource, folder_id: UUID, seer: FakeDescriber
) -> None:
    seer.seconds = 1.0
    fill(source, 3)
    library.begin(folder_id)
    wait_for(lambda: len(seer.calls) == 3)
    file = library.files(folder_id)["1.png"]
    library.cancel(file.run_id or "")
    result = library.synced(folder_id)
    assert (result["succeeded"], result["ai_failures"]) == (2, 1)
    item = library.item(file.id)
    assert (item.status, item.failed_stage, item.error) == (Status.FAILED, Stage.DESCRIBING, "Its run was cancelled.")
    with library.session() as session:
        run_id = library.app.subjects["media"].again(session, library.workspace_id, file.id)
    assert library.over(run_id).status == "succeeded"


def test_a_file_cancelled_before_its_turn_is_no_picture(
    library: Library, source: FakeSource, folder_id: UUID, seer: FakeDescriber
) -> None:
    seer.seconds = 0.5
    fill(source, 20)
    library.begin(folder_id)
    wait_for(lambda: "queued" in library.standing(folder_id).values() and len(seer.calls) > 0)
    last = max((f for f in library.files(folder_id).values() if f.status is FileStatus.QUEUED), key=lambda f: f.id)
    library.cancel(last.run_id or "")
    result = library.synced(folder_id)
    assert (result["succeeded"], result["storage_failures"]) == (19, 1)
    assert library.files(folder_id)[last.name].reason == "Its run was cancelled."
    assert source.calls[last.source_id] == 0


def test_what_waits_for_a_run_that_is_over_is_given_up(library: Library, source: FakeSource, folder_id: UUID) -> None:
    fill(source, 2)
    library.sync(folder_id)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with library.session() as session:
        session.execute(update(Folder).values(status=FolderStatus.SYNCING, updated_at=long_ago))
        session.execute(update(FolderFile).values(status=FileStatus.QUEUED, updated_at=long_ago))
    with library.session() as session:
        assert mend_stranded(session) <= 1  # none where the worker, which does so now and then, was quicker
        assert mend_pictures(session) == 0
    folder = library.state(folder_id)
    assert (folder.status, folder.error) == (FolderStatus.FAILED, "Its run ended before it was done.")
    assert set(library.standing(folder_id).values()) == {"failed"}
    with library.session() as session:
        file_actions.retry_files(session, library.app.durable, session.get_one(Folder, folder_id))
    assert library.synced(folder_id)["succeeded"] == 2


def test_a_bug_in_a_look_fails_the_sync_and_not_for_ever(library: Library, source: FakeSource, folder_id: UUID) -> None:
    source.failures = {"look": [ZeroDivisionError("oh")]}  # type: ignore[list-item]  # what no source raises
    library.begin(folder_id)
    library.synced(folder_id)
    folder = library.state(folder_id)
    assert (folder.status, folder.error_code) == (FolderStatus.FAILED, "broken")
    fill(source, 1)
    assert library.sync(folder_id) == outcome(total=1, succeeded=1, bytes=len(dot("root 0")))
