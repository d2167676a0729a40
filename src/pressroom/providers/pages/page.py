"""What reading a file gives: pages, and facts about the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from pressroom.kernel.errors import PressroomError

Source = Literal["text_layer", "ocr", "file"]
"""Where a page's text came from: the PDF itself, a picture of it, or a text file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that is read; a file over a limit is refused before the costly part."""

    max_pages: int = 2000
    max_pixels: int = 100_000_000
    """Pixels of one picture, or of one page of a TIFF."""
    max_text_chars: int = 20_000_000
    """Characters of one text file, or of one page of a PDF."""
    max_unpacked_bytes: int = 500_000_000
    """Bytes of a DOCX once unpacked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file says about itself."""

    page_count: int
    title: str | None = None
    created: datetime | None = None
    """Aware, in UTC; as the file claims, which may be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its text, and how it looks."""

    number: int
    """Counted from 1."""
    text: str
    source: Source
    width: int | None = None
    height: int | None = None
    """Size of `picture` in pixels; None without one."""
    confidence: float | None = None
    """How sure the OCR engine is, 0 to 1; None where text was not recognised but read."""
    rotation: int = 0
    """Degrees clockwise the page was turned to stand upright: 0, 90, 180 or 270; so is the picture."""
    picture: bytes | None = None
    """A JPEG for the viewer, at most about 1000 px wide."""
    thumbnail: bytes | None = None
    """A JPEG, at most 160 px wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ocr:
    """How pages that are pictures are read."""

    engine: str = "tesseract"
    """Name of the engine, as `ocr.engines.engine_named` knows it."""
    tessdata_dir: Path | None = None
    languages: str = "eng+deu"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to parse, and how."""

    path: Path
    mime: str
    password: str | None
    limits: Limits
    ocr: Ocr


def name_page(error: PressroomError, number: int) -> None:
    """Make the message of `error` say which page it is about."""
    error.args = (f"Page {number}: {error}", *error.args[1:])


class PageReader(Protocol):
    """Reads files of the accepted types.

    Both methods raise Invalid (codes `encrypted`, `wrong_password`, `broken`, `truncated`, `no_pages`),
    TooLarge (`too_many_pages`, `too_many_pixels`, `too_much_text`, `too_much_unpacked`), or a ProviderError
    when parsing crashed or took too long.
    """

    def inspect(self, path: Path, mime: str, *, password: str | None = None) -> Contents:
        """Return how many pages the file has and what it says about itself."""
        ...

    def read(self, path: Path, mime: str, numbers: Sequence[int], *, password: str | None = None) -> Iterator[Page]:
        """Yield the pages with these numbers, each as soon as it is ready, in no promised order.

        An error about one page names it.
        """
        ...
