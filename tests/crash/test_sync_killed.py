"""A worker is killed at every edge of a sync; the next one brings every file into the library, once."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from pressroom.core.assets.models import Asset
from pressroom.core.metadata.models import Revision
from pressroom.features.media.models import Folder, FolderKind, Item, Status
from pressroom.kernel.app import App
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.pictures import Size
from pressroom.providers.sources import FakeSource
from tests.crash.conftest import Processes
from tests.crash.edges import Edge, Edges
from tests.documents import rows
from tests.drive_server import DriveServer
from tests.media import Library, library_of, outcome
from tests.pictures import one_of_a_kind

pytestmark = pytest.mark.timeout(400)

END = 0
OF_A_FOLDER = {1: "look_through", 2: "carry_files", 3: "finish_sync", END: "the end of a folder's run"}
OF_A_FILE = {
    1: "fetch_file",
    2: "develop",
    3: "describe_picture",
    4: "embed_answer",
    5: "record_description",
    END: "the end of a file's run",
}
WRITES_NOTHING = {"describe_picture"}
FILES, FOLDERS = 4, 3
"""Held at once; a worker carries four files at once on the smallest machine."""
FETCHED_TWICE = {Edge(1, "fetch_file", "data"), Edge(1, "fetch_file", "record")}
"""Where the bytes were there and nobody had noted that they were."""
LONG_AGO = 1_700_000_000


def every_edge(steps: Mapping[int, str]) -> Iterator[Edge]:
    """Yield each edge of a story."""
    for step, name in steps.items():
        if step == END:
            yield Edge(step, name, "end")
            continue
        if name not in WRITES_NOTHING:
            yield Edge(step, name, "data")
        yield Edge(step, name, "record")
        yield Edge(step, name, "recorded")


def edge_name(edge: Edge) -> str:
    """Return words for an edge."""
    return f"{edge.name}, {edge.moment}"


def batched(edges: Iterator[Edge], number: int) -> Iterator[tuple[Edge, ...]]:
    """Yield the edges a few at a time."""
    while batch := tuple(islice(edges, number)):
        yield batch


@dataclass(frozen=True, slots=True)
class Bench:
    """Makes folders whose sync will come to an edge."""

    library: Library
    edges: Edges
    drive: DriveServer
    connection_id: UUID
    disk: Path

    def file_held(self, edge: Edge) -> UUID:
        """Return a folder of a Drive with two pictures, of which the first is held at an edge of its run."""
        shelf = self.drive.add_folder(edge_name(edge))
        for name in (f"held at {edge_name(edge)}.jpg", f"beside {edge_name(edge)}.jpg"):
            self.drive.add_file(name, one_of_a_kind(name), shelf, mime="image/jpeg")
        self.edges.hold(f"held at {edge_name(edge)}.jpg", edge)
        return self.library.folder(shelf, kind=FolderKind.GOOGLE_DRIVE, connection_id=self.connection_id)

    def folder_held(self, edge: Edge) -> UUID:
        """Return a folder of this disk with two pictures that is held at an edge of its run."""
        shelf = self.disk / edge_name(edge)
        shelf.mkdir()
        for number in range(2):
            path = shelf / f"{shelf.name} {number}.jpg"
            path.write_bytes(one_of_a_kind(path.name))
            os.utime(path, (LONG_AGO, LONG_AGO))
        self.edges.hold(shelf.name, edge)
        folder_id = self.library.folder(str(shelf))
        with self.library.session() as session:
            session.get_one(Folder, folder_id).name = shelf.name
        return folder_id


@pytest.fixture
def bench(app: App, processes: Processes, edges: Edges, tmp_path: Path) -> Iterator[Bench]:
    """Places for folders: a Drive that the processes know, and a disk; what processes leave lying is in a room."""
    for name in ("disk", "room"):
        (tmp_path / name).mkdir()
    with DriveServer() as drive:
        processes.environment |= drive.settings | {"TMPDIR": str(tmp_path / "room")}
        library = library_of(app, FakeSource())
        yield Bench(library, edges, drive, library.connect(*drive.sign_in.grant()), tmp_path / "disk")


def test_a_kill_at_any_edge_of_a_sync_leaves_every_file_stored_once_and_fetched_at_most_once_more(
    bench: Bench, processes: Processes, edges: Edges, tmp_path: Path
) -> None:
    batches = zip_longest(
        batched(every_edge(OF_A_FILE), FILES), batched(every_edge(OF_A_FOLDER), FOLDERS), fillvalue=()
    )
    worker = processes.start("worker")
    for of_files, of_folders in batches:
        folders = {edge: bench.file_held(edge) for edge in of_files}
        folders |= {edge: bench.folder_held(edge) for edge in of_folders}
        for folder_id in folders.values():
            bench.library.begin(folder_id)
        edges.wait_for(len(folders))
        worker.kill()
        worker.wait()
        edges.let_go()
        worker = processes.start("worker")
        for edge, folder_id in folders.items():
            check(bench.library, folder_id, edge)
    worker.terminate()
    worker.wait()
    check_fetches(bench.drive)
    check_library(bench.library, tmp_path)


def check(library: Library, folder_id: UUID, edge: Edge) -> None:
    """The sync is over with everything told right; one run stored each file and described its picture."""
    result = library.synced(folder_id, 90)
    files = library.files(folder_id).values()
    size = sum(file.size or 0 for file in files)
    assert result == outcome(total=2, succeeded=2, bytes=size), edge
    assert [(file.status, file.tries, file.media_id == file.id) for file in files] == [("stored", 1, True)] * 2, edge
    run = library.over(library.state(folder_id).run_id)
    assert run.status == "succeeded", (edge, run)
    for file in files:
        found = library.done(file.id)
        assert (found.status, found.attempt, found.filename) == (Status.COMPLETED, 1, file.name), edge
        assert found.embedding is not None, edge
        assert library.over(file.run_id).status == "succeeded", edge


def check_library(library: Library, folder: Path) -> None:
    """Every picture is there once, with one description; nothing else lies about."""
    app = library.app
    items, assets = library.items(), rows(app, Asset)
    assert len({item.asset_id for item in items}) == len(items) == len(assets) == len(rows(app, Item))
    with library.session() as session:
        said = session.execute(select(Revision.subject_id, func.count()).group_by(Revision.subject_id)).all()
    assert sorted(said) == sorted((item.id, 1) for item in items)
    expected = {key for asset in assets for key in (asset.storage_key, *thumbnails(asset.sha256))}
    assert everything_in(folder / "files") == expected
    assert everything_in(folder / "room") == set()


def thumbnails(sha256: str) -> list[str]:
    return [thumbnail_key(sha256, size) for size in Size]


def everything_in(folder: Path) -> set[str]:
    """Return the path of every file below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def check_fetches(drive: DriveServer) -> None:
    """No file was fetched twice, but those that were not written down yet when the worker died."""
    asked = Counter(one.path.rpartition("/")[2] for one in drive.requests if one.what == "media")
    fetches = {drive.files.by_id[file_id].name: number for file_id, number in asked.items()}
    held = {edge: fetches.pop(f"held at {edge_name(edge)}.jpg") for edge in every_edge(OF_A_FILE)}
    assert held == {edge: 2 if edge in FETCHED_TWICE else 1 for edge in held}
    assert max(fetches.values()) <= 2
