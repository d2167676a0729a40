"""How long the local model takes, by length of the document, and what it costs a process to load it.

Run with `python -m bench.describing`. Times are of one process on one core, the model loaded; the first line
is what the first document of a process pays on top.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from pressroom.providers.describe import Evidence
from pressroom.providers.describe.local.document import describe

TEXTS = Path(__file__).parent.parent / "tests" / "providers" / "described"
TARGETS_MS = {"1-3 pages": 150, "100 pages": 500, "1000 pages": 1500}
ROUNDS = 5


def main() -> None:
    """Print the table."""
    cold = _cold()
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    short = [Evidence("file.pdf", text.split("\f")) for text in texts]
    rows = {
        "1-3 pages": short,
        "100 pages": [Evidence("file.pdf", _long(texts, 100))],
        "1000 pages": [Evidence("file.pdf", _long(texts, 1000))],
    }
    print(f"first document of a process: {cold['seconds'] * 1000:.0f} ms more, {cold['megabytes']:.0f} MB in all")
    print(f"{'document':12} {'p50':>8} {'p95':>8} {'target':>8} {'ratio':>7}")
    for name, evidence in rows.items():
        times = _times(evidence)
        p95 = quantiles(times, n=20)[-1]
        ratio = median(times) / TARGETS_MS[name]
        print(f"{name:12} {median(times):6.0f}ms {p95:6.0f}ms {TARGETS_MS[name]:6}ms {ratio:7.2f}")


def _times(evidence: list[Evidence]) -> list[float]:
    """Return milliseconds of processor time of each description."""
    times = []
    for one in evidence * ROUNDS:
        began = time.process_time()
        describe(one, ())
        times.append((time.process_time() - began) * 1000)
    return times


def _long(texts: list[str], pages: int) -> list[str]:
    """Return a document of so many pages of prose, each with a header and a number."""
    prose = [text for text in texts if len(text) > 900]
    return [
        f"Handbook\n{prose[page % len(prose)]}\n{prose[(page + 1) % len(prose)]}\nPage {page}" for page in range(pages)
    ]


def _cold() -> dict[str, Any]:
    """Return what a fresh process pays for its first document."""
    command = [sys.executable, "-m", "bench.describing", "cold"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own code
    cost: dict[str, Any] = json.loads(shown)
    return cost


def _print_cold() -> None:
    page = (TEXTS / "article-sourdough.txt").read_text(encoding="utf-8")
    began = time.process_time()
    describe(Evidence("first.pdf", [page]), ())
    first = time.process_time() - began
    began = time.process_time()
    describe(Evidence("second.pdf", [page]), ())
    second = time.process_time() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": first - second, "megabytes": megabytes}))


if __name__ == "__main__":
    _print_cold() if "cold" in sys.argv else main()
