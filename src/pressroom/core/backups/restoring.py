"""Putting a backup into an empty installation."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from sqlalchemy import Engine, text

from pressroom.core.backups.dumping import read_in
from pressroom.core.backups.manifest import DUMP, FILES, KEY, MANIFEST, Manifest, read_manifest
from pressroom.core.backups.plugins import put_plugins
from pressroom.kernel.errors import Conflict, Invalid
from pressroom.kernel.migrate import migrate
from pressroom.kernel.storage import CHUNK, Storage

ORIGINALS = "assets/"
PRIVATE = 0o600
_TABLES = text("SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'dbos')")


def restore(
    backup: Path,
    *,
    url: str,
    engine: Engine,
    storage: Storage,
    key_file: Path | None,
    plugins: Path | None = None,
    tell: Callable[[int], None] = lambda _files: None,
) -> Manifest:
    """Fill an empty installation with a backup and bring it up to date; return the backup's manifest.

    Its key goes to `key_file` and its plug-ins into the folder `plugins`, where they are given; a folder that has files
    stays as it is. Nothing is replaced: raises Conflict where the database has tables or another key is there, Invalid
    for a file that is no whole backup, is damaged, or is of a newer version. What fails can be repeated, for the
    database is filled last, and at once.
    """
    with _opened(backup) as archive:
        manifest = read_manifest(_content(archive, MANIFEST))
        _require_empty(engine)
        if manifest.holds_key and key_file:
            _put_key(_content(archive, KEY), key_file)
        _put_files(archive, storage, tell)
        if plugins:
            put_plugins(archive, plugins)
        with TemporaryDirectory(prefix="pressroom-restore-") as folder:
            dumped = Path(folder) / DUMP
            _unpack(archive, DUMP, dumped, sha256=manifest.dump_sha256)
            read_in(url, dumped)
    migrate(engine)
    return manifest


@contextmanager
def _opened(backup: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(backup, mode="r:") as archive:
            yield archive
    except tarfile.TarError as error:
        raise _not_whole() from error


def _require_empty(engine: Engine) -> None:
    with engine.connect() as connection:
        if tables := connection.scalar(_TABLES):
            raise Conflict(
                f"The database is not empty: it has {tables} tables. A backup is restored into a new installation: "
                "choose another PRESSROOM_DATA_DIR, or an empty database as PRESSROOM_DATABASE_URL.",
                code="not_empty",
            )


def _put_key(key: bytes, path: Path) -> None:
    if path.exists():
        if path.read_bytes().split() != key.split():
            raise Conflict(
                f"{path} holds another key than the backup. Move it away first, if nothing needs it.", code="other_key"
            )
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, PRIVATE), "wb") as file:
        file.write(key)


def _put_files(archive: tarfile.TarFile, storage: Storage, tell: Callable[[int], None]) -> None:
    number = 0
    for member in archive:
        if not member.isfile() or not member.name.startswith(FILES):
            continue
        key = member.name.removeprefix(FILES)
        if ".." in key.split("/") or key.startswith("/"):
            raise Invalid(f"The backup names a file outside the storage: {key}.", code="not_a_backup")
        file = _reading(archive, member.name)
        if key.startswith(ORIGINALS):
            _require_whole(file, key.rpartition("/")[2], key)
        storage.put_file(key, file)
        number += 1
        tell(number)


def _unpack(archive: tarfile.TarFile, name: str, into: Path, *, sha256: str) -> None:
    file = _reading(archive, name)
    _require_whole(file, sha256, name)
    with into.open("wb") as target:
        shutil.copyfileobj(file, target, CHUNK)


def _require_whole(file: IO[bytes], sha256: str, name: str) -> None:
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]  # it reads as a file does
        raise Invalid(f"The backup is damaged: {name} is not what it was when it was backed up.", code="damaged_backup")
    file.seek(0)


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    return _reading(archive, name).read()


def _reading(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        file = archive.extractfile(name)
    except KeyError as error:
        raise _not_whole() from error
    if file is None:
        raise _not_whole()
    return file


def _not_whole() -> Invalid:
    return Invalid(
        "This is no whole backup of Pressroom: its end is missing, or it is something else.", code="not_a_backup"
    )
