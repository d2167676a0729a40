"""Which files a person means by the paths they gave."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is not taken, and why; `code` is the reason's stable name."""

    path: Path
    detail: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The files meant, each once, in a stable order; and those left aside at first sight."""

    files: list[Path]
    left: list[Left]


def find_files(paths: Iterable[Path], *, recursive: bool) -> Found:
    """Return the files at `paths`: files themselves, and what is in folders, below them only if `recursive`.

    Hidden files and folders inside folders, and what is no file (sockets, broken links), are left aside.
    """
    found = Found([], [])
    seen: set[Path] = set()
    for path in paths:
        candidates = _inside(path, recursive, found.left) if path.is_dir() else [path]
        for one in candidates:
            if (real := one.resolve()) not in seen:
                seen.add(real)
                _sort_out(one, found)
    return found


def _inside(folder: Path, recursive: bool, left: list[Left]) -> Iterator[Path]:  # noqa: FBT001  # passed on
    def note(error: OSError) -> None:
        left.append(Left(Path(error.filename), f"cannot be opened: {error.strerror}", "unreadable"))

    for parent, folders, names in os.walk(folder, onerror=note):
        hidden = [name for name in folders if name.startswith(".")]
        left.extend(Left(Path(parent, name), "is a hidden folder", HIDDEN) for name in sorted(hidden))
        folders[:] = sorted(set(folders).difference(hidden)) if recursive else []
        for name in sorted(names):
            if name.startswith("."):
                left.append(Left(Path(parent, name), "is a hidden file", HIDDEN))
            else:
                yield Path(parent, name)


def _sort_out(path: Path, found: Found) -> None:
    if path.is_file():
        found.files.append(path)
    else:
        found.left.append(Left(path, "is no file", "no_file"))
