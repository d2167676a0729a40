"""Readers that are harder to get on with than the shipped fake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.kernel.errors import Invalid
from pressroom.providers.pages import Contents, Page
from pressroom.providers.pages.fake import FakePageReader


@dataclass(slots=True)
class MoodyReader:
    """Fails once on one page, then reads as the fake does."""

    page: int
    error: Exception
    reader: FakePageReader = field(default_factory=FakePageReader)
    has_failed: bool = False

    def inspect(self, path: Path, mime: str, *, password: str | None = None) -> Contents:
        """Count the form feeds."""
        return self.reader.inspect(path, mime, password=password)

    def read(self, path: Path, mime: str, numbers: Sequence[int], *, password: str | None = None) -> Iterator[Page]:
        """Yield the text between the form feeds, but for the one failure."""
        for page in self.reader.read(path, mime, numbers, password=password):
            if page.number == self.page and not self.has_failed:
                self.has_failed = True
                raise self.error
            yield page


@dataclass(frozen=True, slots=True)
class LockedReader:
    """Opens nothing without its password."""

    password: str
    reader: FakePageReader = field(default_factory=FakePageReader)

    def inspect(self, path: Path, mime: str, *, password: str | None = None) -> Contents:
        """Count the form feeds, for who knows the password."""
        if password is None:
            raise Invalid("This file is encrypted. Give its password.", code="encrypted")
        if password != self.password:
            raise Invalid("That password does not open this file.", code="wrong_password")
        return self.reader.inspect(path, mime)

    def read(self, path: Path, mime: str, numbers: Sequence[int], *, password: str | None = None) -> Iterator[Page]:
        """Yield the text between the form feeds, for who knows the password."""
        assert password == self.password
        return self.reader.read(path, mime, numbers)
