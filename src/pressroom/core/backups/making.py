"""Taking a backup."""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

from sqlalchemy import Connection, func, select, text

from pressroom.core.backups.dumping import dump
from pressroom.core.backups.manifest import DUMP, FILES, KEY, MANIFEST, PLUGINS, Contents, Manifest, manifest_of
from pressroom.core.backups.plugins import plugin_files
from pressroom.core.backups.sealing import sealed_columns
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, NotFound
from pressroom.kernel.log import logger
from pressroom.kernel.storage import PROBE, Storage
from pressroom.kernel.vault import keys_in_file

log = logger(__name__)

PRIVATE = 0o600
"""A backup holds everything, secrets too: it is for its owner alone."""
_CONTENTS = text(
    """
    SELECT (SELECT count(*) FROM documents) AS documents,
           (SELECT count(*) FROM media_items) AS pictures,
           (SELECT count(*) FROM pins) AS pins,
           (SELECT count(*) FROM users) AS users,
           (SELECT count(*) FROM dbos.workflow_status WHERE status IN ('ENQUEUED', 'PENDING'))
           + (SELECT count(*) FROM dbos.workflow_status WHERE status = 'DELAYED') AS runs_under_way
    """
)
_ORIGINALS = text("SELECT storage_key FROM assets ORDER BY storage_key")


@dataclass(frozen=True, slots=True)
class Dumped:
    """A dump of the database, what it tells of, and the originals it names."""

    path: Path
    at: datetime
    contents: Contents
    originals: frozenset[str]


def back_up(
    app: App,
    into: Path,
    *,
    key_file: Path | None,
    with_files: bool,
    plugins: Path | None = None,
    tell: Callable[[int], None] = lambda _files: None,
) -> Manifest:
    """Write everything to a new file, while work goes on; return its manifest.

    `key_file` and the files of the folder `plugins` are taken along where they are given. Raises Conflict for a file
    that exists, DumpFailed and ProviderBusy where database or storage fail; what was written until then is removed.
    """
    if into.exists():
        raise _is_there(into)
    with TemporaryDirectory(dir=into.absolute().parent, prefix=".pressroom-backup-") as folder:
        unfinished = Path(folder) / "backup"
        descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                written = _Archive(archive, tell)
                manifest = _write(app, written, Path(folder), key_file=key_file, with_files=with_files, plugins=plugins)
            file.flush()
            os.fsync(file.fileno())
        try:
            into.hardlink_to(unfinished)  # never over another that came meanwhile
        except FileExistsError as error:
            raise _is_there(into) from error
        except OSError:  # a disk that knows no second name for a file, as those that are carried about
            unfinished.rename(into)
    return manifest


class _Archive:
    """A tar archive that stored files are added to, each once."""

    def __init__(self, archive: tarfile.TarFile, tell: Callable[[int], None]) -> None:
        self.keys: set[str] = set()
        self.bytes = 0
        self._archive = archive
        self._tell = tell

    def add_stored(self, storage: Storage, keys: Iterable[str]) -> None:
        """Add stored files that are not in yet; one that is removed meanwhile is left out."""
        for key in keys:
            if key in self.keys or key == PROBE:
                continue
            try:
                size, file = storage.reading(key)
            except NotFound:
                log.info("a file was removed while it was to be backed up", key=key)
                continue
            with closing(file):
                self._archive.addfile(_member(FILES + key, size), file)  # type: ignore[arg-type]  # it reads only
            self.keys.add(key)
            self.bytes += size
            self._tell(len(self.keys))

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a small member."""
        self._archive.addfile(_member(name, len(content)), io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file of this machine's."""
        with path.open("rb") as file:
            self._archive.addfile(_member(name, path.stat().st_size), file)


def _is_there(file: Path) -> Conflict:
    return Conflict(f"{file} is there already. Choose another name, or remove it first.", code="backup_exists")


def _write(
    app: App, archive: _Archive, folder: Path, *, key_file: Path | None, with_files: bool, plugins: Path | None
) -> Manifest:
    if with_files:
        archive.add_stored(app.storage, app.storage.every_key())
    keys = keys_in_file(key_file) if key_file else []
    dumped = _dumped(app, folder / DUMP)
    archive.add_file(DUMP, dumped.path)
    if with_files:
        archive.add_stored(app.storage, app.storage.every_key())
    if key_file:
        newest = keys_in_file(key_file)  # keys may have changed before the dump, or after it
        archive.add_bytes(KEY, "\n".join([*newest, *(one for one in keys if one not in newest)]).encode())
    own = list(plugin_files(plugins)) if plugins else []
    for name, path in own:
        archive.add_file(name, path)
    manifest = manifest_of(
        made_at=dumped.at,
        dump_sha256=_digest(dumped.path),
        files=len(archive.keys),
        file_bytes=archive.bytes,
        holds_files=with_files,
        holds_key=key_file is not None,
        missing=sorted(dumped.originals - archive.keys) if with_files else [],
        contents=dumped.contents,
        plugins=[name.removeprefix(PLUGINS) for name, _ in own],
    )
    archive.add_bytes(MANIFEST, manifest.to_json())
    return manifest


def _dumped(app: App, path: Path) -> Dumped:
    """Dump the database at one instant, and read at the same what it holds."""
    at = now()
    engine = app.database.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, connection.begin():
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        contents = _contents(connection)
        originals = frozenset(connection.scalars(_ORIGINALS))
        dump(app.database_url, snapshot=str(snapshot), into=path)
    return Dumped(path, at, contents, originals)


def _contents(connection: Connection) -> Contents:
    sealed = [connection.scalar(select(func.count(table.c[column]))) or 0 for table, column in sealed_columns()]
    return Contents(**connection.execute(_CONTENTS).mappings().one(), sealed_secrets=sum(sealed))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, PRIVATE, int(time())
    return member


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
