"""Simplifies a subject into a few pieces of one colour each, as if cut from cloth."""

from dataclasses import dataclass

import cv2
import numpy as np

from pressroom.providers.paint.painter import SIDE
from pressroom.providers.paint.sewing.canvas import Labels, Picture, Plane, lab, lengths, plane, rgb

HALF = SIDE // 2
SHIFTED = 384
"""Pixels a side of the copy in which fine detail is removed, which takes longest."""
SHADE_WEIGHT = 0.75
"""How much lightness counts beside hue: less, so that shadows part fewer pieces."""
MEAN_SHIFT = (7, 16)
"""Radius in pixels, and in 8-bit colours."""
LEAST = 0.012
"""Share of the subject under which a piece is given to its neighbours."""
STOP = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 25, 0.3)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A subject in pieces."""

    numbers: Labels
    """Of each pixel's piece; 0 is around the subject."""
    shades: Plane
    """The colour of each piece, Lab; of the first, around the subject, that of all."""
    even: Picture
    """Each piece in its one colour, sRGB."""
    smooth: Picture
    """The subject without fine detail, sRGB."""


def pieces(colours: Picture, mask: Plane, *, most: int, rounding: float) -> Pieces:
    """Return the subject in pieces of at most so many colours, outlines rounded by so many pixels."""
    small = cv2.resize(colours, (SHIFTED, SHIFTED), interpolation=cv2.INTER_AREA)
    shifted = cv2.pyrMeanShiftFiltering((small * 255).astype(np.uint8), *MEAN_SHIFT, maxLevel=1)
    shifted = cv2.resize(shifted, (HALF, HALF), interpolation=cv2.INTER_LINEAR)
    inside = cv2.resize(mask, (HALF, HALF), interpolation=cv2.INTER_AREA) > 0.5  # noqa: PLR2004  # half
    smooth = lab(plane(shifted / 255))
    shades = _clustered(smooth, inside, most)
    numbers = _numbered(_rounded(shades, most, rounding / 2), inside)
    full = _enlarged(numbers, mask)
    clear = plane(cv2.resize(rgb(smooth), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))
    clear = plane(cv2.bilateralFilter(clear, 5, 0.1, 4))
    shade = _shades(smooth, numbers, inside)
    return Pieces(full, shade, rgb(shade[None])[0][full], clear)


def _clustered(colours: Picture, inside: np.ndarray, most: int) -> Labels:
    weighted = plane(colours * [SHADE_WEIGHT, 1, 1])
    samples = weighted[inside]
    step = max(1, len(samples) // 20_000)
    _, _, centres = cv2.kmeans(samples[::step], min(most, len(samples)), np.empty(0), STOP, 3, cv2.KMEANS_PP_CENTERS)
    distances = [lengths(weighted - centre) for centre in _distinct(plane(centres))]
    return np.asarray(np.argmin(distances, axis=0), dtype=np.int32)


def _distinct(centres: Plane) -> list[Plane]:
    """Return the colours without those that are next to another."""
    kept: list[Plane] = []
    for centre in centres:
        if all(np.linalg.norm(centre - other) > 7 for other in kept):  # noqa: PLR2004  # hardly to be told apart
            kept.append(centre)
    return kept


def _rounded(shades: Labels, most: int, sigma: float) -> Labels:
    for _ in range(2):
        votes = [cv2.GaussianBlur(plane(shades == number), (0, 0), max(sigma, 0.8)) for number in range(most)]
        shades = np.asarray(np.argmax(votes, axis=0), dtype=np.int32)
    return shades


def _numbered(shades: Labels, inside: np.ndarray) -> Labels:
    """Return connected pieces numbered from 1; those too small belong to their neighbours."""
    numbers = np.zeros(shades.shape, np.int32)
    least, count = LEAST * inside.sum(), 0
    for shade in np.unique(shades[inside]):
        found, parts, stats, _ = cv2.connectedComponentsWithStats(((shades == shade) & inside).astype(np.uint8))
        for part in range(1, found):
            if stats[part, cv2.CC_STAT_AREA] >= least:
                count += 1
                numbers[parts == part] = count
    return _filled(numbers, inside)


def _filled(numbers: Labels, inside: np.ndarray) -> Labels:
    """Return the numbers with those left open taken from the nearest."""
    if not numbers.any():
        return np.asarray(inside, dtype=np.int32)
    known = (numbers > 0).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(1 - known, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    table = np.zeros(int(nearest.max()) + 1, np.int32)
    table[nearest[known > 0]] = numbers[known > 0]
    return np.asarray(table[nearest], dtype=np.int32)


def _enlarged(numbers: Labels, mask: Plane) -> Labels:
    """Return the numbers at full size, with outlines as smooth; 0 outside the mask."""
    best = np.full(mask.shape, -1, np.float32)
    full = np.zeros(mask.shape, np.int32)
    for number in range(1, int(numbers.max()) + 1):
        soft = cv2.GaussianBlur(plane(numbers == number), (0, 0), 1.6)
        vote = cv2.resize(soft, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
        full[vote > best] = number
        np.maximum(best, vote, out=best)
    full[mask < 0.5] = 0  # noqa: PLR2004  # half
    return full


def _shades(colours: Picture, numbers: Labels, inside: np.ndarray) -> Plane:
    """Return the mean colour of each piece, a little more vivid, for a mean is duller than what it is of."""
    own, count = numbers[inside], int(numbers.max()) + 1
    areas = np.maximum(np.bincount(own, minlength=count), 1)
    means = np.stack([np.bincount(own, colours[inside, band], count) / areas for band in range(3)], 1)
    means[0] = colours[inside].mean(0)
    means[:, 1:] *= 1.12
    return plane(means)
