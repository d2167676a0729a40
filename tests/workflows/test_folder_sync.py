"""A folder's sync: every file once, each told what became of it, the second time only what is new."""

from uuid import UUID

import pytest
from sqlalchemy import select

from pressroom.core.assets.models import Source
from pressroom.features.media.folders.actions.keep import Options, change_folder
from pressroom.features.media.folders.rules import sync_run_id
from pressroom.features.media.models import FileStatus, Folder, FolderStatus, Item, Status
from pressroom.kernel.errors import Conflict
from pressroom.kernel.storage import asset_key
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.pictures import FakePictureReader
from pressroom.providers.sources import FakeSource
from tests.doors import fake_doors
from tests.media import Library, dot, fill, outcome, wait_for
from tests.workflows.conftest import StartWorker

DEEP = Options(include_subfolders=True)


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


def titles(library: Library) -> list[str]:
    return sorted(item.filename for item in library.items())


def test_every_file_of_every_page_becomes_a_picture(library: Library, source: FakeSource, folder_id: UUID) -> None:
    files = fill(source, 8)
    result = library.sync(folder_id)
    assert result == outcome(total=8, succeeded=8, bytes=size_of(library, folder_id))
    folder = library.state(folder_id)
    assert (folder.status, folder.error, folder.run_id) == (FolderStatus.IDLE, None, sync_run_id(folder_id, 1))
    assert folder.last_synced_at is not None
    items = library.items()
    assert {(item.status, item.source, item.folder_id) for item in items} == {
        (Status.COMPLETED, Source.FOLDER, folder_id)
    }
    assert titles(library) == [f"{number}.png" for number in range(8)]
    assert [source.calls[file] for file in files] == [1] * 8
    run = library.over(folder.run_id)
    assert (run.status, run.output) == ("succeeded", folder.last_result)


def test_a_picture_that_came_by_sync_knows_where_from(library: Library, source: FakeSource, folder_id: UUID) -> None:
    (file,) = fill(source, 1)
    library.sync(folder_id)
    (item,) = library.items()
    assert (item.source_id, item.source_url) == (file, f"https://files.example.test/{file}")
    assert library.run(item.run_id or "").workflow == "sync_file"
    assert library.files(folder_id)["0.png"].media_id == item.id


def test_sub_folders_are_gone_through_by_choice(library: Library, source: FakeSource, folder_id: UUID) -> None:
    fill(source, 1)
    source.add_file("deep.png", dot("deep"), source.add_folder("below"))
    assert library.sync(folder_id)["total"] == 1
    with library.session() as session:
        change_folder(session.get_one(Folder, folder_id), DEEP)
    result = library.sync(folder_id)
    assert (result["total"], result["succeeded"], result["unchanged"]) == (1, 1, 1)
    assert library.files(folder_id)["deep.png"].path == "below"


def test_an_empty_folder_is_synced_too(library: Library, folder_id: UUID) -> None:
    assert library.sync(folder_id) == outcome()


def test_the_next_sync_fetches_only_what_is_new_or_changed(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    files = fill(source, 5)
    library.sync(folder_id)
    again = library.sync(folder_id)
    assert again == outcome(unchanged=5)
    source.update_file(files[2], dot("other"))
    new = source.add_file("new.png", dot("new"))
    result = library.sync(folder_id)
    assert (result["total"], result["succeeded"], result["unchanged"]) == (2, 2, 4)
    assert [source.calls[file] for file in [*files, new]] == [1, 1, 2, 1, 1, 1]


def test_a_complete_listing_of_a_known_folder_fetches_nothing_twice(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    fill(source, 4)
    source.add_file("fake.png", b"not a picture")
    source.add_file("words.txt", b"text", mime="text/plain")
    library.sync(folder_id)
    fetched = source.calls["fetch"]
    with library.session() as session:
        session.get_one(Folder, folder_id).position = None
    assert library.sync(folder_id) == outcome(unchanged=6)
    assert source.calls["fetch"] == fetched


def test_changed_bytes_replace_the_picture_and_are_described_anew(
    library: Library, source: FakeSource, seer: FakeDescriber, folder_id: UUID
) -> None:
    (file,) = fill(source, 1)
    library.sync(folder_id)
    (before,) = library.items()
    source.update_file(file, dot("another"))
    library.sync(folder_id)
    (after,) = library.items()
    assert after.id == before.id
    assert after.asset.sha256 != before.asset.sha256
    assert library.app.storage.get(asset_key(after.asset.sha256)) == dot("another")
    assert (after.status, after.colours != before.colours) == (Status.COMPLETED, True)
    assert len(seer.calls) == len(library.history(after.id)) == 2


def test_a_file_that_goes_leaves_its_picture(library: Library, source: FakeSource, folder_id: UUID) -> None:
    files = fill(source, 3)
    library.sync(folder_id)
    source.trash(files[1])
    assert library.sync(folder_id) == outcome(unchanged=2)
    assert library.standing(folder_id) == {"0.png": "stored", "1.png": "gone", "2.png": "stored"}
    assert len(library.items()) == 3


def test_the_same_bytes_in_several_files_are_one_picture(
    library: Library, source: FakeSource, seer: FakeDescriber, folder_id: UUID
) -> None:
    for name in ("a.png", "b.png", "c.png"):
        source.add_file(name, dot("the same"))
    result = library.sync(folder_id)
    assert (result["total"], result["succeeded"]) == (3, 3)
    (item,) = library.items()
    assert {file.media_id for file in library.files(folder_id).values()} == {item.id}
    assert len(seer.calls) == 1


def test_a_picture_in_the_library_already_is_that_picture(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    known = library.done(library.add(dot("known")))
    source.add_file("again.png", dot("known"))
    assert library.sync(folder_id)["succeeded"] == 1
    assert library.files(folder_id)["again.png"].media_id == known.id
    assert [item.id for item in library.items()] == [known.id]


def test_when_one_of_two_alike_changes_the_other_becomes_a_picture_of_its_own(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    for name in ("a.png", "b.png"):
        source.add_file(name, dot("the same"))
    library.sync(folder_id)
    (shared,) = library.items()
    owner = next(file for file in library.files(folder_id).values() if file.id == shared.id)
    source.update_file(owner.source_id, dot("other"))
    library.sync(folder_id)
    assert len(library.items()) == 2
    digests = {item.asset.sha256 for item in library.items()}
    assert {library.app.storage.get(asset_key(one)) for one in digests} == {dot("the same"), dot("other")}
    assert {file.media_id == file.id for file in library.files(folder_id).values()} == {True}


def test_what_is_no_picture_is_skipped_with_its_reason(library: Library, source: FakeSource, folder_id: UUID) -> None:
    fill(source, 2)
    source.add_file("notes.txt", b"hello", mime="text/plain")
    source.add_file("fake.png", b"this is no picture at all")
    source.add_file("empty.png", b"")
    source.add_file("huge.png", dot("huge") + bytes(2_000_001))
    result = library.sync(folder_id)
    assert (result["total"], result["succeeded"], result["skipped"], result["failed"]) == (6, 2, 4, 0)
    files = library.files(folder_id)
    assert files["notes.txt"].reason == "text/plain is not a picture"
    assert {files[name].status for name in ("fake.png", "empty.png", "huge.png")} == {FileStatus.SKIPPED}
    assert all(files[name].reason and files[name].code for name in ("fake.png", "empty.png", "huge.png"))
    assert (files["huge.png"].code, source.calls[files["huge.png"].source_id]) == ("too_large", 0)


def test_a_skipped_file_that_changes_is_looked_at_again(library: Library, source: FakeSource, folder_id: UUID) -> None:
    file = source.add_file("later.png", b"half written")
    assert library.sync(folder_id)["skipped"] == 1
    source.update_file(file, dot("whole"))
    assert library.sync(folder_id)["succeeded"] == 1


def test_a_folder_is_synced_once_at_a_time(library: Library, source: FakeSource, folder_id: UUID) -> None:
    fill(source, 5)
    library.begin(folder_id)
    with pytest.raises(Conflict, match="right now"):
        library.begin(folder_id)
    assert library.synced(folder_id)["succeeded"] == 5


def test_two_folders_that_share_their_files_share_their_pictures(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    below = source.add_folder("below")
    fill(source, 6, parent=below)
    other_id = library.folder(below)
    with library.session() as session:
        change_folder(session.get_one(Folder, folder_id), DEEP)
    library.begin(folder_id)
    assert library.sync(other_id)["succeeded"] == 6
    assert library.synced(folder_id)["succeeded"] == 6
    assert len(library.items()) == 6


def test_a_picture_deleted_by_a_person_stays_deleted_while_its_file_is_unchanged(
    library: Library, source: FakeSource, folder_id: UUID
) -> None:
    fill(source, 1)
    library.sync(folder_id)
    with library.session() as session:
        session.delete(session.scalars(select(Item)).one())
    assert library.sync(folder_id) == outcome(unchanged=1)
    assert library.items() == []


def test_progress_is_told_while_files_come(
    library: Library, source: FakeSource, seer: FakeDescriber, folder_id: UUID
) -> None:
    seer.seconds = 0.3
    fill(source, 12)
    library.begin(folder_id)
    wait_for(lambda: 0 < len(library.items()) < 12)
    assert library.state(folder_id).status is FolderStatus.SYNCING
    assert library.synced(folder_id)["succeeded"] == 12
