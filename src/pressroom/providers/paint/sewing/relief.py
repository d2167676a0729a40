"""Gives flat pieces body: heights, and how light falls on them."""

import cv2
import numpy as np

from pressroom.providers.paint.painter import SIDE
from pressroom.providers.paint.sewing.canvas import Labels, Plane, blurred, lengths, plane

COARSEST = 64
FINEST = 256
SWEEPS = {64: 120, 128: 60, 256: 40}
ROUNDNESS = 0.62
"""Exponent: 0.5 is flat in the middle and steep at the edge, 1 is a tent."""
KEY = plane([-0.46, -0.62, 0.64])
FILL = plane([0.7, 0.1, 0.7])
WARM, COOL = plane([1.0, 0.965, 0.9]), plane([0.86, 0.93, 1.0])


def inflated(inside: Plane) -> Plane:
    """Return the heights of a cushion with this outline, its highest point 1.

    The square root of a membrane under even pressure (Poisson's equation), solved on a small copy, coarse to fine.
    """
    heights = np.zeros((COARSEST, COARSEST), np.float32)
    side = COARSEST
    while side <= FINEST:
        open_ = plane(cv2.resize(inside, (side, side), interpolation=cv2.INTER_AREA))
        heights = plane(cv2.resize(heights, (side, side), interpolation=cv2.INTER_LINEAR))
        pressure = np.float32((COARSEST / side) ** 2)
        kernel = plane([[0, 0.25, 0], [0.25, 0, 0.25], [0, 0.25, 0]])
        for _ in range(SWEEPS[side]):
            heights = plane((cv2.filter2D(heights, -1, kernel, borderType=cv2.BORDER_CONSTANT) + pressure) * open_)
        side *= 2
    high = np.maximum(heights, 0) ** ROUNDNESS
    full = plane(cv2.resize(plane(high), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))
    return blurred(plane(full / max(float(full.max()), 1e-6)), 3)


def seams(numbers: Labels) -> Plane:
    """Return 1 where two pieces meet, two pixels wide, and 0 elsewhere; the silhouette is no seam."""
    lines = np.zeros(numbers.shape, np.float32)
    for one, other in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
        meet = (numbers[one] != numbers[other]) & (numbers[one] > 0) & (numbers[other] > 0)
        lines[one] = np.maximum(lines[one], meet)
        lines[other] = np.maximum(lines[other], meet)
    return lines


def far_from(lines: Plane) -> Plane:
    """Return how far each pixel is from the lines, in pixels; where there are none, far."""
    if not lines.any():
        return plane(np.full(lines.shape, SIDE))
    return plane(cv2.distanceTransform((lines < 0.5).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE))  # noqa: PLR2004  # half


def normals(heights: Plane) -> Plane:
    """Return the directions that a surface of these heights, in pixels, faces."""
    right = cv2.Sobel(heights, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(heights, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    facing = np.dstack([-right, -down, np.ones_like(heights)])
    return plane(facing / lengths(facing)[..., None])


def lit(facing: Plane, *, wrap: float) -> Plane:
    """Return how much light of each colour falls: a warm key from the upper left, a cool fill, and some from above."""
    key = np.clip((facing @ (KEY / np.linalg.norm(KEY)) + wrap) / (1 + wrap), 0, None)
    fill = np.clip((facing @ (FILL / np.linalg.norm(FILL)) + 0.5) / 1.5, 0, None)
    above = 0.5 - 0.5 * facing[..., 1]
    light = 0.92 * key[..., None] * WARM + 0.20 * fill[..., None] * COOL + 0.16 * above[..., None]
    return plane(light)


def gleam(facing: Plane, *, sharpness: float) -> Plane:
    """Return where a glossy surface mirrors the key light."""
    half = KEY / np.linalg.norm(KEY) + plane([0, 0, 1])
    half /= np.linalg.norm(half)
    return plane(np.clip(facing @ half, 0, 1) ** sharpness)
