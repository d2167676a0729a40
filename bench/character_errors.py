"""How well text is read: `bench/accuracy.py` on every page of the ground truth, two processes side by side."""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import mean

from bench.accuracy import CLEAN_TARGET, SCAN_TARGET, Trial, clean_pages, columns, error_rate, noisy_scans, read
from bench.row import Row
from pressroom.providers.ocr.tesseract import TesseractEngine

PROCESSES = 2
TITLES = {"english": "English", "german": "German"}


def run() -> list[Row]:
    """Return the mean error rate of each class of pages in each language."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # read by the children's Tesseract as it loads
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return [
            row
            for kind, trials, target in (
                ("clean", clean_pages(), CLEAN_TARGET),
                ("noisy tilted scans", noisy_scans(), SCAN_TARGET),
                ("scans in 2 and 3 columns", columns(), SCAN_TARGET),
            )
            for row in rows(kind, rates(pool, trials), target)
        ]


def rates(pool: ProcessPoolExecutor, trials: Iterable[Trial]) -> dict[str, float]:
    """Return the error rate of each trial by its name."""
    return dict(pool.map(rate, trials))


def rate(trial: Trial) -> tuple[str, float]:
    """Read one trial's pages as the product does."""
    return trial.name, error_rate(read(TesseractEngine(), trial.pages), trial.truth)


def rows(kind: str, found: Mapping[str, float], target: float) -> list[Row]:
    """Return a row for each language."""
    return [
        Row(
            what=f"character error rate, {kind}, {title}",
            measured=f"{mean(some):.4f} (worst page {max(some):.4f})",
            against=f"<= {target}",
            ratio=mean(some) / target,
            met=mean(some) <= target,
        )
        for language, title in TITLES.items()
        if (some := [one for name, one in found.items() if name.startswith(language)])
    ]
