"""How long the offline painter takes in each style, and how much memory its process needs.

One picture at a time, in a process that does nothing else, after a first one that loads what all need; then two at
once, as two users would have it.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.row import Row
from pressroom.providers.paint.painter import SubjectType
from pressroom.providers.paint.sewing.painting import paint
from pressroom.providers.paint.styles import style, styles

PICTURED = Path(__file__).parents[1] / "samples" / "pictures"
ROUNDS = 1
MOST_SECONDS = 4.0
MOST_MEGABYTES = 1000
KILOBYTE = 1 if sys.platform == "darwin" else 1024


def run() -> list[Row]:
    """Return seconds per picture in each style, and the largest memory of the process that painted them."""
    (alone,) = _measured(1)
    both = _measured(2)
    rows = [_timed(key, times, alone["processor"][key]) for key, times in alone["seconds"].items()]
    times = [seconds for one in both for by_style in one["seconds"].values() for seconds in by_style]
    rows.append(Row(what="painting, two at once: seconds per picture, p50", measured=f"{median(times):.2f} s"))
    megabytes = max(one["megabytes"] for one in [alone, *both])
    rows.append(
        Row(
            what="painting: largest memory of its process",
            measured=f"{megabytes:.0f} MB",
            against=f"<= {MOST_MEGABYTES} MB",
            ratio=megabytes / MOST_MEGABYTES,
            met=megabytes <= MOST_MEGABYTES,
        )
    )
    return rows


def _timed(key: str, times: Sequence[float], processor: Sequence[float]) -> Row:
    middle = median(times)
    return Row(
        what=f"painting, {key}: seconds per picture, p50",
        measured=f"{middle:.2f} s (slowest {max(times):.2f}; of processor {median(processor):.2f})",
        against=f"<= {MOST_SECONDS:.0f} s",
        ratio=middle / MOST_SECONDS,
        met=middle <= MOST_SECONDS,
    )


def _measured(processes: int) -> list[dict[str, Any]]:
    """Return what so many processes of their own, painting at once, measured."""
    command = [sys.executable, "-m", "bench.painting", "paint"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]  # noqa: S603  # our own code
    return [json.loads(process.communicate()[0]) for process in started]


def _paint() -> None:
    """Paint every sample in every style, and print what that took."""
    photos = [path.read_bytes() for path in sorted(PICTURED.glob("*.webp"))]
    paint(photos[0], style("plushie").recipe, SubjectType.OTHER)
    took = {one.key: [_took(photo, one.key) for _ in range(ROUNDS) for photo in photos] for one in styles()}
    seconds, processor = ({key: [one[kind] for one in times] for key, times in took.items()} for kind in (0, 1))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / 1e6
    print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": megabytes}))


def _took(photo: bytes, key: str) -> tuple[float, float]:
    """Return how many seconds a picture took, and how many of processor, of both cores together."""
    began, worked = time.perf_counter(), time.process_time()
    paint(photo, style(key).recipe, SubjectType.OTHER)
    return time.perf_counter() - began, time.process_time() - worked


if __name__ == "__main__":
    _paint()
