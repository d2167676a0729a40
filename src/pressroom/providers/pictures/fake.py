"""A reader that decodes nothing: quick, repeatable, and as unpleasant as it is told to be."""

import hashlib
import struct
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.kernel.errors import Invalid, PressroomError, ProviderBusy, TooLarge, UnsupportedType
from pressroom.providers.pictures.palette import colour
from pressroom.providers.pictures.picture import Developed, Limits, Size
from pressroom.providers.pictures.sniff import ACCEPTED, JPEG, PNG, WEBP

DOTS = {
    JPEG: b64decode(
        "/9j/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////wAALCAAB"
        "AAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
    ),
    PNG: b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="),
    WEBP: b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAdQwAIWsP+BiOh/AAA="),
}
"""Real pictures of one grey pixel."""

PIN = b64decode(
    "/9j/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////wAALCAADAAIBAREA"
    "/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)
"""A real JPEG of two by three grey pixels."""

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_END = b"IEND"
PNG_SIZE_AT = 16


@dataclass(slots=True)
class FakePictureReader:
    """Tells by the bytes alone: a PNG's size as its header says, any other's 640 by 480, the rest by digest.

    First `busy` times busily, then with `error` if there is one, then with the one of `errors` whose key
    is in the file.
    """

    limits: Limits = field(default_factory=Limits)
    busy: int = 0
    retry_after: float | None = None
    error: PressroomError | None = None
    errors: Mapping[bytes, PressroomError] = field(default_factory=dict)
    answers: Mapping[bytes, Developed] = field(default_factory=dict)
    """What is given for files with these bytes in them."""
    calls: list[tuple[str, Path, str]] = field(default_factory=list)
    """What it was asked, in order: the method, the file and its type."""

    def preparation(self) -> Callable[[], object]:
        """Return what loads nothing: there is nothing to load."""
        return int

    def develop(self, path: Path, mime: str) -> Developed:
        """Answer by the file's bytes, or fail as told."""
        content = self._read("develop", path, mime)
        scripted = next((answer for mark, answer in self.answers.items() if mark in content), None)
        return scripted or _developed(content, self._size(content))

    def convert(self, path: Path, mime: str, *, to: str, long_side: int | None = None) -> bytes:
        """Return a grey dot of the wanted type, or fail as told."""
        del long_side
        self._size(self._read("convert", path, mime))
        if to not in DOTS:
            raise UnsupportedType(f"Pictures are converted to JPEG, PNG or WebP, not {to}.", code="unsupported")
        return DOTS[to]

    def pin_picture(self, path: Path, mime: str, *, pad: bool) -> bytes:
        """Return a grey JPEG of two by three pixels, or fail as told."""
        del pad
        self._size(self._read("pin_picture", path, mime))
        return PIN

    def _read(self, method: str, path: Path, mime: str) -> bytes:
        self.calls.append((method, path, mime))
        content = path.read_bytes()
        if self.busy:
            self.busy -= 1
            raise ProviderBusy("The reader of pictures is busy.", retry_after=self.retry_after)
        if error := self.error or next((one for mark, one in self.errors.items() if mark in content), None):
            raise error
        if mime not in ACCEPTED:
            raise UnsupportedType(f"{mime} is no picture Pressroom takes.", code="unsupported")
        return content

    def _size(self, content: bytes) -> tuple[int, int]:
        if not content.startswith(PNG_START):
            return 640, 480
        if b"IHDR" not in content:
            raise Invalid("This PNG is damaged.", code="broken")
        if PNG_END not in content:
            raise Invalid("This PNG ends early.", code="truncated")
        width, height = struct.unpack_from(">II", content, PNG_SIZE_AT)
        if width * height > self.limits.max_pixels:
            raise TooLarge("This PNG has too many pixels.", code="too_many_pixels")
        return width, height


def _developed(content: bytes, size: tuple[int, int]) -> Developed:
    digest = hashlib.sha256(content).digest()
    return Developed(
        width=size[0],
        height=size[1],
        frames=1,
        thumbnails=dict.fromkeys(Size, DOTS[WEBP]),
        placeholder=DOTS[WEBP],
        fingerprint=f"{int.from_bytes(digest[:8]):064b}",
        colours=[colour((digest[8], digest[9], digest[10]), 0.7), colour((digest[11], digest[12], digest[13]), 0.3)],
    )
