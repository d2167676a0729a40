"""What a change in Drive means for a place that was listed before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pressroom.providers.sources.google_files import FOLDER, SHORTCUT, File, below, found, is_picture, parents
from pressroom.providers.sources.google_position import Position
from pressroom.providers.sources.source import Found


@dataclass(slots=True)
class Changed:
    """What is there now and what is gone, each file once, as its last change left it."""

    files: dict[str, Found] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def take(self, changes: Sequence[Mapping[str, Any]], position: Position) -> bool:
        """Take a page of changes in; tell whether they can be understood without listing everything anew."""
        known = dict(position.folders)
        links = set(position.links)
        for change in changes:
            if "fileId" not in change:  # of a shared drive itself: its name, its members
                continue
            file = None if change.get("removed") or change["file"].get("trashed") else change["file"]
            if change["fileId"] in links or _changes_the_tree(change["fileId"], file, known, deep=position.deep):
                return False
            self._take(change["fileId"], file, known)
        return True

    def _take(self, file_id: str, file: File | None, known: Mapping[str, str]) -> None:
        path = _path(file, known) if file and is_picture(file["mimeType"]) else None
        if file is None or path is None:
            self.files.pop(file_id, None)
            self.gone.add(file_id)
        else:
            self.gone.discard(file_id)
            self.files[file_id] = found(file, path)


def _changes_the_tree(file_id: str, file: File | None, known: Mapping[str, str], *, deep: bool) -> bool:
    """Tell whether a folder came, went, moved or was renamed, or a shortcut came."""
    if file is None:
        return file_id in known
    path = _path(file, known)
    if file["mimeType"] == SHORTCUT:
        return path is not None
    if file["mimeType"] != FOLDER or not deep or known.get(file_id) == "":
        return False
    if file_id not in known:
        return path is not None
    return path is None or known[file_id] != below(path, file["name"])


def _path(file: File, known: Mapping[str, str]) -> str | None:
    """Return the path of the known folder a file is in."""
    return next((known[parent] for parent in parents(file) if parent in known), None)
