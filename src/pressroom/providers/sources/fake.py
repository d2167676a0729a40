"""A place in memory, which changes and fails as it is told; for tests and demonstrations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5
from itertools import count
from typing import Any, BinaryIO

from pressroom.kernel.errors import NotFound, ProviderError, Rejected
from pressroom.providers.sources.source import FileBusy, Folder, Found, Look, Place

ROOT = "root"


@dataclass(slots=True)
class FakeFile:
    """A file in memory; `seen` is when it last changed, on the source's own clock."""

    id: str
    name: str
    parent: str
    content: bytes
    mime: str
    seen: int
    is_gone: bool = False


@dataclass(slots=True)
class FakeSource:
    """Holds folders and files; `failures` are raised once each, first one first, by method name or file id."""

    page_size: int = 2
    failures: dict[str, list[ProviderError | Rejected]] = field(default_factory=dict)
    """What the next `look`, `folders`, `folder`, or `fetch` of a file id raises."""
    corrupt: Counter[str] = field(default_factory=Counter)
    """How many times more a file id comes with other bytes than promised."""
    calls: Counter[str] = field(default_factory=Counter)
    """How often each method was called, and each file id fetched."""
    _folders: dict[str, tuple[str, str | None]] = field(default_factory=lambda: {ROOT: ("Root", None)})
    _files: dict[str, FakeFile] = field(default_factory=dict)
    _clock: "count[int]" = field(default_factory=lambda: count(1))
    _now: int = 0

    def add_folder(self, name: str, parent: str = ROOT) -> str:
        """Add a folder; return its id."""
        folder = f"folder-{self._tick()}"
        self._folders[folder] = (name, parent)
        return folder

    def remove_folder(self, folder: str) -> None:
        """Let a folder vanish, with what it holds."""
        del self._folders[folder]

    def add_file(self, name: str, content: bytes, parent: str = ROOT, *, mime: str = "image/png") -> str:
        """Add a file; return its id."""
        now = self._tick()
        self._files[f"file-{now}"] = FakeFile(f"file-{now}", name, parent, content, mime, now)
        return f"file-{now}"

    def update_file(self, file: str, content: bytes) -> None:
        """Give a file other bytes."""
        self._files[file].content = content
        self._files[file].seen = self._tick()

    def trash(self, file: str) -> None:
        """Let a file vanish."""
        self._files[file].is_gone = True
        self._files[file].seen = self._tick()

    def look(self, place: Place, position: Mapping[str, Any] | None) -> Look:
        """Return the next page of everything, or of what changed since the position's end."""
        self._called("look")
        self.folder(place.id)
        since, after = (position["since"], position["after"]) if position else (0, 0)
        until = position["until"] if position and position["until"] else self._now
        changed = sorted((one for one in self._files.values() if since < one.seen <= until), key=lambda one: one.seen)
        rest = [one for one in changed if one.seen > after]
        page, is_last = rest[: self.page_size], len(rest) <= self.page_size
        there = [found for one in page if (found := self._found(place, one))]
        ids = {one.id for one in there}
        return Look(
            files=there,
            gone=[one.id for one in page if one.id not in ids] if since else [],
            position={"since": until, "after": until, "until": None}
            if is_last
            else {"since": since, "after": page[-1].seen, "until": until},
            is_last=is_last,
            is_full=since == 0,
        )

    def fetch(self, place: Place, file: Found, into: BinaryIO) -> None:
        """Write the file's bytes as they are now, or what was scripted."""
        self._called("fetch")
        self._called(file.id)
        held = self._files.get(file.id)
        if held is None or self._found(place, held) is None:
            raise NotFound(f'"{file.name}" is no longer there.')
        if self.corrupt[file.id]:
            self.corrupt[file.id] -= 1
            raise FileBusy(f'"{file.name}" came with other bytes than promised (its MD5 differs). Try again.')
        into.write(held.content)

    def folders(self, parent: str | None, *, query: str = "") -> Sequence[Folder]:
        """Return the folders in one, or those whose name contains the query."""
        self._called("folders")
        return [
            self._folder(one)
            for one, (name, above) in self._folders.items()
            if (query and query.casefold() in name.casefold()) or (not query and above == (parent or ROOT))
        ]

    def folder(self, folder_id: str) -> Folder:
        """Return one folder."""
        self._called("folder")
        if folder_id not in self._folders:
            raise NotFound("This folder is not there, or is not shared with this account.")
        return self._folder(folder_id)

    def _folder(self, folder: str) -> Folder:
        has_children = any(above == folder for _, above in self._folders.values())
        return Folder(id=folder, name=self._folders[folder][0], has_children=has_children)

    def _found(self, place: Place, file: FakeFile) -> Found | None:
        """Return a file as seen from a place, or nothing when it is not in it."""
        path = self._path(place.id, file.parent)
        if file.is_gone or path is None or (path and not place.include_subfolders):
            return None
        digest = md5(file.content, usedforsecurity=False).hexdigest()
        return Found(
            id=file.id,
            name=file.name,
            path="/".join(path),
            mime=file.mime,
            size=len(file.content),
            md5=digest,
            modified_at=datetime.fromtimestamp(file.seen, UTC),
            version=digest,
            url=f"https://files.example.test/{file.id}",
            skip=None if file.mime.startswith("image/") else f"{file.mime} is not a picture",
        )

    def _path(self, top: str, folder: str) -> list[str] | None:
        """Return the names from below `top` down to a folder, or nothing when it is not below it."""
        names: list[str] = []
        at: str | None = folder
        while at is not None and at in self._folders:
            if at == top:
                return names[::-1]
            name, above = self._folders[at]
            names.append(name)
            at = above
        return None

    def _tick(self) -> int:
        self._now = next(self._clock)
        return self._now

    def _called(self, what: str) -> None:
        self.calls[what] += 1
        if waiting := self.failures.get(what):
            raise waiting.pop(0)
