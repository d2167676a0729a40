"""What a surface is made of: fleece that lies along the body, matted wool, grain."""

import cv2
import numpy as np

from pressroom.providers.paint.painter import SIDE
from pressroom.providers.paint.sewing.canvas import Plane, blurred, lengths, plane

STRIDE = 1.6
"""Pixels between two looks along a fibre."""


MOST_STEPS = 6
"""Each way; along longer fibres the looks are farther apart, which hardly shows."""


def noise(random: np.random.Generator, *, grain: float = 1.0) -> Plane:
    """Return noise of mean 0 and deviation 1, its grains so many pixels wide."""
    side = max(4, round(SIDE / grain))
    values = plane(random.standard_normal((side, side), dtype=np.float32))
    if side != SIDE:
        values = plane(cv2.resize(values, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))
    return _even(values)


def lie(heights: Plane, random: np.random.Generator, *, order: float, droop: float) -> Plane:
    """Return the direction fibres lie in at each pixel: downhill, down, and, without order, wherever they like."""
    hill = blurred(heights, 12)
    right = cv2.Sobel(hill, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(hill, cv2.CV_32F, 0, 1, ksize=3)
    steep = float(np.percentile(np.hypot(right, down), 90)) + 1e-6
    loose = [noise(random, grain=38) * 0.55 + noise(random, grain=14) * 0.45 for _ in range(2)]
    way = np.dstack(
        [
            order * -right / steep + (1.15 - order) * loose[0],
            order * (-down / steep + droop) + (1.15 - order) * loose[1],
        ]
    )
    return plane(way / (lengths(way)[..., None] + 1e-6))


def combed(values: Plane, way: Plane, length: float) -> Plane:
    """Return noise drawn out along the fibres by so many pixels (line integral convolution, Cabral 1993)."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    steps = min(MOST_STEPS, max(1, round(length / STRIDE / 2)))
    stride = max(STRIDE, length / 2 / steps)
    total = np.zeros_like(values)
    for step in range(-steps, steps + 1):
        reach = np.float32(step * stride)
        total += cv2.remap(values, x + reach * way[..., 0], y + reach * way[..., 1], cv2.INTER_LINEAR, None, 4)
    return _even(plane(total))


def ruffled(picture: Plane, way: Plane, amount: Plane) -> Plane:
    """Return the picture with each pixel fetched from so far along its fibre: edges of colour become fuzzy."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    return plane(cv2.remap(picture, x + amount * way[..., 0], y + amount * way[..., 1], cv2.INTER_LINEAR, None, 1))


def _even(values: Plane) -> Plane:
    return plane((values - values.mean()) / (values.std() + 1e-6))
