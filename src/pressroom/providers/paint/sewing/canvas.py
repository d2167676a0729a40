"""The arrays everything here works on, and the few things done with them everywhere."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pressroom.providers.paint.painter import SIDE

Plane = NDArray[np.float32]
"""One number for each pixel; masks and shares are from 0 to 1."""

Picture = NDArray[np.float32]
"""Rows of pixels: red, green, blue in sRGB, or Lab, as the function says."""

Labels = NDArray[np.int32]
"""The number of the piece each pixel belongs to."""

FULL = (SIDE, SIDE)


def plane(values: Any) -> Plane:  # noqa: ANN401  # whatever OpenCV returns
    """Return values as a plane."""
    return np.asarray(values, dtype=np.float32)


def blurred(values: Plane, sigma: float) -> Plane:
    """Return the values blurred by a Gaussian; wide ones on a smaller copy, which looks the same."""
    shrink = 2 ** max(0, int(np.log2(max(sigma, 1) / 4)))
    if shrink == 1:
        return plane(cv2.GaussianBlur(values, (0, 0), sigma))
    height, width = values.shape[:2]
    small = cv2.resize(values, (max(1, width // shrink), max(1, height // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return plane(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def step(values: Plane, low: float, high: float) -> Plane:
    """Return 0 below `low`, 1 above `high`, and a smooth rise between."""
    share = np.clip((values - low) / (high - low), 0, 1)
    return plane(share * share * (3 - 2 * share))


def mixed(one: Picture, other: Picture | float, share: Plane | float) -> Picture:
    """Return `one` with so much of `other` in it."""
    weight = cv2.merge((share,) * 3) if isinstance(share, np.ndarray) and one.ndim > share.ndim else share
    return plane(one + (other - one) * weight)


def lab(picture: Picture) -> Picture:
    """Return a picture in sRGB as CIE Lab: lightness 0 to 100."""
    return plane(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2Lab))


def rgb(picture: Picture) -> Picture:
    """Return a picture in CIE Lab as sRGB."""
    return plane(np.clip(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_Lab2RGB), 0, 1))


def lengths(vectors: Picture) -> Plane:
    """Return how long the vector at each pixel is."""
    return plane(np.sqrt(np.einsum("...i,...i", vectors, vectors)))


def normal(values: Plane) -> Plane:
    """Return the values spread from 0 to 1."""
    low, high = float(values.min()), float(values.max())
    return plane((values - low) / max(high - low, 1e-6))
