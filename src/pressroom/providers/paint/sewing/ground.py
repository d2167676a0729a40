"""The plain ground a subject stands on, in a colour that suits it, and its shadow there."""

import cv2
import numpy as np

from pressroom.providers.paint.painter import SIDE
from pressroom.providers.paint.sewing.canvas import Picture, Plane, blurred, lab, plane, rgb

CHROMA = 9.0
"""How colourful a ground is, in Lab."""
LIGHT, MIDDLING = 91.0, 80.0
BRIGHT_SUBJECT = 78.0
LEAST_CHROMA = 6.0


def ground(even: Picture, mask: Plane) -> Picture:
    """Return a ground of the opposite hue, lighter than the subject or, under a bright one, darker; lit from above."""
    mean = lab(even)[mask > 0.5].mean(0)  # noqa: PLR2004  # half
    hue = mean[1:] / max(float(np.linalg.norm(mean[1:])), LEAST_CHROMA)
    lightness = MIDDLING if mean[0] > BRIGHT_SUBJECT else LIGHT
    colour = rgb(plane([[[lightness, *(-CHROMA * hue + (0.6, 2.2))]]]))[0, 0]
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j].astype(np.float32)
    glow = 1.02 - 0.055 * (x**2 + (y + 0.25) ** 2)
    return plane(np.clip(colour * glow[..., None], 0, 1))


def shadow(mask: Plane) -> Plane:
    """Return how dark the ground is: by the body standing on it, and softly all around."""
    rows = np.flatnonzero(mask.max(1) > 0.5)  # noqa: PLR2004  # half
    bottom, height = int(rows[-1]), int(rows[-1] - rows[0])
    foot = _flattened(mask, bottom, reach=max(24, round(height * 0.22)))
    contact = blurred(_flattened(mask, bottom, reach=max(10, round(height * 0.06))), 7)
    cast = blurred(_moved(mask, 14, 26), 30)
    return plane(np.clip(0.30 * blurred(foot, 24) + 0.42 * contact + 0.20 * cast, 0, 0.8))


def _flattened(mask: Plane, bottom: int, *, reach: int) -> Plane:
    """Return the lowest part of the mask as it lies on the ground: a quarter as high, about its foot."""
    lowest = mask.copy()
    lowest[: max(0, bottom - reach)] = 0
    squash = plane([[1, 0, 0], [0, 0.3, bottom * 0.7 + 3]])
    return plane(cv2.warpAffine(lowest, squash, (SIDE, SIDE)))


def _moved(mask: Plane, right: int, down: int) -> Plane:
    return plane(cv2.warpAffine(mask, plane([[1, 0, right], [0, 1, down]]), (SIDE, SIDE)))
