"""How long files take from drop to completed: a scan, twenty scans, twenty born-digital pages."""

from datetime import UTC, datetime
from statistics import median

from bench.bare_ocr import seconds_of_bare_ocr
from bench.installation import Installation, installation
from bench.material import born_digital, scanned, scans, texts
from bench.row import Row
from bench.timings import Timings

REPEATS = 5
SCANS = 20
ROUNDS = 2
SCAN_SECONDS = 1.5
PAGES_A_MINUTE = 80.0
OVERHEAD = 1.15
BORN_DIGITAL_PAGES = 20
BORN_DIGITAL_SECONDS = 1.0


def run() -> list[Row]:
    """Drop files into one installation, some kinds after another."""
    with installation() as press:
        return [*one_scan(press), *many_scans(press), *twenty_pages(press)]


def one_scan(press: Installation) -> list[Row]:
    """Measure one scan dropped at a time; the first one starts the reading processes."""
    first, *others = [drop(press, (f"scan-{index}.pdf", file)) for index, file in enumerate(scans(1 + REPEATS, seed=1))]
    running = Timings(others)
    return [
        Row(
            what="1-page scan, drop to completed, reading processes running",
            measured=f"{running.p50:.2f} s (longest {running.p99:.2f} s)",
            against=f"<= {SCAN_SECONDS} s; paperless-ngx 3.0.5: 13-22 s (quoted)",
            ratio=running.p50 / 13,
            met=running.p50 <= SCAN_SECONDS,
        ),
        Row(
            what="1-page scan, the very first: reading processes start too",
            measured=f"{first:.2f} s",
            against=f"{running.p50:.2f} s when they run",
            ratio=first / running.p50,
        ),
    ]


def many_scans(press: Installation) -> list[Row]:
    """Measure twenty scans dropped at once, and the bare engine on the same pages, in turn."""
    ours, bare = [], []
    for turn in range(ROUNDS):
        seed = 100 * (turn + 1)
        pictures = [scanned(text, seed=seed + i) for i, text in enumerate(texts(SCANS, seed=seed))]
        files = [(f"scan-{seed}-{i}.pdf", file) for i, file in enumerate(scans(SCANS, seed=seed))]
        ours.append(drop(press, *files))
        bare.append(seconds_of_bare_ocr(pictures))
    speed = SCANS / median(ours) * 60
    return [
        Row(
            what=f"{SCANS} scans dropped at once",
            measured=f"{speed:.0f} pages/min",
            against=f">= {PAGES_A_MINUTE:.0f}; paperless-ngx 3.0.5: 4.5-7.9 (quoted)",
            ratio=speed / 7.9,
            met=speed >= PAGES_A_MINUTE,
        ),
        Row(
            what="the same pages through bare Tesseract in two processes",
            measured=f"{median(ours):.2f} s",
            against=f"bare {median(bare):.2f} s; <= {OVERHEAD}",
            ratio=median(ours) / median(bare),
            met=median(ours) / median(bare) <= OVERHEAD,
        ),
    ]


def twenty_pages(press: Installation) -> list[Row]:
    """Measure a PDF that has its text with it."""
    files = [(f"digital-{index}.pdf", born_digital(BORN_DIGITAL_PAGES, seed=index)) for index in range(REPEATS)]
    timings = Timings([drop(press, file) for file in files])
    return [
        Row(
            what=f"{BORN_DIGITAL_PAGES}-page born-digital PDF, drop to completed",
            measured=f"{timings.p50:.2f} s (longest {timings.p99:.2f} s)",
            against=f"<= {BORN_DIGITAL_SECONDS} s",
            met=timings.p50 <= BORN_DIGITAL_SECONDS,
        )
    ]


def drop(press: Installation, *files: tuple[str, bytes]) -> float:
    """Upload files and return the seconds until the last is completed."""
    began = datetime.now(UTC)
    return (press.wait_for(press.add(*files)) - began).total_seconds()
