"""What benchmarks feed in: made on the spot out of the ground truth, no two alike."""

from itertools import cycle, islice
from pathlib import Path
from random import Random

from PIL import Image

from bench.scans import Wear, bind, render, scan, typeset

GROUND_TRUTH = Path(__file__).parent / "ground_truth"


def texts(number: int, *, seed: int = 0) -> list[str]:
    """Return texts of a page each (300 to 400 words, English and German), their paragraphs in different orders."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(GROUND_TRUTH.glob("*.txt"))]
    random = Random(seed)  # noqa: S311  # the same texts every time
    return [_shuffled(text, random, f"No. {seed}-{index}") for index, text in enumerate(islice(cycle(sources), number))]


def scanned(text: str, *, seed: int = 1) -> Image.Image:
    """Return a scan of a page of `text`: tilted by a degree, noisy, unevenly lit."""
    return scan(render(typeset(text))[0], Wear(tilt_degrees=1.0), seed=seed)


def scans(number: int, *, seed: int = 0) -> list[bytes]:
    """Return PDFs of one scanned page each."""
    return [bind([scanned(text, seed=seed + index)]) for index, text in enumerate(texts(number, seed=seed))]


def born_digital(pages: int, *, seed: int = 0) -> bytes:
    """Return a PDF with a text layer, of about `pages` pages."""
    return typeset("\n\n".join(texts(pages, seed=seed)), size=12.5)


def _shuffled(text: str, random: Random, mark: str) -> str:
    title, *paragraphs = text.strip().split("\n\n")
    random.shuffle(paragraphs)
    return "\n\n".join([f"{title} ({mark})", *paragraphs])
