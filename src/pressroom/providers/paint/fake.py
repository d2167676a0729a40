"""A painter that needs no model: quick, repeatable, and as unpleasant as it is told to be."""

import hashlib
import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pressroom.kernel.errors import PressroomError, ProviderBusy
from pressroom.providers.paint.painter import SIDE, Painted, Subject
from pressroom.providers.paint.styles import Style

GROUND = b"\xf1\xed\xe4"
RADIUS = SIDE * 3 // 8
RIM = 12
"""Pixels of the disc's darker edge."""


@dataclass(slots=True)
class FakePainter:
    """Paints a disc on a plain ground, its colour made of photo and style, after `seconds`.

    First `busy` times busily, then with `error` if there is one, then with the one of `errors` whose key is in the
    photo. Of more than `timeout_seconds` it never makes more.
    """

    seconds: float = 0.0
    timeout_seconds: float = 60.0
    busy: int = 0
    retry_after: float | None = None
    error: PressroomError | None = None
    errors: Mapping[bytes, PressroomError] = field(default_factory=dict)
    model: str = "fake"
    calls: list[tuple[bytes, str, Subject]] = field(default_factory=list)
    """What it was asked, in order: photo, key of the style, subject."""

    def check(self) -> None:
        """Fail as told, if told."""
        if self.error:
            raise self.error

    def paint(self, photo: bytes, style: Style, subject: Subject) -> Painted:
        """Return a disc, the same one for the same photo and style, or fail as told."""
        self.calls.append((photo, style.key, subject))
        time.sleep(min(self.seconds, self.timeout_seconds))
        self._fail_as_told(photo)
        colour = hashlib.sha256(photo + style.key.encode()).digest()[:3]
        return Painted(png=_disc(colour), width=SIDE, height=SIDE, model=self.model, seconds=self.seconds)

    def _fail_as_told(self, photo: bytes) -> None:
        if self.seconds > self.timeout_seconds:
            raise ProviderBusy(f"The painter did not finish within {self.timeout_seconds:g} seconds.")
        if self.busy:
            self.busy -= 1
            raise ProviderBusy("The painter is busy.", retry_after=self.retry_after)
        if error := self.error or next((one for mark, one in self.errors.items() if mark in photo), None):
            raise error


def _disc(colour: bytes) -> bytes:
    """Return a PNG of a disc with a darker rim."""
    palette = GROUND + colour + bytes(part // 2 for part in colour)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 3, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + row for row in _rows()), level=1)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _rows() -> Iterator[bytes]:
    """Yield rows of the picture as numbers of its three colours."""
    for y in range(SIDE):
        outer, inner = (_half_width(radius, y - SIDE // 2) for radius in (RADIUS, RADIUS - RIM))
        side, rim = SIDE // 2 - outer, outer - inner
        yield bytes(side) + b"\2" * rim + b"\1" * (2 * inner) + b"\2" * rim + bytes(side)


def _half_width(radius: int, y: int) -> int:
    return int(max(0, radius**2 - y**2) ** 0.5)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
