"""`make bench`: every benchmark, or those named, each beside what it is held against."""

import argparse
import json
import os
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from bench import (
    accept,
    character_errors,
    engine,
    events,
    folders,
    generations,
    idle,
    library,
    live,
    painting,
    pins,
    publishing,
    reading,
    runs,
    scaling,
    start,
    streams,
    workers,
)
from bench.installation import Failed
from bench.row import Row, markdown, missed, table

BENCHMARKS: dict[str, Callable[[], list[Row]]] = {
    "start": start.run,
    "accept": accept.run,
    "live": live.run,
    "streams": streams.run,
    "engine": engine.run,
    "events": events.run,
    "workers": workers.run,
    "scaling": scaling.run,
    "reading": reading.run,
    "accuracy": character_errors.run,
    "folders": folders.run,
    "library": library.run,
    "runs": runs.run,
    "generations": generations.run,
    "painting": painting.run,
    "pins": pins.run,
    "publishing": publishing.run,
    "idle": idle.run,
}
LIBRARIES = ("dbos", "fastapi", "opencv-python-headless", "pillow", "psycopg", "pypdfium2", "sqlalchemy", "tesserocr")


def main() -> int:
    """Run, print, and return 1 if a hard target was missed in every try."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(BENCHMARKS)}; none: all")
    parser.add_argument(
        "--tries",
        type=int,
        default=3,
        help="how often to measure while a target is missed: the machine may have been busy with something else",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here too")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table for documentation here")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    print(f"{said(machine())}\n")
    rows: list[Row] = []
    for name in given.names or BENCHMARKS:
        rows += measured(name, tries=given.tries)
    print(f"\n{table(rows)}\n\nload average at the end: {load()}")
    if given.markdown:
        given.markdown.write_text(f"{said(machine())}\n\n{markdown(rows)}\n")
    if given.json:
        given.json.write_text(json.dumps({"machine": machine(), "rows": [asdict(row) for row in rows]}, indent=1))
    return 1 if missed(rows) else 0


def measured(name: str, *, tries: int) -> list[Row]:
    """Return the rows of one benchmark, from the try that missed the fewest targets."""
    made: list[list[Row]] = []
    while len(made) < tries and (not made or missed(made[-1])):
        began = perf_counter()
        made.append(attempt(name))
        print(f"{name} (try {len(made)}, {perf_counter() - began:.0f} s, load {load()})", flush=True)
        print(table(made[-1]), end="\n\n", flush=True)
    return min(reversed(made), key=lambda rows: len(missed(rows)))


def attempt(name: str) -> list[Row]:
    """Return the rows of one benchmark, or one that says why there are none."""
    try:
        return BENCHMARKS[name]()
    except (Failed, TimeoutError, httpx.HTTPError) as error:
        traceback.print_exception(error, limit=-1)
        return [Row(what=name, measured="did not work", met=False)]


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "load": load(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def said(facts: dict[str, Any]) -> str:
    """Return the machine's facts in a line."""
    libraries: Sequence[str] = [f"{name} {number}" for name, number in facts["libraries"].items()]
    return f"{facts['system']}, Python {facts['python']}, load {facts['load']}; {', '.join(libraries)}"


def load() -> str:
    """Return the load average of the last minute, five and fifteen."""
    return " ".join(f"{one:.2f}" for one in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
