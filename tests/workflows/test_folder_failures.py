"""Files of a folder that fail: counted, told why, tried again alone or together."""

from uuid import UUID

import pytest
from sqlalchemy import select

from pressroom.features.media.folders.actions.files import retry_file, retry_files
from pressroom.features.media.models import FileStatus, Folder, FolderFile, Stage, Status
from pressroom.kernel.errors import Conflict, Invalid, ProviderRefused
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.pictures import FakePictureReader
from pressroom.providers.sources import FakeSource
from tests.doors import fake_doors
from tests.media import Library, dot, fill, outcome
from tests.workflows.conftest import StartWorker


@pytest.fixture
def reader() -> FakePictureReader:
    """What looks at pictures."""
    return FakePictureReader()


@pytest.fixture
def seer() -> FakeDescriber:
    """What says what is to be seen."""
    return FakeDescriber()


@pytest.fixture
def folder_id(
    library: Library, source: FakeSource, reader: FakePictureReader, seer: FakeDescriber, start_worker: StartWorker
) -> UUID:
    """A folder at the top of the source, and a worker at work."""
    start_worker(doors=fake_doors(source=source, pictures=reader), seer=seer)
    return library.folder()


def size_of(library: Library, folder_id: UUID) -> int:
    """Return how many bytes the stored files of a folder have."""
    return sum(file.size or 0 for file in library.files(folder_id).values() if file.status is FileStatus.STORED)


def test_failures_of_storing_and_of_describing_are_counted_apart_and_stop_nothing(
    library: Library, source: FakeSource, reader: FakePictureReader, folder_id: UUID
) -> None:
    files = fill(source, 6)
    reader.errors = {b"root 1": Invalid("This PNG ends early.", code="truncated")}
    source.failures = {files[4]: [ProviderRefused("Its owner does not allow downloads.")]}
    result = library.sync(folder_id)
    expected = outcome(total=6, succeeded=4, failed=2, storage_failures=1, ai_failures=1)
    assert result == expected | {"bytes": size_of(library, folder_id)}
    found = library.files(folder_id)
    assert (found["4.png"].status, found["4.png"].reason) == (FileStatus.FAILED, "Its owner does not allow downloads.")
    broken = library.item(found["1.png"].id)
    assert (broken.status, broken.failed_stage, broken.error) == (
        Status.FAILED,
        Stage.SEEING,
        "This PNG ends early.",
    )
    assert library.over(found["4.png"].run_id).error == "Its owner does not allow downloads."


def test_one_failed_file_is_tried_again_alone(library: Library, source: FakeSource, folder_id: UUID) -> None:
    files = fill(source, 3)
    source.failures = {one: [ProviderRefused("No.")] for one in files[:2]}
    assert library.sync(folder_id)["storage_failures"] == 2
    failed = library.files(folder_id)["0.png"]
    with library.session() as session:
        folder, file = session.get_one(Folder, folder_id), session.get_one(FolderFile, failed.id)
        run_id = retry_file(session, library.app.durable, folder, file)
    assert library.over(run_id).status == "succeeded"
    assert library.standing(folder_id) == {"0.png": "stored", "1.png": "failed", "2.png": "stored"}
    result = library.synced(folder_id)
    assert (result["succeeded"], result["storage_failures"]) == (2, 1)
    assert source.calls["look"] == 1


def test_all_failed_files_are_tried_again_at_once(library: Library, source: FakeSource, folder_id: UUID) -> None:
    files = fill(source, 4)
    source.failures = {one: [ProviderRefused("No.")] for one in files[:3]}
    library.sync(folder_id)
    with library.session() as session:
        assert retry_files(session, library.app.durable, session.get_one(Folder, folder_id)) == 3
    assert library.synced(folder_id) == outcome(total=4, succeeded=4, bytes=size_of(library, folder_id))
    with library.session() as session:
        assert retry_files(session, library.app.durable, session.get_one(Folder, folder_id)) == 0


def test_a_run_of_a_failed_file_is_tried_again_as_any_run(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    (file,) = fill(source, 1)
    source.failures = {file: [ProviderRefused("No.")]}
    library.sync(folder_id)
    failed = library.files(folder_id)["0.png"]
    with library.session() as session:
        again = library.app.subjects["media"].again(session, library.workspace_id, failed.id)
    assert library.over(again).status == "succeeded"
    assert library.standing(folder_id) == {"0.png": "stored"}


def test_what_did_not_fail_is_not_tried_again(library: Library, source: FakeSource, folder_id: UUID) -> None:
    fill(source, 1)
    library.sync(folder_id)
    with library.session() as session:
        folder, file = session.get_one(Folder, folder_id), session.scalars(select(FolderFile)).one()
        with pytest.raises(Conflict):
            retry_file(session, library.app.durable, folder, file)


def test_a_picture_that_failed_comes_right_by_itself_when_its_file_changes(
    library: Library, source: FakeSource, reader: FakePictureReader, folder_id: UUID
) -> None:
    (file,) = fill(source, 1)
    reader.errors = {b"root 0": Invalid("This PNG ends early.", code="truncated")}
    assert library.sync(folder_id)["ai_failures"] == 1
    source.update_file(file, dot("mended"))
    assert library.sync(folder_id)["succeeded"] == 1
    (item,) = library.items()
    assert (item.status, item.error, item.failed_stage) == (Status.COMPLETED, None, None)
