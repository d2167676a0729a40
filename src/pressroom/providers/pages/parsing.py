"""The work of a child process: open one file, count or read its pages. Only child processes import this."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from pressroom.kernel.errors import Invalid, PressroomError, ProviderRefused, UnsupportedType
from pressroom.providers.ocr.engines import engine_named
from pressroom.providers.pages import image, pdf, plain, word
from pressroom.providers.pages.page import Contents, File, Page
from pressroom.providers.pages.recognition import Recognition
from pressroom.providers.pages.sniff import ACCEPTED_IN_WORDS, DOCX, JPEG, MARKDOWN, PDF, PNG, TEXT, TIFF, WEBP

P = ParamSpec("P")
R = TypeVar("R")

IMAGES = frozenset((PNG, JPEG, WEBP, TIFF))
PLAIN = frozenset((TEXT, MARKDOWN))


class ParserFailed(ProviderRefused):
    """A parser gave up in a way nobody foresaw."""


def guarded(parse: Callable[P, R]) -> Callable[P, R]:
    """Turn what a library raises over a file made to confuse it into a refusal that keeps the cause."""

    @wraps(parse)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return parse(*args, **kwargs)
        except (PressroomError, MemoryError, FileNotFoundError):
            raise
        except Exception as error:
            raise ParserFailed(
                f"The parser gave up on this file ({type(error).__name__}: {error}). The original is kept. Save it "
                "anew in another program, and add that."
            ) from error

    return run


@guarded
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


@guarded
def read_pictured(file: File, number: int, *, engine: str, tessdata_dir: Path | None, languages: str) -> Page:
    """Return a page of a PDF or an image file."""
    recognition = Recognition(engine_named(engine, tessdata_dir), languages)
    if file.mime == PDF:
        return pdf.read_page(file.path, number, password=file.password, limits=file.limits, recognition=recognition)
    return image.read_page(file.path, file.mime, number, limits=file.limits, recognition=recognition)


@guarded
def read_written(file: File, numbers: Sequence[int]) -> list[Page]:
    """Return pages of a file that is text, in which case all of it is parsed at once."""
    parse = word.pages if file.mime == DOCX else plain.pages
    texts = parse(file.path, limits=file.limits)
    beyond = [number for number in numbers if not 1 <= number <= len(texts)]
    if beyond:
        raise Invalid(f"There is no page {beyond[0]}: the file has {len(texts)}.", code="no_such_page")
    return [Page(number=number, text=texts[number - 1], source="file") for number in numbers]
