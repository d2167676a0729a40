"""A folder on a disk, as a place that holds files."""

import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from pressroom.kernel.errors import Invalid, NotFound, ProviderRefused
from pressroom.providers.sources.source import FileBusy, Folder, Found, Look, Place

LITTER = {"thumbs.db", "desktop.ini", "ehthumbs.db"}
"""What Windows leaves in folders of pictures; hidden files (.DS_Store) are left out anyway."""
SETTLED_SECONDS = 2.0
CHUNK = 1024 * 1024

TYPES = MimeTypes()
TYPES.add_type("image/avif", ".avif")
TYPES.add_type("image/heic", ".heic")
TYPES.add_type("image/heif", ".heif")
TYPES.add_type("image/webp", ".webp")

Entry = tuple[str, os.DirEntry[str]]
"""A directory's entry, with its name as text that any database takes."""


class LocalFolder:
    """Reads a folder in one settled order, so that a page needs to remember only where the last one ended.

    Every listing is a complete one. Links to folders, and out of the folder, are named and not followed: there is
    no way to go in circles or to files that are not the folder's. What was written to within the last two seconds
    is skipped, and taken by the next sync.
    """

    def __init__(self, max_files_a_look: int = 500, *, settled_seconds: float = SETTLED_SECONDS) -> None:
        self._page = max_files_a_look
        self._settled = settled_seconds

    def look(self, place: Place, position: Mapping[str, Any] | None) -> Look:
        """Return the next page. Raises NotFound without the folder, ProviderRefused when it may not be read."""
        top = _top(place.id)
        after = str((position or {}).get("after", ""))
        walked = _walk(top, tuple(after.split("/")) if after else (), deep=place.include_subfolders)
        page = list(islice(((path, entry) for path, entry in walked), self._page + 1))
        is_last, page = len(page) <= self._page, page[: self._page]
        files = [one for path, entry in page if (one := self._found(top, path, entry))]
        return Look(
            files=files,
            gone=[],
            position={} if is_last else {"after": page[-1][0]},
            is_last=is_last,
            is_full=True,
        )

    def fetch(self, place: Place, file: Found, into: BinaryIO) -> None:
        """Copy a file's bytes; ProviderBusy when they changed since it was found, or while they were read."""
        path = _inside(_top(place.id), file)
        try:
            with path.open("rb") as source:
                _check_unchanged(file, source)
                while chunk := source.read(CHUNK):
                    into.write(chunk)
                _check_unchanged(file, source)
        except (FileNotFoundError, NotADirectoryError):
            raise NotFound(f'"{file.name}" is no longer in its folder.') from None
        except PermissionError:
            raise ProviderRefused(f'"{file.name}" may not be read. Give Pressroom\'s user the right to.') from None

    def folders(self, parent: str | None, *, query: str = "") -> Sequence[Folder]:
        """Return the folders in one, or in the home folder, whose names contain the query."""
        files_and_folders = _entries(_top(parent or str(Path.home())))
        return [
            _folder(Path(entry.path))
            for name, entry in files_and_folders
            if _is_folder(entry) and _is_sound(entry) and query.casefold() in name.casefold()
        ]

    def folder(self, folder_id: str) -> Folder:
        """Return one folder. Raises NotFound."""
        return _folder(_top(folder_id))

    def _found(self, top: Path, path: str, entry: os.DirEntry[str]) -> Found | None:
        """Return a file, with the reason why it is not taken if there is one; nothing for what is no file at all."""
        try:
            status = entry.stat()
        except OSError:
            return _skipped(path, "a link that leads nowhere") if entry.is_symlink() else None
        if not _is_sound(entry):
            return _skipped(path, "its name is not valid UTF-8; rename it")
        if stat.S_ISDIR(status.st_mode):
            reason = (
                "a link to a folder; links are not followed" if entry.is_symlink() else "this folder may not be read"
            )
            return _skipped(path, reason)
        if entry.is_symlink() and not _is_inside(top, Path(entry.path)):
            return _skipped(path, "a link out of the folder; links are not followed")
        return self._file(path, status) if stat.S_ISREG(status.st_mode) else None

    def _file(self, path: str, status: os.stat_result) -> Found:
        mime, _ = TYPES.guess_type(path, strict=False)
        is_settled = not 0 <= time.time() - status.st_mtime < self._settled
        return Found(
            id=path,
            name=PurePosixPath(path).name,
            path=_parent(path),
            mime=mime,
            size=status.st_size,
            md5=None,
            modified_at=datetime.fromtimestamp(status.st_mtime, UTC),
            version=_version(status) if is_settled else f"{_version(status)}-unfinished",
            url=None,
            skip=_reason(mime) if is_settled else "still being written; it is taken at the next sync",
        )


def _walk(top: Path, after: tuple[str, ...], *, deep: bool) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file's path below `top`, a folder's files before its folders, from behind the path `after`.

    A folder that may not be read is yielded itself, with a slash behind its path.
    """
    waiting: list[tuple[str, os.DirEntry[str] | None, tuple[str, ...]]] = [("", None, after)]
    while waiting:
        prefix, folder, after = waiting.pop()
        try:
            entries = _entries(Path(folder.path) if folder else top)
        except (PermissionError, NotFound):
            if folder is None:
                raise
            if not after and Path(folder.path).is_dir():
                yield prefix, folder
            continue
        for name, entry in entries:
            if (not after or (len(after) == 1 and name > after[0])) and not _is_walked(entry):
                yield f"{prefix}{name}", entry
        if deep:
            inside = [(name, entry) for name, entry in entries if _is_walked(entry)]
            waiting.extend(
                (f"{prefix}{name}/", entry, after[1:] if len(after) > 1 and name == after[0] else ())
                for name, entry in reversed(inside)
                if len(after) < 2 or name >= after[0]  # noqa: PLR2004  # the last part is a file's name
            )


def _entries(folder: Path) -> list[Entry]:
    """Return what a folder holds, in order, without what is hidden."""
    try:
        with os.scandir(folder) as entries:
            named = [(_text(entry.name), entry) for entry in entries if not _is_litter(entry.name)]
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"The folder {folder} is not there. Is its disk mounted?") from None
    return sorted(named, key=lambda one: one[0])


def _top(path: str) -> Path:
    top = Path(path)
    if not top.is_absolute():
        raise Invalid(f'"{path}" is not an absolute path of a folder.')
    if not top.is_dir():
        raise NotFound(f"The folder {path} is not there. Is its disk mounted?")
    if not os.access(top, os.R_OK | os.X_OK):
        raise ProviderRefused(f"The folder {path} may not be read. Give Pressroom's user the right to.")
    return top


def _folder(path: Path) -> Folder:
    try:
        has_children = any(_is_folder(entry) for _, entry in _entries(path))
    except (PermissionError, NotFound):
        has_children = False
    return Folder(id=str(path), name=path.name or str(path), has_children=has_children)


def _inside(top: Path, file: Found) -> Path:
    """Return where a file is; the folder may have been changed, or its path made up, since it was found."""
    path = top / file.id
    if not _is_inside(top, path):
        raise Invalid(f'"{file.name}" is not a file of the folder.')
    return path


def _is_inside(top: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(top.resolve())


def _check_unchanged(file: Found, source: BinaryIO) -> None:
    if _version(os.fstat(source.fileno())) != file.version:
        raise FileBusy(f'"{file.name}" changed since it was found. The next sync takes what it is then.')


def _version(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns}-{status.st_size}"


def _reason(mime: str | None) -> str | None:
    """Return why a type is not taken; an unknown one is judged by its content, later."""
    return None if mime is None or mime.startswith("image/") else f"{mime} is not a picture"


def _skipped(path: str, reason: str) -> Found:
    return Found(
        id=path,
        name=PurePosixPath(path).name,
        path=_parent(path),
        mime=None,
        size=None,
        md5=None,
        modified_at=None,
        version="",
        url=None,
        skip=reason,
    )


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0]


def _is_walked(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and _is_sound(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name.casefold() in LITTER


def _is_sound(entry: os.DirEntry[str]) -> bool:
    return _text(entry.name) == entry.name


def _text(name: str) -> str:
    """Return a name with bytes that are no UTF-8 written out."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")
