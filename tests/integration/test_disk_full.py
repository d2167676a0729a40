"""The disk is full: a clear answer, nothing half done, and work goes on once there is room.

The disk is a real one, of four megabytes.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressroom.core.assets.models import Asset
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from tests.caller import Caller, admin_of, problem_of
from tests.documents import rows
from tests.installation import installed
from tests.serving import served

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux may make a small disk"
)
MOUNT = ("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run([*MOUNT, folder], check=False, capture_output=True).returncode:  # noqa: S603  # our own
        pytest.skip("this machine lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)  # noqa: S603, S607  # our own


@pytest.fixture
def cramped(database_url: str, small_disk: Path) -> Iterator[tuple[App, Caller]]:
    """An installation on that disk."""
    with installed(database_url, small_disk) as app, served(app) as server, admin_of(app, server.url) as caller:
        yield app, caller


def test_when_the_disk_is_full_nothing_is_half_done(cramped: tuple[App, Caller], small_disk: Path) -> None:
    app, caller = cramped
    first = caller.upload(("one.txt", b"1" * 1_900_000))
    second = caller.upload(("two.txt", b"2" * 1_900_000))
    assert first.status_code == second.status_code == 202
    files = files_on(small_disk)
    body = problem_of(caller.upload(("three.txt", b"3" * 1_900_000)), 507, "storage_full")
    assert "disk is full" in body["detail"]
    assert len(rows(app, Document)) == len(rows(app, Asset)) == 2
    assert files_on(small_disk) == files
    assert caller.http.get(first.headers["location"] + "/original").content == b"1" * 1_900_000


def test_one_file_too_many_takes_none_of_its_request(cramped: tuple[App, Caller]) -> None:
    app, caller = cramped
    files = [(f"{number}.txt", str(number).encode() * 700_000) for number in range(3)]
    assert caller.upload(("big.txt", b"b" * 1_900_000)).status_code == 202
    caller.upload(("big too.txt", b"c" * 1_500_000))
    problem_of(caller.upload(*files), 507, "storage_full")
    assert sorted(document.filename for document in rows(app, Document)) == ["big too.txt", "big.txt"]


def test_with_room_again_the_same_file_is_taken(cramped: tuple[App, Caller], small_disk: Path) -> None:
    _, caller = cramped
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 3_500_000)
    problem_of(caller.upload(("a.txt", b"a" * 900_000)), 507, "storage_full")
    filler.unlink()
    assert caller.upload(("a.txt", b"a" * 900_000)).status_code == 202


def files_on(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}
