"""Reads pages on this machine, in child processes: a file that crashes its parser harms nothing else."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pressroom.kernel.errors import ProviderError, UnsupportedType
from pressroom.kernel.processes import Length, process_count, run_apart
from pressroom.providers.files.parsing import parse
from pressroom.providers.pages.page import Contents, File, Limits, Ocr, Page, name_page
from pressroom.providers.pages.sniff import ACCEPTED_IN_WORDS, DOCX, JPEG, MARKDOWN, PDF, PNG, TEXT, TIFF, WEBP

PARSERS = {
    PDF: "pressroom.providers.pages.pdf",
    **dict.fromkeys((PNG, JPEG, WEBP, TIFF), "pressroom.providers.pages.image"),
    **dict.fromkeys((TEXT, MARKDOWN), "pressroom.providers.pages.plain"),
    DOCX: "pressroom.providers.pages.word",
}
"""Named, not imported: parsers and their libraries are loaded in child processes only."""

WRITTEN = frozenset((TEXT, MARKDOWN, DOCX))
"""Types that are text, without pictures of their pages."""

AHEAD = 2
"""Pages under way for each process, so that none waits for the reader of the results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPageReader:
    """A `PageReader` with pdfium, Pillow, python-docx and an OCR engine, all run apart."""

    limits: Limits = field(default_factory=Limits)
    languages: str = "eng+deu"
    tessdata_dir: Path | None = None
    engine: str = "tesseract"
    """Name of the OCR engine, as `ocr.engines.engine_named` knows it."""
    page_seconds: float = 120.0
    """The longest one page may take."""
    ahead: Sequence[str] = ()
    """What the work after reading needs, for a child process to load meanwhile."""

    def inspect(self, path: Path, mime: str, *, password: str | None = None) -> Contents:
        """Return how many pages the file has and what it says about itself."""
        contents: Contents = self._parse("inspect", self._file(path, mime, password))
        return contents

    def read(self, path: Path, mime: str, numbers: Sequence[int], *, password: str | None = None) -> Iterator[Page]:
        """Yield the pages with these numbers as they are ready; as many at once as there are processes."""
        file = self._file(path, mime, password)
        if mime in WRITTEN:
            pages: list[Page] = self._parse("read_pages", file, list(numbers))
            yield from pages
        else:
            yield from self._pictured(file, numbers)

    def preparation(self) -> Callable[[], object]:
        """Return what a child process may run before its first file, to be quicker then."""
        return partial(parse, PARSERS[PDF], "prepare", self._ocr)

    def _pictured(self, file: File, numbers: Sequence[int]) -> Iterator[Page]:
        threads = ThreadPoolExecutor(process_count(), thread_name_prefix="pages")
        try:
            under_way: set[Future[Page]] = set()
            for number in numbers:
                under_way.add(threads.submit(self._page, file, number))
                if len(under_way) >= AHEAD * process_count():
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    yield from (page.result() for page in done)
            while under_way:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (page.result() for page in done)
        finally:
            threads.shutdown(cancel_futures=True)

    def _file(self, path: Path, mime: str, password: str | None) -> File:
        return File(path=path, mime=mime, password=password, limits=self.limits, ocr=self._ocr)

    @property
    def _ocr(self) -> Ocr:
        return Ocr(engine=self.engine, tessdata_dir=self.tessdata_dir, languages=self.languages)

    def _page(self, file: File, number: int) -> Page:
        try:
            page: Page = self._parse("read_page", file, number)
        except ProviderError as error:
            name_page(error, number)
            raise
        return page

    def _parse(self, function: str, file: File, *args: object) -> Any:  # noqa: ANN401  # whatever the function returns
        if file.mime not in PARSERS:
            raise UnsupportedType(
                f"{file.mime} cannot be read. Pressroom takes {ACCEPTED_IN_WORDS}.", code="unsupported"
            )
        return run_apart(
            parse,
            PARSERS[file.mime],
            function,
            file,
            *args,
            timeout_seconds=self.page_seconds,
            length=Length.MIDDLING if function == "read_page" else Length.BRIEF,
            ahead=self.ahead,
        )
