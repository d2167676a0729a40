"""Three places that hold files, filled the same way: in memory, on a disk, and in a Drive."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pressroom.providers.sources import FakeSource, FileSource, Found, LocalFolder, Look, Place, source_for
from tests.drive_server import DriveServer

LONG_AGO = 1_700_000_000


class Shelf(Protocol):
    """A place and what a person does to it; folders are named by paths, made as needed."""

    source: FileSource

    def place(self, *, deep: bool = False) -> Place: ...
    def put(self, path: str, content: bytes) -> None: ...
    def replace(self, path: str, content: bytes) -> None: ...
    def take_away(self, path: str) -> None: ...
    def vanish(self) -> None: ...


class FakeShelf:
    def __init__(self) -> None:
        self.fake = FakeSource(page_size=2)
        self.source: FileSource = self.fake
        self._ids: dict[str, str] = {"": self.fake.add_folder("Pictures")}

    def place(self, *, deep: bool = False) -> Place:
        return Place(id=self._ids[""], include_subfolders=deep)

    def put(self, path: str, content: bytes) -> None:
        folder, _, name = path.rpartition("/")
        self._ids[path] = self.fake.add_file(name, content, self._folder(folder))

    def replace(self, path: str, content: bytes) -> None:
        self.fake.update_file(self._ids[path], content)

    def take_away(self, path: str) -> None:
        self.fake.trash(self._ids[path])

    def vanish(self) -> None:
        self.fake.remove_folder(self._ids[""])

    def _folder(self, path: str) -> str:
        if path not in self._ids:
            parent, _, name = path.rpartition("/")
            self._ids[path] = self.fake.add_folder(name, self._folder(parent))
        return self._ids[path]


@dataclass
class DiskShelf:
    top: Path
    seconds: int = LONG_AGO

    def __post_init__(self) -> None:
        self.source: FileSource = LocalFolder(max_files_a_look=2)
        self.top.mkdir()

    def place(self, *, deep: bool = False) -> Place:
        return Place(id=str(self.top), include_subfolders=deep)

    def put(self, path: str, content: bytes) -> None:
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self.seconds += 1
        os.utime(file, (self.seconds, self.seconds))

    def replace(self, path: str, content: bytes) -> None:
        self.put(path, content)

    def take_away(self, path: str) -> None:
        (self.top / path).unlink()

    def vanish(self) -> None:
        for file in sorted(self.top.rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
        self.top.rmdir()


class DriveShelf:
    def __init__(self, server: DriveServer, *, parent: str | None = None) -> None:
        self.server = server
        access, _ = server.sign_in.grant()
        self.source = source_for("google_drive", token=lambda: access, api_url=server.api_url, page_size=2)
        self.ids: dict[str, str] = {"": server.add_folder("Pictures", parent)}

    def place(self, *, deep: bool = False) -> Place:
        return Place(id=self.ids[""], include_subfolders=deep)

    def put(self, path: str, content: bytes) -> None:
        folder, _, name = path.rpartition("/")
        self.ids[path] = self.server.add_file(name, content, self._folder(folder))

    def replace(self, path: str, content: bytes) -> None:
        self.server.update_file(self.ids[path], content)

    def take_away(self, path: str) -> None:
        self.server.trash(self.ids[path])

    def vanish(self) -> None:
        self.server.remove(self.ids[""])

    def _folder(self, path: str) -> str:
        if path not in self.ids:
            parent, _, name = path.rpartition("/")
            self.ids[path] = self.server.add_folder(name, self._folder(parent))
        return self.ids[path]


@contextmanager
def fake_shelf(_: Path) -> Iterator[Shelf]:
    yield FakeShelf()


@contextmanager
def disk_shelf(folder: Path) -> Iterator[Shelf]:
    yield DiskShelf(folder / "pictures")


@contextmanager
def drive_shelf(_: Path) -> Iterator[Shelf]:
    with DriveServer() as server:
        yield DriveShelf(server)


@contextmanager
def shared_drive_shelf(_: Path) -> Iterator[Shelf]:
    with DriveServer() as server:
        yield DriveShelf(server, parent=server.add_drive("Studio"))


SHELVES: dict[str, Callable[[Path], AbstractContextManager[Shelf]]] = {
    "fake": fake_shelf,
    "folder": disk_shelf,
    "google_drive": drive_shelf,
    "shared_drive": shared_drive_shelf,
}


@dataclass
class Library:
    """What a sync keeps of a place's looks: a caller in small."""

    source: FileSource
    place: Place
    position: dict[str, object] | None = None

    def __post_init__(self) -> None:
        self.files: dict[str, Found] = {}
        self.looks: list[Look] = []

    def sync(self) -> list[Found]:
        """Look to the end; return the files that are new or have another version."""
        self.looks, fresh, listed = [], {}, set()
        while not self.looks or not self.looks[-1].is_last:
            look = self.source.look(self.place, self.position)
            self.looks.append(look)
            self.position = look.position
            for gone in look.gone:
                self.files.pop(gone, None)
            for file in look.files:
                listed.update([file.id] if look.is_full else [])
                if file.id not in self.files or self.files[file.id].version != file.version:
                    fresh[file.id] = file
                self.files[file.id] = file
        if self.looks[-1].is_full:
            self.files = {one: file for one, file in self.files.items() if one in listed}
        return list(fresh.values())

    @property
    def paths(self) -> list[str]:
        """Where the files are, in order."""
        return sorted(f"{file.path}/{file.name}".lstrip("/") for file in self.files.values())
