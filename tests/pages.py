"""Reads files in tests as the documents' workflow does."""

from pathlib import Path

from pressroom.providers.pages import Page, PageReader, sniff


def read_all(reader: PageReader, path: Path, *, password: str | None = None) -> list[Page]:
    """Return every page of the file, in order, its type judged by its content."""
    mime = sniff(path.read_bytes()[:8192], path.name)
    count = reader.inspect(path, mime, password=password).page_count
    pages = reader.read(path, mime, range(1, count + 1), password=password)
    return sorted(pages, key=lambda page: page.number)
