"""A folder of this server's disk, its pictures decoded and described for real."""

import os
from pathlib import Path
from uuid import UUID

import pytest

from pressroom.features.media.folders.actions.keep import Options
from pressroom.features.media.models import FileStatus, FolderStatus, Stage, Status
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.describe.local import LocalDescriber
from pressroom.providers.pictures import LocalPictureReader, Size
from tests.doors import fake_doors
from tests.media import Library, outcome
from tests.pictures import TINY_HEIC, encoded, flag, opened, scene
from tests.workflows.conftest import StartWorker

LONG_AGO = 1_700_000_000


def put(file: Path, content: bytes, *, seconds: int = LONG_AGO) -> Path:
    """Write a file that was last changed long ago."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (seconds, seconds))
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder as people have them."""
    place = tmp_path / "pictures"
    jpeg = encoded(scene(1), "JPEG", quality=90)
    put(place / "beach.jpg", jpeg)
    put(place / "copy of beach.jpg", jpeg)
    put(place / "2026" / "flag.png", encoded(flag(), "PNG"))
    put(place / "2026" / "phone.heic", TINY_HEIC)
    put(place / "cut.jpg", jpeg[: len(jpeg) // 20])
    put(place / "notes.txt", b"Remember the milk.")
    put(place / "lies.png", b"<html>not a picture</html>")
    put(place / ".hidden.png", encoded(flag(), "PNG"))
    return place


@pytest.fixture
def folder_id(library: Library, place: Path, start_worker: StartWorker) -> UUID:
    """That folder with its sub-folders, and a worker that does it all."""
    start_worker(doors=fake_doors(pictures=LocalPictureReader()), seer=LocalDescriber(timeout_seconds=60))
    return library.folder(str(place), options=Options(include_subfolders=True))


def test_a_folder_of_real_files_comes_into_the_library(library: Library, folder_id: UUID) -> None:
    result = library.sync(folder_id, 90)
    counted = {name: result[name] for name in ("total", "succeeded", "failed", "skipped", "unchanged")}
    assert counted == {"total": 7, "succeeded": 4, "failed": 1, "skipped": 2, "unchanged": 0}
    files = library.files(folder_id)
    assert files["notes.txt"].reason == "text/plain is not a picture"
    assert (files["lies.png"].status, bool(files["lies.png"].reason)) == (FileStatus.SKIPPED, True)
    assert files["beach.jpg"].media_id == files["copy of beach.jpg"].media_id
    cut = library.item(files["cut.jpg"].id)
    assert (cut.status, cut.failed_stage) == (Status.FAILED, Stage.SEEING)
    for name, size in (("beach.jpg", (900, 600)), ("flag.png", (120, 80)), ("phone.heic", (48, 64))):
        media_id = files[name].media_id
        assert media_id is not None
        item = library.item(media_id)
        assert (item.status, item.width, item.height) == (Status.COMPLETED, *size), name
        assert item.description
        thumbnail = library.app.storage.get(thumbnail_key(item.asset.sha256, Size.SMALL))
        assert max(opened(thumbnail).size) == min(max(size), 400)


def test_the_next_sync_takes_only_what_is_new_there(library: Library, place: Path, folder_id: UUID) -> None:
    library.sync(folder_id, 90)
    new = put(place / "2026" / "new.png", encoded(flag((60, 40)), "PNG"))
    (place / "beach.jpg").unlink()
    result = library.sync(folder_id, 60)
    assert result == outcome(total=1, succeeded=1, unchanged=6, bytes=new.stat().st_size)
    assert library.files(folder_id)["beach.jpg"].status is FileStatus.GONE


def test_a_folder_whose_disk_is_not_mounted_says_so(library: Library, place: Path, folder_id: UUID) -> None:
    place.rename(place.with_name("elsewhere"))
    library.sync(folder_id)
    folder = library.state(folder_id)
    assert folder.status is FolderStatus.FAILED
    assert "Is its disk mounted?" in (folder.error or "")
