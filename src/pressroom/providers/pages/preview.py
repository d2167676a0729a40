"""How a page is shown: a picture for the viewer and a thumbnail, both JPEG."""

import io
from dataclasses import dataclass

from PIL import Image

PICTURE_WIDTH = 1000
PICTURE_HEIGHT = 8000
THUMBNAIL_WIDTH = 160
THUMBNAIL_HEIGHT = 640
PICTURE_QUALITY = 80
THUMBNAIL_QUALITY = 75


@dataclass(frozen=True, slots=True)
class Preview:
    """Two JPEGs of a page, and the size of the larger in pixels."""

    width: int
    height: int
    picture: bytes
    thumbnail: bytes


def preview(page: Image.Image) -> Preview:
    """Return `page` as it is shown, scaled down where it is larger than that."""
    shown = shrunk(page, PICTURE_WIDTH, PICTURE_HEIGHT)
    if shown.mode not in ("L", "RGB"):
        shown = shown.convert("RGB")
    small = shrunk(shown, THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT)
    return Preview(shown.width, shown.height, _jpeg(shown, PICTURE_QUALITY), _jpeg(small, THUMBNAIL_QUALITY))


def shrunk(image: Image.Image, width: int, height: int) -> Image.Image:
    """Return `image` scaled down, in proportion, to fit; itself where it fits already."""
    scale = min(width / image.width, height / image.height)
    return image if scale >= 1 else scaled(image, scale)


def scaled(image: Image.Image, scale: float) -> Image.Image:
    """Return `image` at `scale` times its size."""
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    filtering = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    return image.resize(size, filtering)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
