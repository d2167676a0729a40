"""Puts the subject into the picture: centred, with margins, its outline rounded."""

from dataclasses import dataclass

import cv2
import numpy as np

from pressroom.providers.paint.painter import SIDE
from pressroom.providers.paint.sewing.canvas import FULL, Picture, Plane, blurred, lab, plane, step

LONG_SIDE = 780
"""Of the subject, in pixels."""
MIDDLE = (512, 500)
"""Where the middle of the subject is; below it is room for its shadow."""
STUFFING = (3.2, 1.4)
"""What is thinner than this is made thicker by that, in pixels to each that outlines are rounded by."""
REACH = 9
"""How far, in pixels, an outline moves to where colours change."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A subject in its place."""

    colours: Picture
    """In sRGB; around the subject, those of its edge go on."""
    mask: Plane
    """With a soft edge a pixel wide."""


def framed(photo: Picture, mask: Plane, *, rounding: float) -> Framed:
    """Return the subject in the middle of a picture, its outline rounded by so many pixels."""
    rows, columns = np.flatnonzero(mask.max(1) > 0.5), np.flatnonzero(mask.max(0) > 0.5)  # noqa: PLR2004  # half
    grow = photo.shape[0] / mask.shape[0]
    top, bottom = rows[0] * grow, (rows[-1] + 1) * grow
    left, right = columns[0] * grow, (columns[-1] + 1) * grow
    scale = LONG_SIDE / max(bottom - top, right - left)
    move = plane(
        [[scale, 0, MIDDLE[0] - scale * (left + right) / 2], [0, scale, MIDDLE[1] - scale * (top + bottom) / 2]]
    )
    seen = _placed(photo, move, border=cv2.BORDER_REPLICATE, smooth=scale < 1)
    small = move.copy()
    small[:, :2] *= grow
    outline = _settled(_placed(mask, small, border=cv2.BORDER_CONSTANT, smooth=False), seen)
    return Framed(spread(seen, outline), rounded(outline, rounding))


def rounded(mask: Plane, pixels: float) -> Plane:
    """Return the mask with corners and dents of this size gone, its edge a pixel wide."""
    inside = blurred(_stuffed(plane(mask > 0.5), pixels), max(pixels, 0.8))  # noqa: PLR2004  # half
    inside = blurred(plane(inside > 0.5), max(pixels / 2, 0.8))  # noqa: PLR2004  # half
    slope = 0.4 / max(pixels / 2, 0.8)
    return step(inside, 0.5 - slope, 0.5 + slope)


def _stuffed(mask: Plane, pixels: float) -> Plane:
    """Return the mask with what is too thin to be rounded, as legs and tails, made thicker."""
    wide, more = (round(pixels * much) | 1 for much in STUFFING)
    body = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide)))
    thin = cv2.morphologyEx(plane(mask - body), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    return plane(np.maximum(mask, cv2.dilate(thin, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (more, more)))))


def spread(colours: Picture, mask: Plane) -> Picture:
    """Return the picture with the colours of the subject's edge going on outside, so that no ground shows through."""
    deep = cv2.erode(mask, np.ones((15, 15), np.uint8))
    thin = plane(mask - cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((27, 27), np.uint8)))
    sure = (cv2.max(deep, cv2.erode(thin, np.ones((7, 7), np.uint8))) > 0.5).astype(np.uint8)  # noqa: PLR2004  # half
    if not sure.any():
        return colours
    _, nearest = cv2.distanceTransformWithLabels(1 - sure, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL)
    table = np.zeros((int(nearest.max()) + 1, 3), np.float32)
    table[nearest[sure > 0]] = colours[sure > 0]
    filled = plane(table[nearest])
    soft = plane(cv2.GaussianBlur(filled, (0, 0), 5))
    return plane(np.where(sure[..., None] > 0, colours, soft))


def _placed(values: Plane, move: Plane, *, border: int, smooth: bool) -> Plane:
    if smooth:
        values = plane(cv2.GaussianBlur(values, (0, 0), 0.35 / max(float(move[0, 0]), 0.1)))
    flags = cv2.INTER_LINEAR if smooth else cv2.INTER_CUBIC
    return plane(np.clip(cv2.warpAffine(values, move, FULL, flags=flags, borderMode=border), 0, 1))


def _settled(mask: Plane, seen: Picture) -> Plane:
    """Return the mask moved to where lightness changes nearby: a guided filter (He 2010)."""
    guide = plane(lab(seen)[..., 0] / 100)
    size = (2 * REACH + 1, 2 * REACH + 1)
    mean, target = cv2.blur(guide, size), cv2.blur(mask, size)
    slope = (cv2.blur(guide * mask, size) - mean * target) / (cv2.blur(guide * guide, size) - mean * mean + 1e-3)
    offset = target - slope * mean
    return plane(cv2.blur(slope, size) * guide + cv2.blur(offset, size) > 0.5)  # noqa: PLR2004  # half


def margin(mask: Plane) -> int:
    """Return how many pixels of ground there are below the subject."""
    rows = np.flatnonzero(mask.max(1) > 0.5)  # noqa: PLR2004  # half
    return int(SIDE - rows[-1]) if len(rows) else SIDE
