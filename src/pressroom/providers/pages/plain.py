"""Plain text and Markdown: decoded, and parted into pages. Only child processes import this."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pressroom.kernel.errors import TooLarge
from pressroom.providers.pages.page import Contents, File, Limits, Page
from pressroom.providers.pages.pagination import numbered, paginate

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
MARKDOWN_TITLE = re.compile(r"^#[ \t]+(\S.*?)[ \t]*#*$", re.MULTILINE)
HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")


def inspect(file: File) -> Contents:
    """Decode the file and count its pages."""
    parts = _texts(file)
    heading = MARKDOWN_TITLE.search(parts[0])
    return Contents(page_count=len(parts), title=heading[1] if heading else None)


def read_pages(file: File, numbers: Sequence[int]) -> list[Page]:
    """Return the pages with these numbers."""
    return numbered(_texts(file), numbers)


def _texts(file: File) -> list[str]:
    seen = file.path.stat()
    if seen.st_size > 4 * file.limits.max_text_chars:
        raise _too_much(file.limits)
    return _pages(file.path, seen.st_mtime_ns, seen.st_size, file.limits)


@lru_cache(maxsize=1)
def _pages(path: Path, _mtime_ns: int, _size: int, limits: Limits) -> list[str]:
    text = HIDDEN.sub("", decode(path.read_bytes()))
    if len(text) > limits.max_text_chars:
        raise _too_much(limits)
    return paginate(text.replace("\r\n", "\n").replace("\r", "\n"), limits=limits)


def decode(content: bytes) -> str:
    """Return the text in `content`: by its byte order mark, else as UTF-8, else as Windows wrote it (cp1252)."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _too_much(limits: Limits) -> TooLarge:
    return TooLarge(
        f"This file has more than {limits.max_text_chars:,} characters of text. Split it into smaller files, and add "
        "those.",
        code="too_much_text",
    )
