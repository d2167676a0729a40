"""Makes a scan easier to read: level lines, less grain.

Tesseract copes with a tilt to about two degrees; beyond, it drops lines without saying so.
"""

from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from pressroom.providers.ocr.paper import without_ink

SEEN_WIDTH = 800
STEEPEST = 7.0
WORTHWHILE_DEGREES = 1.05
"""Up to here Tesseract loses nothing, and turning costs more than it gives."""
CLEARLY = 3.0
"""How much steeper the best angle must be than most; text is at 10 and more, grain below 2."""
INK_CONTRAST = 25
LEAST_INK, MOST_INK = 200, 40_000
GRAINY = 6.0
GRAIN_ROWS = 11
"""Grain is the same everywhere, so that one row in so many tells it."""


def straighten(grey: Image.Image) -> Image.Image:
    """Return the 8-bit grey picture with its text lines level and its grain smoothed."""
    angle = skew_degrees(grey)
    if abs(angle) >= WORTHWHILE_DEGREES:
        paper = int(np.median(np.asarray(grey)[::16, ::16]))
        return grey.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=paper)  # which smooths enough
    return _smoothed(grey) if _grain(grey) > GRAINY else grey


def _smoothed(grey: Image.Image) -> Image.Image:
    """Return each pixel as the mean of four; a quarter of the time of a blur by a filter."""
    across = Image.blend(grey, ImageChops.offset(grey, 1, 0), 0.5)
    return Image.blend(across, ImageChops.offset(across, 0, 1), 0.5)


def skew_degrees(grey: Image.Image) -> float:
    """Return the angle, counter-clockwise, that makes the lines of text level; 0 when there are none to go by.

    The right angle is the one whose row sums of ink rise and fall most steeply (projection profile).
    """
    rows, columns = _ink(grey.reduce(max(1, grey.width // SEEN_WIDTH)))
    if len(rows) < LEAST_INK:
        return 0.0
    coarse = {angle: _steepness(rows, columns, angle) for angle in _angles(0.0, STEEPEST, 0.5)}
    fine = {angle: _steepness(rows, columns, angle) for angle in _angles(max(coarse, key=coarse.__getitem__), 0.5, 0.1)}
    best = max(fine, key=fine.__getitem__)
    return best if fine[best] > CLEARLY * median(coarse.values()) else 0.0


def _ink(grey: Image.Image) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    paper = np.asarray(without_ink(grey), dtype=np.int16)
    rows, columns = np.nonzero(np.asarray(grey, dtype=np.int16) < paper - INK_CONTRAST)
    every = 1 + len(rows) // MOST_INK
    return rows[::every], columns[::every]


def _angles(middle: float, reach: float, step: float) -> list[float]:
    return [float(angle) for angle in np.arange(middle - reach, middle + reach + step / 2, step)]


def _steepness(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    levelled = rows - columns * np.tan(np.radians(angle))
    profile = np.bincount((levelled - levelled.min()).astype(np.intp)).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())


def _grain(grey: Image.Image) -> float:
    """Return about the standard deviation of the noise, in grey levels."""
    pixels = np.asarray(grey)[::GRAIN_ROWS].astype(np.int16)
    return float(np.median(np.abs(np.diff(pixels, axis=1)))) if pixels.shape[1] > 1 else 0.0
