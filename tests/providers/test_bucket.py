"""Files at rest in a bucket, by the real client against a local server."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressroom.kernel.errors import NotFound, ProviderBusy
from pressroom.kernel.storage import Storage
from tests.bucket import Bucket, open_bucket


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket that the environment leads to."""
    with open_bucket() as bucket:
        for name, value in bucket.environment.items():
            monkeypatch.setenv(name, value)
        yield bucket


@pytest.fixture
def storage(bucket: Bucket, tmp_path: Path) -> Storage:
    """A storage in the bucket, which keeps 3 MB of what it has read."""
    assert bucket
    return Storage("s3://shelf/press", cache=tmp_path / "cache", cache_bytes=3_000_000)


def test_bytes_are_kept_in_the_bucket_under_their_digest(storage: Storage, bucket: Bucket) -> None:
    stored = storage.keep(io.BytesIO(b"hello"))
    assert bucket.objects == {f"/shelf/press/{stored.key}": b"hello"}
    assert storage.get(stored.key) == b"hello"
    assert storage.has(stored)


def test_a_file_larger_than_one_request_takes_is_kept_whole(storage: Storage) -> None:
    content = bytes(range(256)) * 80_000
    stored = storage.keep(io.BytesIO(content))
    assert stored.size == len(content)
    assert storage.path(stored.key).read_bytes() == content


def test_the_same_bytes_are_sent_once(storage: Storage, bucket: Bucket) -> None:
    stored = storage.keep(io.BytesIO(b"hello"))
    bucket.objects[f"/shelf/press/{stored.key}"] = b"HELLO"  # as long, so that sending again would show
    storage.keep(io.BytesIO(b"hello"))
    assert storage.get(stored.key) == b"HELLO"


def test_parsers_get_a_copy_that_is_fetched_once(storage: Storage, bucket: Bucket) -> None:
    stored = storage.keep(io.BytesIO(b"hello"))
    path = storage.path(stored.key)
    bucket.objects.clear()
    assert storage.path(stored.key) == path
    assert path.read_bytes() == b"hello"


def test_the_copies_that_were_used_longest_ago_make_room(storage: Storage) -> None:
    paths = []
    for letter in b"abcd":
        stored = storage.keep(io.BytesIO(bytes([letter]) * 1_000_000))
        paths.append(storage.path(stored.key))
    assert [path.exists() for path in paths] == [False, True, True, True]


def test_what_is_deleted_is_gone_with_its_copy(storage: Storage) -> None:
    stored = storage.keep(io.BytesIO(b"hello"))
    copy = storage.path(stored.key)
    storage.delete(stored.key)
    storage.delete(stored.key)
    assert not copy.exists()
    for read in (storage.get, storage.path):
        with pytest.raises(NotFound):
            read(stored.key)


def test_the_doctor_s_check_leaves_nothing_behind(storage: Storage, bucket: Bucket) -> None:
    storage.check()
    assert bucket.objects == {}


def test_a_bucket_that_does_not_answer_is_busy(
    storage: Storage, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket, "objects", None)  # every request breaks off
    with pytest.raises(ProviderBusy, match="does not answer"):
        storage.get("assets/00/nothing")
