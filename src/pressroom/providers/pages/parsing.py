"""The work of a child process: open one file, count or read its pages. Only child processes import this."""

from collections.abc import Sequence
from pathlib import Path

from pressroom.kernel.errors import Invalid, UnsupportedType
from pressroom.providers.ocr.engines import engine_named
from pressroom.providers.pages import image, pdf, plain, word
from pressroom.providers.pages.page import Contents, File, Page
from pressroom.providers.pages.recognition import Recognition
from pressroom.providers.pages.sniff import ACCEPTED_IN_WORDS, DOCX, JPEG, MARKDOWN, PDF, PNG, TEXT, TIFF, WEBP

IMAGES = frozenset((PNG, JPEG, WEBP, TIFF))
PLAIN = frozenset((TEXT, MARKDOWN))


def inspect(file: File) -> Contents:
    """Return how many pages the file has and what it says about itself."""
    match file.mime:
        case mime if mime == PDF:
            return pdf.inspect(file.path, password=file.password, limits=file.limits)
        case mime if mime in IMAGES:
            return image.inspect(file.path, mime, limits=file.limits)
        case mime if mime in PLAIN:
            return plain.inspect(file.path, limits=file.limits)
        case mime if mime == DOCX:
            return word.inspect(file.path, limits=file.limits)
        case mime:
            raise UnsupportedType(f"{mime} cannot be read. Pressroom takes {ACCEPTED_IN_WORDS}.", code="unsupported")


def read_pictured(file: File, number: int, *, engine: str, tessdata_dir: Path | None, languages: str) -> Page:
    """Return a page of a PDF or an image file."""
    recognition = Recognition(engine_named(engine, tessdata_dir), languages)
    if file.mime == PDF:
        return pdf.read_page(file.path, number, password=file.password, limits=file.limits, recognition=recognition)
    return image.read_page(file.path, file.mime, number, limits=file.limits, recognition=recognition)


def read_written(file: File, numbers: Sequence[int]) -> list[Page]:
    """Return pages of a file that is text, in which case all of it is parsed at once."""
    parse = word.pages if file.mime == DOCX else plain.pages
    texts = parse(file.path, limits=file.limits)
    beyond = [number for number in numbers if not 1 <= number <= len(texts)]
    if beyond:
        raise Invalid(f"There is no page {beyond[0]}: the file has {len(texts)}.", code="no_such_page")
    return [Page(number=number, text=texts[number - 1], source="file") for number in numbers]
