"""What a backup says of itself, and whether this version can take it in."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version

from pressroom import __version__
from pressroom.kernel.clock import zulu
from pressroom.kernel.errors import Invalid
from pressroom.kernel.migrate import newest_revision

FORMAT = 2
"""Plug-ins are in it since 2."""
MANIFEST, DUMP, KEY, FILES, PLUGINS = "manifest.json", "database.dump", "secret.key", "files/", "plugins/"
"""What lies in a backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What was in the installation at the instant of the dump."""

    documents: int
    pictures: int
    pins: int
    users: int
    runs_under_way: int
    sealed_secrets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A backup's account of itself; `holds_key` says whether the secrets in it can be opened with it alone."""

    format: int
    version: str
    revision: str
    engine: str
    made_at: str
    """The instant of the dump: what came later is not in it."""
    dump_sha256: str
    files: int
    file_bytes: int
    holds_files: bool
    holds_key: bool
    missing: list[str]
    contents: Contents
    plugins: list[str] = field(default_factory=list)
    """The files of the plug-ins folder; none in a backup of the first format."""

    def to_json(self) -> bytes:
        """Return it as it is stored."""
        return json.dumps(asdict(self), indent=2).encode()


def manifest_of(
    *,
    made_at: datetime,
    dump_sha256: str,
    files: int,
    file_bytes: int,
    holds_files: bool,
    holds_key: bool,
    missing: list[str],
    contents: Contents,
    plugins: list[str],
) -> Manifest:
    """Return the manifest of a backup that this version makes."""
    return Manifest(
        format=FORMAT,
        version=__version__,
        revision=newest_revision(),
        engine=version("dbos"),
        made_at=zulu(made_at),
        dump_sha256=dump_sha256,
        files=files,
        file_bytes=file_bytes,
        holds_files=holds_files,
        holds_key=holds_key,
        missing=missing,
        contents=contents,
        plugins=plugins,
    )


def read_manifest(content: bytes) -> Manifest:
    """Return a stored manifest, if this version can take in what it is about; raises Invalid."""
    try:
        given = json.loads(content)
        if given["format"] > FORMAT:
            raise Invalid(_newer(given["version"]), code="backup_newer")
        found = Manifest(**given | {"contents": Contents(**given["contents"])})
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid("This is no backup of Pressroom, or it is damaged.", code="not_a_backup") from error
    if found.revision > newest_revision() or _numbers(found.engine) > _numbers(version("dbos")):
        raise Invalid(_newer(found.version), code="backup_newer")
    return found


def _newer(made_by: str) -> str:
    return (
        f"This backup was made by Pressroom {made_by}, which is newer than this one ({__version__}). "
        "Install that version or a later one, then restore with it."
    )


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".")[:2] if part.isdecimal())
