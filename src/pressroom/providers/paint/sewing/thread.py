"""Sews: dashes of thread along the outlines of pieces, and fibres that stick out of the silhouette."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pressroom.providers.paint.painter import SIDE
from pressroom.providers.paint.sewing.canvas import Labels, Plane, blurred, plane, step
from pressroom.providers.paint.styles.style import Stitches

SUBPIXEL = 4
"""Bits of a pixel's fraction that OpenCV draws with."""
LEAST = 0.035
"""Share of the subject under which a piece is too small to be sewn around."""
HAIRS = 2
"""For each pixel of an outline."""
SHORTEST = 6
"""Stitches under which an outline is not sewn."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What thread covers, where it is lit, and what it shades."""

    cover: Plane
    light: Plane
    shade: Plane


def sewn(numbers: Labels, stitches: Stitches, random: np.random.Generator) -> Thread:
    """Return thread along the outlines of the pieces, a little inside them."""
    cover, light, shade = (np.zeros((SIDE, SIDE), np.float32) for _ in range(3))
    width = stitches.width
    for begin, end in _dashes(numbers, stitches, random):
        _line(shade, begin + 2, end + 2, width + 2)
        _line(cover, begin, end, width)
        _line(light, begin - width * 0.22, end - width * 0.22, max(1, width // 2))
    return Thread(cover, blurred(light, 0.8) * cover, blurred(shade, 2.2) * (1 - cover))


def fuzz(mask: Plane, way: Plane, random: np.random.Generator, *, length: float) -> Plane:
    """Return the mask with fibres of about this length sticking out of it, thinning outwards."""
    fringed = mask.copy()
    outward = blurred(mask, 4)
    right = cv2.Sobel(outward, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(outward, cv2.CV_32F, 0, 1, ksize=3)
    for outline in _outlines(mask):
        for _ in range(HAIRS):
            roots = outline + random.normal(0, 0.7, outline.shape)
            x, y = np.clip(roots.astype(int).T, 0, SIDE - 1)
            out = -np.stack([right[y, x], down[y, x]], 1)
            out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-6
            lean = out + 0.5 * way[y, x] + random.normal(0, 0.35, out.shape)
            tips = roots + lean * (random.rayleigh(0.5, (len(roots), 1)) * length)
            for root, tip in zip(roots - 2 * out, tips, strict=True):
                _line(fringed, root, tip, 1)
    hairs = cv2.GaussianBlur(fringed, (0, 0), 0.6)
    return plane(np.maximum(mask, hairs * step(outward, -0.25, 0.5)))


def _dashes(numbers: Labels, stitches: Stitches, random: np.random.Generator) -> Iterator[tuple[Plane, Plane]]:
    whole = float((numbers > 0).sum())
    for number in range(1, int(numbers.max()) + 1):
        piece = (numbers == number).astype(np.uint8)
        if piece.sum() < LEAST * whole:
            continue
        within = cv2.distanceTransform(cv2.copyMakeBorder(piece, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 5)
        for outline in _outlines(blurred(plane(within[1:-1, 1:-1] > stitches.inset), 2)):
            yield from _along(outline, stitches, random)


def _along(outline: Plane, stitches: Stitches, random: np.random.Generator) -> Iterator[tuple[Plane, Plane]]:
    """Yield where stitches begin and end."""
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(outline, axis=0), axis=1))])
    count = int(lengths[-1] / (stitches.length + stitches.gap))
    if count < SHORTEST:
        return
    starts = np.arange(count) * (lengths[-1] / count)
    for start in starts:
        at = start + np.array([0, stitches.length]) + random.normal(0, 0.6, 2)
        ends = np.stack([np.interp(at, lengths, outline[:, axis]) for axis in (0, 1)], 1)
        ends += random.normal(0, 0.4, ends.shape)
        yield plane(ends[0]), plane(ends[1])


def _outlines(mask: Plane) -> list[Plane]:
    """Return the outlines of a mask as smoothed rows of x and y."""
    found, _ = cv2.findContours((mask > 0.5).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)  # noqa: PLR2004  # half
    return [_smoothed(outline[:, 0].astype(np.float32)) for outline in found if len(outline) > 40]  # noqa: PLR2004  # a speck


def _smoothed(outline: NDArray[np.float32]) -> Plane:
    around = np.concatenate([outline[-12:], outline, outline[:12]])
    return plane(cv2.GaussianBlur(around, (1, 13), 2.5)[12:-12])


def _line(on: Plane, begin: Plane, end: Plane, width: int) -> None:
    ends = [[round(float(part) * 2**SUBPIXEL) for part in one] for one in (begin, end)]
    cv2.line(on, ends[0], ends[1], 1.0, width, cv2.LINE_AA, SUBPIXEL)
