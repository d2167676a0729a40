"""A folder of pictures brought into the library: how many a second, beside the sum of the parts, and at what memory."""

import json
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from bench.bare_pictures import seconds_of_parts
from bench.idle import LEAVE_SECONDS, memory_by_part, readers
from bench.installation import Installation, installation
from bench.photographs import photographs
from bench.row import Row
from bench.timings import wait_until

PICTURES, SIZE = 100, (3000, 2000)
MANY, SMALL, LARGE_ONES = 10_000, (240, 160), 300
OVERHEAD = 1.5
LONGEST_SECONDS = 300.0
WATCHED_SECONDS = 120.0
LOOK_SECONDS = 2.0
MEMORY_MB = 400.0


def run() -> list[Row]:
    """Sync a folder of photographs, then one of ten thousand small ones."""
    with TemporaryDirectory(prefix="pressroom-bench-photos-") as root:
        return [*pictures_a_second(Path(root)), *memory_of_many(Path(root))]


def pictures_a_second(root: Path) -> list[Row]:
    """Measure a sync from its start to its end, and the parts of it on the same pictures before."""
    paths = photographs(root / "photographs", PICTURES, size=SIZE)
    parts = seconds_of_parts(paths)
    with watching(root) as press:
        warm(press, root)
        result = synced(press, root / "photographs")
    seconds = result["seconds"]
    return [
        Row(
            what=f"{PICTURES} JPEGs of 6 megapixels, folder to completed",
            measured=f"{PICTURES / seconds:.1f} pictures/s",
            against=f"decode + thumbnails + analysis alone {PICTURES / parts:.1f}; <= {OVERHEAD} times their time",
            ratio=seconds / parts,
            met=seconds / parts <= OVERHEAD,
        )
    ]


def memory_of_many(root: Path) -> list[Row]:
    """Watch the memory for the first two minutes of a sync of ten thousand files, small ones and some photographs."""
    photographs(root / "many", MANY - LARGE_ONES, size=SMALL, seed=1)
    for number, path in enumerate(photographs(root / "large", LARGE_ONES, size=SIZE, seed=3)):
        path.rename(root / "many" / f"photo-{number * MANY // LARGE_ONES:05}-large.jpg")
    with watching(root) as press:
        wait_until(lambda: not readers(press), within=LEAVE_SECONDS, what="child processes gone", every=1.0)
        before = sum(memory_by_part(press).values())
        folder = started(press, root / "many")
        peak, until = 0.0, monotonic() + WATCHED_SECONDS
        while monotonic() < until:
            peak = max(peak, sum(memory_by_part(press).values()))
            sleep(LOOK_SECONDS)
        done = press.client.get(f"/api/media/folders/{folder}").raise_for_status().json()["progress"]["done"]
    return [
        Row(
            what=f"memory (PSS) while syncing {MANY:,} files, over idle, the first {WATCHED_SECONDS:.0f} s",
            measured=f"{peak - before:.0f} MB over {before:.0f} ({done} files done)",
            against=f"<= {MEMORY_MB:.0f} MB",
            ratio=(peak - before) / MEMORY_MB,
            met=peak - before <= MEMORY_MB,
        )
    ]


def watching(root: Path) -> AbstractContextManager[Installation]:
    """Give an installation that may look through folders below `root`."""
    return installation(settings={"PRESSROOM_MEDIA_ROOTS": json.dumps([str(root)])})


def warm(press: Installation, root: Path) -> None:
    """Have a few other pictures done first, so that the child processes have loaded what they need."""
    synced(press, photographs(root / "warm", 8, size=SIZE, seed=2)[0].parent)


def synced(press: Installation, path: Path) -> dict[str, Any]:
    """Sync a folder to its end; return its result, with the seconds it took."""
    folder = started(press, path)

    def ended() -> bool:
        found = press.client.get(f"/api/media/folders/{folder}").raise_for_status().json()
        return bool(found["status"] in {"idle", "failed"})

    wait_until(ended, within=LONGEST_SECONDS, what="folder synced", every=0.5)
    found = press.client.get(f"/api/media/folders/{folder}").raise_for_status().json()
    run = press.client.get(f"/api/runs/{found['run_id']}").raise_for_status().json()
    result: dict[str, Any] = found["last_result"]
    assert result["failed"] == 0, result
    took = datetime.fromisoformat(run["completed_at"]) - datetime.fromisoformat(run["started_at"])
    return result | {"seconds": took.total_seconds()}


def started(press: Installation, path: Path) -> str:
    """Add a folder and start its sync; return its id."""
    added = press.client.post("/api/media/folders", json={"kind": "folder", "path": str(path)}).raise_for_status()
    folder = str(added.json()["id"])
    press.client.post(f"/api/media/folders/{folder}/sync").raise_for_status()
    return folder
