"""How well text is read: character error rates on the ground truth, `python -m bench.accuracy`.

The error rate is the edit distance between what was read and the truth, divided by the truth's length, both with
runs of white space made one space.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from rapidfuzz.distance import Levenshtein

from bench.scans import Wear, render, scan, typeset
from pressroom.providers.ocr import OcrEngine
from pressroom.providers.ocr.tesseract import TesseractEngine

GROUND_TRUTH = Path(__file__).parent / "ground_truth"
LANGUAGES = "eng+deu"
LANGUAGE_NAMES = ("english", "german")
FONTS = ("Times-Roman", "Helvetica")
TILTS = (1.5, -2.5)

CLEAN_TARGET = 0.005
SCAN_TARGET = 0.01


class Trial(NamedTuple):
    """Pages of known text."""

    name: str
    truth: str
    pages: list[Image.Image]


def main() -> None:
    """Print the error rate of every class of pages beside its target."""
    engine = TesseractEngine()
    for kind, trials, target in (
        ("clean", clean_pages(), CLEAN_TARGET),
        ("noisy tilted scan", noisy_scans(), SCAN_TARGET),
        ("scanned columns", columns(), SCAN_TARGET),
    ):
        rates = {one.name: error_rate(read(engine, one.pages), one.truth) for one in trials}
        for language in LANGUAGE_NAMES:
            _print_class(
                f"{kind}, {language}", [rate for name, rate in rates.items() if name.startswith(language)], target
            )


def _print_class(kind: str, rates: Sequence[float], target: float) -> None:
    mean = sum(rates) / len(rates)
    verdict = "met" if mean <= target else "MISSED"
    print(f"{kind:34} CER {mean:.4f}  worst {max(rates):.4f}  target {target}  {verdict}")


def truths() -> dict[str, str]:
    """Return the texts by name; names begin with the language."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(GROUND_TRUTH.glob("*.txt"))}


def clean_pages() -> Iterator[Trial]:
    """Yield each text as printed, in two typefaces."""
    for name, truth in truths().items():
        for font in FONTS:
            yield Trial(f"{name}, {font}", truth, render(typeset(truth, font=font)))


def noisy_scans() -> Iterator[Trial]:
    """Yield each text as a bad scan: grainy, tilted one way or the other, dark at one corner."""
    for index, (name, truth, pages) in enumerate(clean_pages()):
        wear = Wear(tilt_degrees=TILTS[index // len(FONTS) % len(TILTS)])
        yield Trial(name, truth, [scan(page, wear, seed=index + 1) for page in pages])


def columns() -> Iterator[Trial]:
    """Yield each text in two and three columns, scanned."""
    for name, truth in truths().items():
        for number in (2, 3):
            pages = render(typeset(truth, columns=number, size=9.5))
            yield Trial(f"{name}, {number} columns", truth, [scan(page, Wear(), seed=number) for page in pages])


def read(engine: OcrEngine, pages: Sequence[Image.Image]) -> str:
    """Return what the engine reads on all pages."""
    return "\n".join(engine.read(page, languages=LANGUAGES).text for page in pages)


def error_rate(text: str, truth: str) -> float:
    """Return the character error rate of `text`, 0 to about 1."""
    expected = " ".join(truth.split())
    return Levenshtein.distance(" ".join(text.split()), expected) / len(expected)


if __name__ == "__main__":
    main()
