"""Files at rest in a local folder: whole or absent."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pressroom.kernel.errors import NotFound, ProviderBusy
from pressroom.kernel.storage import Storage, asset_key, free_bytes, page_key
from pressroom.kernel.vault import key_in_file

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files lie."""
    return tmp_path / "with space" / "files"


@pytest.fixture
def storage(folder: Path, tmp_path: Path) -> Storage:
    """A local storage."""
    return Storage(folder.as_uri(), cache=tmp_path / "cache")


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_bytes_are_kept_under_their_digest(storage: Storage, folder: Path) -> None:
    stored = storage.keep(io.BytesIO(b"hello"))
    assert (stored.sha256, stored.size, stored.key) == (HELLO, 5, asset_key(HELLO))
    assert storage.get(stored.key) == b"hello"
    assert storage.path(stored.key).read_bytes() == b"hello"
    assert files_in(folder) == [f"assets/2c/{HELLO}"]


def test_the_same_bytes_are_kept_once_even_at_the_same_time(storage: Storage, folder: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = {stored.key for stored in threads.map(lambda _: storage.keep(io.BytesIO(b"x" * 3_000_000)), range(16))}
    assert len(keys) == 1
    assert len(files_in(folder)) == 1
    assert len(storage.get(keys.pop())) == 3_000_000


def test_an_object_can_be_replaced_and_deleted_twice(storage: Storage, folder: Path) -> None:
    key = storage.put(page_key(HELLO, 1, "thumbnail"), b"first")
    storage.put(key, b"second")
    assert storage.get(key) == b"second"
    storage.delete(key)
    storage.delete(key)
    assert files_in(folder) == []


def test_what_is_not_there_is_not_found(storage: Storage) -> None:
    for read in (storage.get, storage.path):
        with pytest.raises(NotFound, match="backup"):
            read("assets/00/nothing")


def test_a_check_leaves_nothing_behind(storage: Storage, folder: Path) -> None:
    storage.check()
    assert files_in(folder) == []


def test_a_folder_that_cannot_be_written_to_is_a_clear_error(storage: Storage, folder: Path) -> None:
    (folder / "assets").write_text("a file where a folder should be")
    with pytest.raises(ProviderBusy, match="does not answer"):
        storage.keep(io.BytesIO(b"hello"))


def test_free_room_is_told(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0


def test_a_key_is_made_once_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret.key"
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: key_in_file(path), range(8)))
    assert len(keys) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret.key"]
