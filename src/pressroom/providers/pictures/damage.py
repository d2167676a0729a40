"""What can be told of, and done about, a damaged picture without decoding it."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from pressroom.providers.pictures.sniff import AVIF, HEIC, PNG, WEBP

PNG_START = 8
PNG_NEEDED = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))
CHUNK_EXTRA = 12
"""Bytes of a PNG chunk beside its content: length, name and checksum."""


def is_cut(path: Path, mime: str) -> bool:
    """Tell whether the file is shorter than it says itself; False where its type does not say."""
    with path.open("rb") as file:
        return mime in EXTENTS and EXTENTS[mime](file) > path.stat().st_size


def without_metadata(content: bytes, mime: str) -> bytes | None:
    """Return the picture without what describes it, for decoders that stumble over that; None where it is the same."""
    plain = STRIPPERS[mime](content) if mime in STRIPPERS else content
    return plain if plain != content else None


def _png_without_metadata(content: bytes) -> bytes:
    return content[:PNG_START] + b"".join(chunk for name, chunk in _chunks(content) if name in PNG_NEEDED)


def _avif_without_metadata(content: bytes) -> bytes:
    """Give the items that hold EXIF a type nobody knows."""
    return content.replace(b"Exif", b"none")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = PNG_START
    while at + CHUNK_EXTRA <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        yield content[at + 4 : at + 8], content[at : at + CHUNK_EXTRA + length]
        at += CHUNK_EXTRA + length


def _riff_extent(file: BinaryIO) -> int:
    return 8 + int.from_bytes(file.read(8)[4:], "little")


def _boxes_extent(file: BinaryIO) -> int:
    """Return where the last of the boxes ends that an ISO base media file is made of."""
    at = 0
    while len(head := file.read(16)) >= 8:  # noqa: PLR2004  # a box begins with its size and its type
        size = int.from_bytes(head[8:16]) if head[:4] == b"\0\0\0\1" else int.from_bytes(head[:4])
        if size < 8:  # noqa: PLR2004  # to the end of the file, or rubbish
            break
        at = file.seek(at + size)
    return at


def _chunks_extent(file: BinaryIO) -> int:
    """Return where a PNG's last chunk ends, or the next would if the file were not over before it."""
    at = file.seek(PNG_START)
    while len(head := file.read(8)) == 8:  # noqa: PLR2004  # a chunk begins with its length and its name
        at = file.seek(at + CHUNK_EXTRA + int.from_bytes(head[:4]))
        if head[4:] == b"IEND":
            return at
    return at + CHUNK_EXTRA


EXTENTS: dict[str, Callable[[BinaryIO], int]] = {
    WEBP: _riff_extent,
    HEIC: _boxes_extent,
    AVIF: _boxes_extent,
    PNG: _chunks_extent,
}
STRIPPERS: dict[str, Callable[[bytes], bytes]] = {PNG: _png_without_metadata, AVIF: _avif_without_metadata}
