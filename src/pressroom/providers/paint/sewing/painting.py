"""Paints a photo's subject in a style, from bytes to bytes. Child processes only."""

import hashlib
import io

import cv2
import numpy as np
from PIL import Image

from pressroom.providers.paint.painter import SubjectType
from pressroom.providers.paint.sewing.canvas import Picture, mixed, plane
from pressroom.providers.paint.sewing.cushion import cushion
from pressroom.providers.paint.sewing.cutting import Cut, cut, cut_already
from pressroom.providers.paint.sewing.framing import Framed, framed
from pressroom.providers.paint.sewing.ground import ground, shadow
from pressroom.providers.paint.sewing.photo import opened
from pressroom.providers.paint.sewing.pieces import pieces
from pressroom.providers.paint.sewing.surface import painted
from pressroom.providers.paint.styles.style import Recipe, Shape

SHARES = (0.035, 0.8)
"""Of a photo that a subject takes, at least and at most."""
MOST_TOUCHING = 0.12
LEAST_CONTRAST = 0.16
SHADOW = plane([0.16, 0.13, 0.16])

NO_SUBJECT = "No single subject stands out in this photo, so the whole of it became a cushion."
CROPPED = "The subject fills the photo up to its edges, so the whole of it became a cushion."


def prepare() -> None:
    """Load what the first picture would have to wait for: importing this has."""


def paint(photo: bytes, recipe: Recipe, subject: SubjectType) -> tuple[bytes, tuple[str, ...]]:
    """Return a PNG of the photo's subject, and notes; the same bytes for the same photo.

    Raises Invalid, TooLarge and UnsupportedType for what is no photo, NothingToPaint for what shows nothing.
    """
    seed = int.from_bytes(hashlib.sha256(photo).digest()[:4])
    cv2.setRNGSeed(seed % 2**31)
    random = np.random.default_rng(seed)
    seen, solid = opened(photo)
    found = cut(seen, subject) if solid is None else cut_already(solid)
    note = _reason_for_cushion(found)
    if note:
        recipe = recipe.model_copy(update={"shape": _calmed(recipe.shape)})
    place = cushion(seen) if note else framed(seen, found.mask, rounding=recipe.shape.outline)
    return _png(_picture(place, recipe, random)), (note,) if note else ()


def _calmed(shape: Shape) -> Shape:
    """Return the shape for a whole picture: fewer and larger pieces, each with more of the picture on it."""
    fewer = {"colours": max(4, shape.colours - 3), "pieces": shape.pieces * 1.6, "evenness": shape.evenness * 0.75}
    return shape.model_copy(update=fewer)


def _reason_for_cushion(found: Cut) -> str | None:
    if found.touching > MOST_TOUCHING or found.share > SHARES[1]:
        return CROPPED
    return NO_SUBJECT if found.share < SHARES[0] or found.contrast < LEAST_CONTRAST else None


def _picture(place: Framed, recipe: Recipe, random: np.random.Generator) -> Picture:
    shape = recipe.shape
    parts = pieces(place.colours, place.mask, most=shape.colours, rounding=shape.pieces)
    subject = painted(place, parts, recipe, random)
    below = ground(parts.even, place.mask)
    below = mixed(below, plane(below * SHADOW / SHADOW.max() * 0.2), shadow(place.mask))
    return mixed(below, subject.colours, subject.cover)


def _png(picture: Picture) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.asarray(np.rint(picture * 255), dtype=np.uint8)).save(file, "PNG", compress_level=1)
    return file.getvalue()
