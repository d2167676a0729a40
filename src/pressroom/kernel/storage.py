"""Files at rest: a local folder or a bucket, behind one small interface; keys are chosen by content.

Local objects are written to a temporary name and renamed, so a key is either whole or absent. Reading gives a
path, because every parser wants one: the object's own path in a local store, a cached copy of one in a bucket.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from obstore import open_reader
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as ObjectNotFound
from obstore.store import LocalStore, from_url

from pressroom.kernel.errors import NotFound, ProviderBusy

if TYPE_CHECKING:
    from obstore import ReadableFile

CHUNK = 1 << 20
PARTIAL = "partial-"
SMALL_BYTES = 8_000_000
CACHE_BYTES = 2_000_000_000
"""How much of what was read from a bucket is kept on this machine's disk."""
PROBE = "doctor/probe"
ROOM_BYTES = 20_000_000
"""Less than this, and hardly a file can be kept."""
DERIVED = ("pages", "thumbnails", "pins")
"""Where what is made of an original is kept."""


class StorageFull(ProviderBusy):
    """There is no room for the file."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that are safely kept."""

    key: str
    sha256: str
    size: int


class Storage:
    """Objects under one URL: `file:///folder` or `s3://bucket/prefix`."""

    def __init__(self, url: str, *, cache: Path, cache_bytes: int = CACHE_BYTES) -> None:
        self._cache = cache
        self._cache_bytes = cache_bytes
        self._folder: Path | None = None
        if urlsplit(url).scheme == "file":
            self._folder = Path(url2pathname(urlsplit(url).path))
            self._store = LocalStore(self._folder, mkdir=True, automatic_cleanup=True)
        else:
            self._store = from_url(url)  # type: ignore[assignment]  # both speak the same interface

    def keep(self, file: BinaryIO) -> Stored:
        """Store the bytes of `file` under their digest; storing the same bytes again changes nothing.

        Raises StorageFull when there is no room, ProviderBusy when a bucket does not answer.
        """
        small = file.read(SMALL_BYTES)
        digest, size = hashlib.sha256(small), len(small)
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        file.seek(0)
        sha256 = digest.hexdigest()
        key = asset_key(sha256)
        if not self._has(key, size):
            with _failures_named():
                # A Python file is read in small pieces, each a call back into Python: small ones go as bytes.
                self._store.put(key, small if size == len(small) else file)
        return Stored(key, sha256, size)

    def has(self, stored: Stored) -> bool:
        """Tell whether the bytes are there."""
        return self._has(stored.key, stored.size)

    def put(self, key: str, content: bytes) -> str:
        """Store `content` under `key`, replacing what was there; return the key."""
        with _failures_named():
            self._store.put(key, content)
        return key

    def get(self, key: str) -> bytes:
        """Return an object's bytes; raises NotFound."""
        with _failures_named():
            return bytes(self._store.get(key).bytes())

    def put_file(self, key: str, file: IO[bytes]) -> None:
        """Store what a file holds under `key`, replacing what was there; in pieces, where it is large."""
        small = file.read(SMALL_BYTES)
        file.seek(0)
        with _failures_named():
            self._store.put(key, small if len(small) < SMALL_BYTES else file)

    def reading(self, key: str) -> "tuple[int, ReadableFile]":
        """Return an object's size, and what reads it piece by piece; raises NotFound."""
        with _failures_named():
            file = open_reader(self._store, key)
            return file.size, file

    def every_key(self) -> Iterator[str]:
        """Yield the key of every object."""
        with _failures_named():
            for some in self._store.list():
                yield from (one["path"] for one in some)

    def path(self, key: str) -> Path:
        """Return a local path of an object: its own, or a cached copy's; not to be written to."""
        if self._folder is not None:
            path = self._folder / key
            if not path.exists():
                raise NotFound("The stored file is gone from the data folder. Restore it from a backup.")
            return path
        return self._cached(key)

    def keys(self, prefix: str) -> list[str]:
        """Return the keys of all objects under a prefix."""
        with _failures_named():
            return [one["path"] for one in self._store.list(f"{prefix}/").collect()]

    def delete(self, key: str) -> None:
        """Remove an object; removing one that is gone is no error."""
        self._copy_of(key).unlink(missing_ok=True)
        with suppress(NotFound), _failures_named():
            self._store.delete(key)

    def forget(self, sha256: str) -> None:
        """Remove an original and everything that was derived from it; what is gone already is no error."""
        derived = [key for prefix in DERIVED for key in self.keys(f"{prefix}/{_shelf(sha256)}")]
        for key in (asset_key(sha256), *derived):
            self.delete(key)

    def probe(self) -> None:
        """Raise where files can be neither read nor written; nothing is written, so it may be asked at any time."""
        if self._folder is None:
            self._has(PROBE, 0)
        elif not os.access(self._folder, os.R_OK | os.W_OK | os.X_OK):
            raise ProviderBusy("The folder of stored files is gone, or may not be written to.")
        elif free_bytes(self._folder) < ROOM_BYTES:
            raise StorageFull("The disk of stored files is full.")

    def check(self) -> None:
        """Write, read and remove a small object; raises what a real write would."""
        self.put(PROBE, b"pressroom")
        self.get(PROBE)
        self.delete(PROBE)

    def _has(self, key: str, size: int) -> bool:
        try:
            if self._folder is not None:
                return self.path(key).stat().st_size == size
            with _failures_named():
                return self._store.head(key)["size"] == size
        except NotFound:
            return False

    def _cached(self, key: str) -> Path:
        path = self._copy_of(key)
        if path.exists():
            path.touch()  # in use, so not the next one to go
            return path
        with _failures_named():
            found = self._store.get(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, prefix=PARTIAL, delete=False) as file:
                for chunk in found.stream(min_chunk_size=CHUNK):
                    file.write(chunk)
            Path(file.name).replace(path)
        self._make_room()
        return path

    def _copy_of(self, key: str) -> Path:
        return self._cache / key.replace("/", "_")

    def _make_room(self) -> None:
        """Delete the copies used longest ago, but never the latest; a parser that has one open keeps reading it."""
        copies = []
        for path in self._cache.iterdir():
            with suppress(FileNotFoundError):  # another process makes room too
                copies.append((path.stat(), path))
        total = 0
        for number, (stat, path) in enumerate(sorted(copies, key=lambda one: -one[0].st_mtime_ns)):
            total += stat.st_size
            if number and total > self._cache_bytes and not path.name.startswith(PARTIAL):
                path.unlink(missing_ok=True)


def asset_key(sha256: str) -> str:
    """Return the key of an original by its digest."""
    return f"assets/{_shelf(sha256)}"


def page_key(sha256: str, number: int, what: str) -> str:
    """Return the key of a page's `picture` or `thumbnail`, derived from the original with that digest."""
    return f"pages/{_shelf(sha256)}/{number}-{what}.jpg"


def thumbnail_key(sha256: str, size: str) -> str:
    """Return the key of a picture's thumbnail, derived from the original with that digest."""
    return f"thumbnails/{_shelf(sha256)}/{size}.webp"


def pin_key(sha256: str, fit: str) -> str:
    """Return the key of a picture brought to a pin's shape, derived from the original with that digest."""
    return f"pins/{_shelf(sha256)}/{fit}.jpg"


def _shelf(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def free_bytes(folder: Path) -> int:
    """Return the room left on the disk that holds `folder`."""
    return shutil.disk_usage(folder).free


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except (ObjectNotFound, FileNotFoundError) as error:
        raise NotFound("The stored file is gone. Restore it from a backup.") from error
    except (BaseError, OSError) as error:
        if "No space left" in str(error) or "os error 28" in str(error):
            raise StorageFull(
                "The disk is full, so nothing was stored. Free some space on the data folder's disk, then try again."
            ) from error
        reason = str(error).partition("\n")[0]  # below it is the library's own account of itself
        raise ProviderBusy(f"The file storage does not answer: {reason}. Try again in a moment.") from error
