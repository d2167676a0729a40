"""Makes a scan easier to read: level lines, less grain.

Tesseract copes with a tilt to about two degrees; beyond, it drops lines without saying so.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

SEEN_WIDTH = 800
STEEPEST = 7.0
WORTHWHILE_DEGREES = 0.3
CLEARLY = 1.05
"""How much sharper the lines must get by turning."""
INK_CONTRAST = 25
LEAST_INK, MOST_INK = 200, 40_000
GRAINY = 6.0
GRAIN_BLUR = 0.7


def straighten(grey: Image.Image) -> Image.Image:
    """Return the 8-bit grey picture with its text lines level and its grain smoothed."""
    angle = skew_degrees(grey)
    grain = _grain(grey)
    if abs(angle) >= WORTHWHILE_DEGREES:
        paper = int(np.median(np.asarray(grey)[::16, ::16]))
        grey = grey.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=paper)
    return grey.filter(ImageFilter.GaussianBlur(GRAIN_BLUR)) if grain > GRAINY else grey


def skew_degrees(grey: Image.Image) -> float:
    """Return the angle, counter-clockwise, that makes the lines of text level; 0 when there are none to go by.

    The right angle is the one whose row sums of ink rise and fall most steeply (projection profile).
    """
    rows, columns = _ink(grey.reduce(max(1, grey.width // SEEN_WIDTH)))
    if len(rows) < LEAST_INK:
        return 0.0
    level = _steepness(rows, columns, 0.0)
    coarse = _best(rows, columns, np.arange(-STEEPEST, STEEPEST + 0.01, 0.5))
    fine = _best(rows, columns, np.arange(coarse - 0.5, coarse + 0.51, 0.1))
    return fine if _steepness(rows, columns, fine) > CLEARLY * level else 0.0


def _ink(grey: Image.Image) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    paper = np.asarray(grey.filter(ImageFilter.BoxBlur(12)), dtype=np.int16)
    rows, columns = np.nonzero(np.asarray(grey, dtype=np.int16) < paper - INK_CONTRAST)
    every = 1 + len(rows) // MOST_INK
    return rows[::every], columns[::every]


def _best(rows: NDArray[np.intp], columns: NDArray[np.intp], angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda angle: _steepness(rows, columns, float(angle))))


def _steepness(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    levelled = rows - columns * np.tan(np.radians(angle))
    profile = np.bincount((levelled - levelled.min()).astype(np.intp)).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())


def _grain(grey: Image.Image) -> float:
    """Return about the standard deviation of the noise, in grey levels."""
    pixels = np.asarray(grey, dtype=np.int16)[::3]
    return float(np.median(np.abs(np.diff(pixels, axis=1)))) if pixels.shape[1] > 1 else 0.0
