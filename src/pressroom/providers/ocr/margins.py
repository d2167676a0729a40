"""Cuts empty margins off, for the time an engine takes grows with the area, not only with the text."""

import numpy as np
from PIL import Image

from pressroom.providers.ocr.paper import without_ink

SEEN_SCALE = 4
"""At a quarter of 200 dpi grain is gone, and a stroke of a letter is still a pixel wide."""
CONTRAST = 12
BLOCK = 8
LEAST_INK = 3
"""Pixels that make a block count: a single digit has more, what is left of grain has fewer."""


def without_margins(grey: Image.Image) -> Image.Image:
    """Return the part of the 8-bit grey picture that has anything on it, with some paper around; all, if none has."""
    small = grey.reduce(SEEN_SCALE)
    seen = np.asarray(small, dtype=np.int16)
    marked = np.abs(seen - np.asarray(without_ink(small), dtype=np.int16)) > CONTRAST
    high, wide = (-length % BLOCK for length in marked.shape)
    padded = np.pad(marked, ((0, high), (0, wide)))
    blocks = padded.reshape(padded.shape[0] // BLOCK, BLOCK, -1, BLOCK).sum(axis=(1, 3)) >= LEAST_INK
    rows, columns = (np.flatnonzero(blocks.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return grey
    unit = BLOCK * SEEN_SCALE
    return grey.crop(
        (
            max(0, (int(columns[0]) - 1) * unit),
            max(0, (int(rows[0]) - 1) * unit),
            min(grey.width, (int(columns[-1]) + 2) * unit),
            min(grey.height, (int(rows[-1]) + 2) * unit),
        )
    )
