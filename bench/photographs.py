"""Photographs to feed in, made on the spot: each is another cut of a real one, so that no two are alike."""

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import time

from PIL import Image, ImageEnhance

PICTURED = Path(__file__).parents[1] / "samples" / "pictures"
QUALITY = 88
AGE_SECONDS = 3600
"""A file that was written just now is left for the next sync."""


def photographs(folder: Path, number: int, *, size: tuple[int, int], seed: int = 0) -> list[Path]:
    """Write JPEGs of `size` into `folder`; return their paths."""
    random = Random(seed)  # noqa: S311  # the same pictures every time
    sources = [Image.open(path).convert("RGB") for path in sorted(PICTURED.glob("*.webp"))]
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / f"photo-{index:05}.jpg", sources, size, random) for index in range(number)]


def _written(path: Path, sources: Sequence[Image.Image], size: tuple[int, int], random: Random) -> Path:
    source = random.choice(sources)
    share = random.uniform(0.6, 0.95)
    width, height = int(source.width * share), int(source.height * share)
    left, top = random.randint(0, source.width - width), random.randint(0, source.height - height)
    cut = source.crop((left, top, left + width, top + height)).resize(size, Image.Resampling.BICUBIC)
    bright = ImageEnhance.Brightness(cut).enhance(random.uniform(0.8, 1.2))
    ImageEnhance.Color(bright).enhance(random.uniform(0.7, 1.3)).save(path, quality=QUALITY)
    written = time() - AGE_SECONDS
    os.utime(path, (written, written))
    return path
