"""Reads pages on this machine, in child processes: a file that crashes its parser harms nothing else."""

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.kernel.errors import ProviderError
from pressroom.kernel.processes import Named, process_count, run_apart
from pressroom.providers.pages.page import Contents, File, Limits, Page, name_page
from pressroom.providers.pages.sniff import DOCX, MARKDOWN, TEXT

WRITTEN = frozenset((TEXT, MARKDOWN, DOCX))
"""Types that are text, without pictures of their pages."""

# The parsers and their libraries are loaded in the child processes only.
INSPECT = Named("pressroom.providers.pages.parsing:inspect")
READ_PICTURED = Named("pressroom.providers.pages.parsing:read_pictured")
READ_WRITTEN = Named("pressroom.providers.pages.parsing:read_written")

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

    def inspect(self, path: Path, mime: str, *, password: str | None = None) -> Contents:
        """Return how many pages the file has and what it says about itself."""
        contents: Contents = run_apart(INSPECT, self._file(path, mime, password), timeout_seconds=self.page_seconds)
        return contents

    def read(self, path: Path, mime: str, numbers: Sequence[int], *, password: str | None = None) -> Iterator[Page]:
        """Yield the pages with these numbers as they are ready; as many at once as there are processes."""
        file = self._file(path, mime, password)
        if mime in WRITTEN:
            pages: list[Page] = run_apart(READ_WRITTEN, file, list(numbers), timeout_seconds=self.page_seconds)
            yield from pages
            return
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
        return File(path=path, mime=mime, password=password, limits=self.limits)

    def _page(self, file: File, number: int) -> Page:
        try:
            page: Page = run_apart(
                READ_PICTURED,
                file,
                number,
                engine=self.engine,
                tessdata_dir=self.tessdata_dir,
                languages=self.languages,
                timeout_seconds=self.page_seconds,
            )
        except ProviderError as error:
            name_page(error, number)
            raise
        return page
