"""What in a picture is the subject and what is ground, roughly: enough to tell its colours and its shape."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pressroom.providers.describe.local.pictures.model import Picture
from pressroom.providers.pictures.colours import main_colours
from pressroom.providers.pictures.picture import Colour

SIDE = 80
ROUNDS = 2
REACH = 0.36
"""Half the width and height of the middle in which a subject is looked for."""
EDGE = 0.03
LEAST, MOST = 0.07, 0.75
"""Shares of the picture between which what was cut out can be believed."""
WHOLE = 0.7
"""Share that the largest part must have of it: two eyes are no cat."""
PART = 0.15
"""Share of the largest part from which on another belongs to it."""
LONG = 1.35
ROUND, SPREAD = 0.93, 0.65
"""How much of its hull a rounded thing fills at least, and one with parts that stick out at most."""
SHADED = 22
"""Of 255: by how much one half has to be darker."""
CROPPED = 0.08
AROUND = 0.15

Mask = NDArray[np.uint8]


@dataclass(frozen=True)
class Outline:
    """What is cut out of a picture by its colours (GrabCut), once it is asked for; the same picture, the same cut."""

    original: Picture

    @cached_property
    def picture(self) -> Picture:
        """Return the picture, at most 80 pixels a side."""
        height, width = self.original.shape[:2]
        scale = min(1.0, SIDE / max(height, width))
        size = (max(8, round(width * scale)), max(8, round(height * scale)))
        return np.asarray(cv2.resize(self.original, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    @cached_property
    def mask(self) -> Mask:
        """Return which of its pixels are the subject's, as 1, of one that is about in the middle."""
        height, width = self.picture.shape[:2]
        edge = max(2, round(min(height, width) * EDGE))
        mask = np.where(_middle((height, width)) > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
        mask[:edge] = mask[-edge:] = cv2.GC_BGD
        mask[:, :edge] = mask[:, -edge:] = cv2.GC_BGD
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.setRNGSeed(1)
        cv2.grabCut(self.picture, mask, (0, 0, 0, 0), *models, ROUNDS, cv2.GC_INIT_WITH_MASK)
        return _largest(np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8))

    @cached_property
    def is_clear(self) -> bool:
        """Return whether the subject stands out from the ground; otherwise the picture's middle stands for it."""
        _, _, measures, _ = cv2.connectedComponentsWithStats(self.mask)
        largest = int(measures[1:, cv2.CC_STAT_AREA].max(initial=0))
        return LEAST <= float(self.mask.mean()) <= MOST and largest >= WHOLE * int(self.mask.sum())

    @cached_property
    def colours(self) -> list[Colour]:
        """Return the subject's main colours, or the middle's where it is not clear; the largest share first."""
        mask = self.mask if self.is_clear else _middle(self.mask.shape)
        return main_colours(Image.fromarray(np.dstack([self.picture[..., ::-1], mask * np.uint8(255)])))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of the subject, in pixels of the small picture."""
        left, top, width, height = cv2.boundingRect(self.mask)
        return left, top, width, height

    def closer(self) -> Picture:
        """Return the square part of the original that holds the subject, with a little around it."""
        scale = max(self.original.shape[:2]) / max(self.mask.shape)
        left, top, width, height = (side * scale for side in self.box)
        half = max(width, height) * (0.5 + AROUND)
        middle, centre = left + width / 2, top + height / 2
        rows = slice(max(0, round(centre - half)), round(centre + half))
        columns = slice(max(0, round(middle - half)), round(middle + half))
        return self.original[rows, columns]

    @property
    def facts(self) -> list[str]:
        """Return what can be measured of a clear subject's shape and shades, in words."""
        return [*self._shape, *self._shades] if self.is_clear else []

    @property
    def _shape(self) -> list[str]:
        if self._is_cropped:
            return []
        _, _, width, height = self.box
        contours, _ = cv2.findContours(self.mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        hull = cv2.contourArea(cv2.convexHull(np.concatenate(contours)))
        filled = sum(cv2.contourArea(contour) for contour in contours) / max(hull, 1.0)
        way = "wider than tall" if width > LONG * height else "taller than wide" if height > LONG * width else ""
        form = "compact, rounded outline" if filled >= ROUND else "parts that stick out" if filled <= SPREAD else ""
        return [fact for fact in (form, way) if fact]

    @property
    def _shades(self) -> list[str]:
        _, top, _, height = self.box
        light = cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY)
        rows = np.arange(len(light))[:, None] < top + height / 2
        above, below = (light[(self.mask > 0) & half] for half in (rows, ~rows))
        if not above.size or not below.size:
            return []
        step = float(above.mean() - below.mean())
        if abs(step) < SHADED:
            return []
        return ["lighter above than below" if step > 0 else "darker above than below"]

    @property
    def _is_cropped(self) -> bool:
        """Return whether it goes on beyond the picture's edge, so that its shape is not known."""
        edge = np.concatenate([self.mask[1], self.mask[-2], self.mask[:, 1], self.mask[:, -2]])
        return float(edge.mean()) > CROPPED


def _largest(mask: Mask) -> Mask:
    """Return the largest part, and those not much smaller, without specks."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, parts, measures, _ = cv2.connectedComponentsWithStats(opened)
    sizes = measures[:, cv2.CC_STAT_AREA].copy()
    sizes[0] = 0
    return np.isin(parts, np.flatnonzero(sizes > PART * max(1, sizes.max()))).astype(np.uint8)


def _middle(shape: tuple[int, ...]) -> Mask:
    height, width = shape
    mask = np.zeros((height, width), np.uint8)
    axes = max(1, round(width * REACH)), max(1, round(height * REACH))
    cv2.ellipse(mask, (width // 2, height // 2), axes, 0, 0, 360, 1, -1)
    return mask
