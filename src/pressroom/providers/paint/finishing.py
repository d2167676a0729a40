"""Makes of whatever picture a model sent one to keep. Child processes only."""

import io

from PIL import Image

from pressroom.kernel.errors import Invalid
from pressroom.providers.files.decoding import decoding, require_fitting
from pressroom.providers.pictures.sniff import CONVERTED, HEAD_BYTES, sniff_picture
from pressroom.providers.pictures.srgb import in_srgb, on_white, plain

LONGEST, SHORTEST = 2048, 256
"""Of a side, in pixels: larger ones are scaled down, smaller ones are refused."""
MOST_PIXELS = 40_000_000


def finish(content: bytes) -> tuple[bytes, int, int]:
    """Return the picture as PNG in sRGB, without metadata, with its width and height.

    Raises Invalid (`broken`, `truncated`, `too_small`, `plain`), TooLarge (`too_many_pixels`), UnsupportedType.
    """
    mime = sniff_picture(content[:HEAD_BYTES], "The picture")
    if mime not in CONVERTED:
        raise Invalid("It is neither PNG, JPEG nor WebP.", code="unsupported")
    with decoding(mime), Image.open(io.BytesIO(content)) as image:
        require_fitting(image.size, MOST_PIXELS)
        _require_large(image.size)
        seen = on_white(in_srgb(plain(image), image.info.get("icc_profile"), []))
    seen.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    _require_something(seen)
    file = io.BytesIO()
    seen.save(file, "PNG", compress_level=6)
    return file.getvalue(), seen.width, seen.height


def _require_large(size: tuple[int, int]) -> None:
    if min(size) < SHORTEST:
        raise Invalid(f"It has only {size[0]} by {size[1]} pixels.", code="too_small")


def _require_something(image: Image.Image) -> None:
    if all(low == high for low, high in image.getextrema()):  # type: ignore[misc]  # of several bands, each has its two
        raise Invalid("It is of one colour.", code="plain")
