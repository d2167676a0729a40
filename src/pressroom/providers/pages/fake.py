"""A reader that needs no process, engine or picture: plain text, pages parted by form feeds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.kernel.errors import Invalid, PressroomError, TooLarge
from pressroom.providers.pages.page import Contents, Limits, Page


@dataclass(frozen=True, slots=True)
class FakePageReader:
    """Reads any file as UTF-8 text; fails on the pages it is told to."""

    limits: Limits = field(default_factory=Limits)
    errors: dict[int, PressroomError] = field(default_factory=dict)
    """Raised instead of the page with this number; 0 for the inspection."""
    title: str | None = None
    """What every file says it is called."""

    def inspect(self, path: Path, mime: str, *, password: str | None = None) -> Contents:
        """Count the form feeds."""
        del mime, password
        if 0 in self.errors:
            raise self.errors[0]
        count = len(_pages(path))
        if count > self.limits.max_pages:
            raise TooLarge(f"{count} pages, over {self.limits.max_pages}.", code="too_many_pages")
        return Contents(page_count=count, title=self.title)

    def read(self, path: Path, mime: str, numbers: Sequence[int], *, password: str | None = None) -> Iterator[Page]:
        """Yield the text between the form feeds."""
        del mime, password
        pages = _pages(path)
        for number in numbers:
            if number in self.errors:
                raise self.errors[number]
            if not 1 <= number <= len(pages):
                raise Invalid(f"There is no page {number}.", code="no_such_page")
            yield Page(number=number, text=pages[number - 1].strip(), source="file")


def _pages(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split("\f")
