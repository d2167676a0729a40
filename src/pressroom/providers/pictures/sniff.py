"""Judges what picture a file is by its first bytes, so cheaply that the web process can do it for every upload."""

from pressroom.providers.files.kinds import (
    AVIF,
    GIF,
    HEAD_BYTES,
    HEIC,
    JPEG,
    PNG,
    TIFF,
    WEBP,
    Kind,
    kind_of,
    unsupported,
)

ACCEPTED = (JPEG, PNG, WEBP, GIF, TIFF, HEIC, AVIF)
ACCEPTED_IN_WORDS = "JPEG, PNG, WebP, GIF, TIFF, HEIC and AVIF"

CONVERTED = (JPEG, PNG, WEBP)
"""What pictures are converted to."""

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif")
TEXT = Kind("text")

__all__ = [
    "ACCEPTED",
    "ACCEPTED_IN_WORDS",
    "AVIF",
    "CONVERTED",
    "GIF",
    "HEAD_BYTES",
    "HEIC",
    "JPEG",
    "PNG",
    "TIFF",
    "WEBP",
    "sniff_picture",
]


def sniff_picture(head: bytes, filename: str) -> str:
    """Return the MIME type of the picture that begins with `head` (its first `HEAD_BYTES`); one of `ACCEPTED`.

    The name decides nothing. Raises Invalid (`empty`) or UnsupportedType (`unsupported`).
    """
    kind = kind_of(head, filename) or TEXT
    if kind.mime in ACCEPTED:
        return kind.mime
    raise unsupported(filename, kind, ACCEPTED_IN_WORDS, ENDINGS)
