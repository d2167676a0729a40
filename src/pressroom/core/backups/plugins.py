"""Files of the plug-ins folder in a backup, and put back from it."""

import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pressroom.core.backups.manifest import PLUGINS
from pressroom.kernel.errors import Invalid

MODE = 0o600
LEFT_OUT = ("__pycache__",)
"""Folders that are made anew; so are hidden ones, which are none of the workflows' own."""


def plugin_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file of a plug-ins folder, by its name in a backup; nothing where there is no folder."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part in LEFT_OUT or part.startswith(".") for part in inside.parts):
            yield PLUGINS + inside.as_posix(), path


def put_plugins(archive: tarfile.TarFile, folder: Path) -> bool:
    """Put the plug-ins of a backup into a folder; one that has files stays as it is, and False is returned.

    Raises Invalid for a backup that names a file outside the folder.
    """
    if any(True for _ in plugin_files(folder)):
        return False
    for member in archive:
        if member.isfile() and member.name.startswith(PLUGINS):
            _put(archive, member, folder)
    return True


def _put(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    inside = PurePosixPath(member.name.removeprefix(PLUGINS))
    if inside.is_absolute() or ".." in inside.parts:
        raise Invalid(f"The backup names a file outside the plug-ins folder: {inside}.", code="not_a_backup")
    path, content = folder / inside, archive.extractfile(member)
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, MODE), "wb") as file:
            shutil.copyfileobj(content, file)
