"""Decodes photos into arrays; what is handed in was made by us, and is checked all the same. Child processes only."""

import io

import cv2
import numpy as np
from PIL import Image

from pressroom.providers.files.decoding import decoding, in_8_bits, require_fitting
from pressroom.providers.paint.painter import NothingToPaint
from pressroom.providers.paint.sewing.canvas import Picture, Plane, lab, plane
from pressroom.providers.pictures.sniff import HEAD_BYTES, sniff_picture

MOST_PIXELS = 50_000_000
LONGEST = 1400
"""More pixels a side add nothing to a picture of 1024."""
SMALLEST = 16
"""Pixels of the shorter side under which nothing can be told."""
PLAIN = 1.5
"""Spread of a picture's colours, in Lab, up to which they are one."""
SEEN_THROUGH = (0.03, 0.97)
"""Share that must be transparent for a picture to count as cut out already."""
WHITE = 1.0


def opened(photo: bytes) -> tuple[Picture, Plane | None]:
    """Return a photo in sRGB on white, at most 1400 px a side, and its subject's mask where it is cut out already.

    Raises Invalid (`broken`, `truncated`), TooLarge, UnsupportedType, NothingToPaint.
    """
    mime = sniff_picture(photo[:HEAD_BYTES], "The photo")
    with decoding(mime), Image.open(io.BytesIO(photo)) as image:
        require_fitting(image.size, MOST_PIXELS)
        _require_size(image.size)
        image.draft("RGB", (LONGEST, LONGEST))
        rgba = np.asarray(in_8_bits(image).convert("RGBA"))
    return _checked(_shrunk(plane(rgba / 255)))


def _require_size(size: tuple[int, int]) -> None:
    if min(size) < SMALLEST:
        raise NothingToPaint(
            f"There is nothing to paint: the photo has only {size[0]} by {size[1]} pixels. Choose a larger one."
        )


def _shrunk(picture: Picture) -> Picture:
    scale = LONGEST / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return plane(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _checked(picture: Picture) -> tuple[Picture, Plane | None]:
    solid = plane(picture[..., 3])
    seen = plane(picture[..., :3] * solid[..., None] + WHITE * (1 - solid[..., None]))
    colours = lab(plane(cv2.resize(seen, (64, 64), interpolation=cv2.INTER_AREA)))
    if float(np.linalg.norm(colours.std((0, 1)))) < PLAIN:
        raise NothingToPaint(
            "There is nothing to paint: the photo is of one colour. Choose one that shows a person, an animal or a "
            "thing."
        )
    return seen, solid if SEEN_THROUGH[0] < float((1 - solid).mean()) < SEEN_THROUGH[1] else None
