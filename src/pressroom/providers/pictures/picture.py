"""What developing a picture gives, and what every reader of pictures promises."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Size(StrEnum):
    """Sizes a picture is shown in."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


LONG_SIDES = {Size.SMALL: 400, Size.MEDIUM: 960, Size.LARGE: 2048}
"""The longest a thumbnail's longer side may be, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that is decoded; a picture over a limit is refused before the costly part."""

    max_pixels: int = 300_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """One of a picture's main colours."""

    name: str
    """An everyday word, as `palette.NAMES` has it: `navy`."""
    basic: str
    """The group it is filtered by, one of `BASIC_COLOURS`: `blue`."""
    hex: str
    """In sRGB, as `#rrggbb`."""
    share: float
    """How much of what can be seen has it, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Developed:
    """A picture made ready to be shown, compared and searched."""

    width: int
    height: int
    """In pixels, upright: after the orientation the camera noted."""
    frames: int
    """1 for stills; more for animations and files of several pictures, of which the first is shown."""
    thumbnails: Mapping[Size, bytes]
    """WebP in sRGB without metadata; the longer side is at most `LONG_SIDES`, and never larger than the original's."""
    placeholder: bytes
    """A WebP of at most 16 px and 300 bytes: a blur to show while a thumbnail loads."""
    fingerprint: str
    """64 characters of 0 and 1; `fingerprint_distance` tells how alike two are."""
    colours: Sequence[Colour]
    """At most 6, largest share first; none where nothing can be seen."""
    taken_at: datetime | None = None
    """Aware, in UTC; taken for UTC where the camera noted no offset."""
    camera: str | None = None
    location: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    notes: Sequence[str] = ()
    """What a person should know about how the picture was read, as sentences."""


class PictureReader(Protocol):
    """Decodes pictures of the accepted types.

    Developing and converting raise Invalid (codes `broken`, `truncated`), TooLarge (`too_many_pixels`), UnsupportedType
    (`unsupported`), or a ProviderError when decoding crashed or took too long.
    """

    def preparation(self) -> Callable[[], object]:
        """Return what a child process may run before its first picture, to be quicker then."""
        ...

    def develop(self, path: Path, mime: str) -> Developed:
        """Return the picture ready to be shown, compared and searched."""
        ...

    def convert(self, path: Path, mime: str, *, to: str, long_side: int | None = None) -> bytes:
        """Return the picture as JPEG, PNG or WebP (the MIME type `to`), at most `long_side` px long.

        Upright, in sRGB, without metadata; never larger than the original; on white where JPEG has no
        transparency.
        """
        ...

    def pin_picture(self, path: Path, mime: str, *, pad: bool) -> bytes:
        """Return the picture as a JPEG of exactly two to three, at most 1000 by 1500 px: its middle cut out, or padded.

        Otherwise as `convert` does it. Bars have the mean colour of the edges beside them.
        """
        ...
