"""How far a look through Drive has come, as small JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_FOLDERS = 2000
MOST_LINKS = 1000


@dataclass(slots=True, kw_only=True)
class Position:
    """A listing under way, breadth first; or, `is_listed`, the place in the feed of changes behind a complete one.

    `folders` are (id, path) in the order they are listed, `at` the one being listed. While they are few they are
    all kept, to know a folder met again and, later, whether a change is in the tree; else only those still to list.
    """

    top: str
    deep: bool
    token: str
    """Where the changes since the listing begin."""
    page: str | None = None
    at: int = 0
    folders: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Shortcuts and what they lead to: where one of these changes, only a new listing tells what there is."""
    is_whole: bool = True
    is_listed: bool = False

    @classmethod
    def start(cls, top: str, *, deep: bool, token: str) -> "Position":
        """Return where a listing begins."""
        return cls(top=top, deep=deep, token=token, folders=[(top, "")])

    @classmethod
    def read(cls, written: Mapping[str, Any] | None, *, top: str, deep: bool) -> "Position | None":
        """Return a position as it was written; nothing when there is none, or one of another place."""
        if not written or set(written) != set(cls.__slots__) or (written["top"], written["deep"]) != (top, deep):
            return None
        folders = [(one, path) for one, path in written["folders"]]
        return cls(**{**written, "folders": folders, "links": list(written["links"])})

    def write(self) -> dict[str, Any]:
        """Return it as JSON; empty, so that the next sync lists anew, where there was too much to remember."""
        if self.is_listed and not self.is_whole:
            return {}
        written = {name: getattr(self, name) for name in self.__slots__}
        return {**written, "folders": [list(one) for one in self.folders], "links": list(self.links)}

    @property
    def folder(self) -> tuple[str, str]:
        """The folder being listed: its id, and its path."""
        return self.folders[self.at]

    def add_folder(self, folder: str, path: str) -> None:
        """List a folder later, unless it is known."""
        if not self.is_whole or all(folder != known for known, _ in self.folders):
            self.folders.append((folder, path))

    def add_link(self, shortcut: str, target: str) -> None:
        """Remember a shortcut."""
        self.links.extend(one for one in (shortcut, target) if one not in self.links)

    def advance(self, page: str | None) -> None:
        """Go on to the next page, or to the next folder."""
        self.page = page
        self.at += page is None
        if len(self.folders) > MOST_FOLDERS or len(self.links) > MOST_LINKS:
            self.is_whole = False
        if not self.is_whole:
            self.folders, self.at, self.links = self.folders[self.at :], 0, []
        self.is_listed = self.at >= len(self.folders)
