"""The way out where no subject stands out: the whole photo becomes a cushion."""

import cv2
import numpy as np

from pressroom.providers.paint.painter import SIDE
from pressroom.providers.paint.sewing.canvas import Picture, plane
from pressroom.providers.paint.sewing.framing import MIDDLE, Framed

LONG_SIDE = 760
LONGEST_SHAPE = 1.2
"""How much longer than wide a cushion is at most; the photo's ends are left out."""
ROUNDNESS = 4.0
"""Exponent of the superellipse: 2 is an ellipse, more is squarer."""


def cushion(photo: Picture) -> Framed:
    """Return the middle of the photo in the shape of a cushion."""
    photo = _middle(photo)
    height, width = photo.shape[:2]
    scale = LONG_SIDE / max(height, width)
    move = plane([[scale, 0, MIDDLE[0] - scale * width / 2], [0, scale, MIDDLE[1] - scale * height / 2]])
    if scale < 1:
        photo = plane(cv2.GaussianBlur(photo, (0, 0), 0.35 / scale))
    seen = cv2.warpAffine(photo, move, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    across, down = (abs(x - MIDDLE[0]) / (scale * width / 2), abs(y - MIDDLE[1]) / (scale * height / 2))
    reach = (across**ROUNDNESS + down**ROUNDNESS) ** (1 / ROUNDNESS)
    return Framed(plane(seen), plane(np.clip((1 - reach) * LONG_SIDE / 2 + 0.5, 0, 1)))


def _middle(photo: Picture) -> Picture:
    height, width = photo.shape[:2]
    rows, columns = min(height, round(width * LONGEST_SHAPE)), min(width, round(height * LONGEST_SHAPE))
    top, left = (height - rows) // 2, (width - columns) // 2
    return photo[top : top + rows, left : left + columns]
