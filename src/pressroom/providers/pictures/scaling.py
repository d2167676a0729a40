"""Scales and turns pictures, decoding no more of them than is needed. Child processes only."""

from math import ceil

from PIL import Image
from PIL.ImageFile import ImageFile

from pressroom.providers.pictures.srgb import plain

GAP = 2.0
"""How much larger than the wanted size a picture is that was made smaller roughly, before it is made so well."""

LONGEST = 10
"""Of a picture longer than this many times its other side, the middle is shown: the whole would be a line."""

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture of each EXIF orientation upright."""
LYING = (5, 6, 7, 8)
"""Orientations that change places of width and height."""


def loaded(image: ImageFile, scale: float) -> Image.Image:
    """Return the opened picture decoded and `plain`; a JPEG smaller than it is, but not below `scale`."""
    if scale < 1:
        image.draft(None, (ceil(image.width * scale), ceil(image.height * scale)))
    image.load()
    return plain(image)


def fitted(image: Image.Image, long_side: int, *, near: float = 1.0) -> Image.Image:
    """Return a `plain` picture in proportion, at most `long_side` px long; itself where it is already.

    Down to `near` of that is near enough where it is quicker.
    """
    scale = long_side / max(image.size)
    if scale >= 1:
        return image
    whole = ceil(1 / scale)
    if max(image.size) / whole >= near * long_side:
        return image.reduce(whole)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=GAP)


def middle(image: Image.Image) -> Image.Image:
    """Return the picture, or its middle where it is too long to be seen as a whole."""
    width, height = middle_size(image.size)
    if (width, height) == image.size:
        return image
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def middle_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the `middle` of a picture."""
    width, height = size
    return min(width, LONGEST * height), min(height, LONGEST * width)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Return the picture turned as its EXIF orientation wants it."""
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image
