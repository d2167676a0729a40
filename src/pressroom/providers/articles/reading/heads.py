"""How large pictures are, by no more than their first bytes."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, UnidentifiedImageError

ORIENTATION = 0x0112
TURNED = frozenset({5, 6, 7, 8})
"""Orientations of EXIF in which width and height change places."""

WEBP_HEAD = 30


def sizes_of(heads: Sequence[bytes]) -> list[tuple[int, int] | None]:
    """Return the upright sizes of pictures by their first bytes; None where those do not say."""
    return [_webp_size(head) if head[8:12] == b"WEBP" else _size(head) for head in heads]


def _size(head: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(BytesIO(head)) as image:
            width, height = image.size
            # Of the others, Pillow would have to see the end.
            is_turned = image.format == "JPEG" and image.getexif().get(ORIENTATION) in TURNED
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    return (height, width) if is_turned else (width, height)


def _webp_size(head: bytes) -> tuple[int, int] | None:
    """Return the size of a WebP, of which Pillow would have to see the end; its three kinds are of RFC 9649."""
    if len(head) < WEBP_HEAD:
        return None
    match head[12:16]:
        case b"VP8X":
            return _number(head[24:27]) + 1, _number(head[27:30]) + 1
        case b"VP8L":
            bits = _number(head[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return _number(head[26:28]) & 0x3FFF, _number(head[28:30]) & 0x3FFF
        case _:
            return None


def _number(part: bytes) -> int:
    return int.from_bytes(part, "little")
