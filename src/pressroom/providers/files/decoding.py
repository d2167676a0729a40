"""What decoding pictures with Pillow takes, whatever they are decoded for. Child processes only."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from PIL import Image

from pressroom.kernel.errors import Invalid, TooLarge

NAMES = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WebP",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
    "image/heic": "HEIC",
    "image/avif": "AVIF",
}
"""What the types are called in sentences."""

EXIF_DATE = "%Y:%m:%d %H:%M:%S"
EXIF_DATE_CHARS = 19

FLAWS = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, RuntimeError, struct.error, zlib.error)
"""What decoders raise over damaged files."""

Image.MAX_IMAGE_PIXELS = None  # sizes are checked against our own limit, before decoding


@contextmanager
def decoding(mime: str) -> Iterator[None]:
    """Turn what is said about a damaged picture of this type into Invalid (`broken`, `truncated`), in words."""
    try:
        yield
    except FLAWS as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _damaged(error, mime) from error


def ends_early(mime: str) -> Invalid:
    """Return the refusal of a picture that is not all there."""
    return Invalid(
        f"The picture ends early: part of this {NAMES[mime]} is missing, as after a broken download. The original is "
        "kept. Copy or download it again, and add that.",
        code="truncated",
    )


def require_fitting(size: tuple[int, int], max_pixels: int) -> None:
    """Raise TooLarge (`too_many_pixels`) where a picture of this size has more than `max_pixels`."""
    pixels = size[0] * size[1]
    if pixels > max_pixels:
        raise TooLarge(
            f"This picture has {size[0]:,} by {size[1]:,} pixels, {pixels / 1e6:,.0f} million in all, and at "
            f"most {max_pixels / 1e6:,.0f} million are taken. Scale it down, and add that.",
            code="too_many_pixels",
        )


def in_8_bits(image: Image.Image) -> Image.Image:
    """Return a picture of wide or real numbers in 8-bit grey, from black to its format's white; others as they are."""
    if not image.mode.startswith(("I", "F")):
        return image
    wide = image.convert("F")
    _, lightest = wide.getextrema()
    assert isinstance(lightest, int | float)  # noqa: S101  # a picture in F has one band
    white = next((top for top in (1.0, 255.0, 65535.0) if lightest <= top), float(lightest))
    eight = wide.point(lambda value: value * (255 / white) + 0).convert("L")
    eight.info = image.info
    return eight


def moment(written: object) -> datetime | None:
    """Return a date as EXIF writes it, taken for UTC; None where it is none."""
    try:
        return datetime.strptime(str(written)[:EXIF_DATE_CHARS], EXIF_DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _damaged(error: Exception, mime: str) -> Invalid:
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return ends_early(mime)
    return Invalid(
        f"This {NAMES[mime]} is damaged and cannot be decoded. The original is kept. Open it in an image program, "
        "save it anew, and add that.",
        code="broken",
    )
