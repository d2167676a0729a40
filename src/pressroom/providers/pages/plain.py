"""Plain text and Markdown: decoded, and parted into pages. Only child processes import this."""

import re
from functools import lru_cache
from pathlib import Path

from pressroom.kernel.errors import TooLarge
from pressroom.providers.pages.page import Contents, Limits
from pressroom.providers.pages.pagination import paginate

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
MARKDOWN_TITLE = re.compile(r"^#[ \t]+(\S.*?)[ \t]*#*$", re.MULTILINE)
HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")


def inspect(path: Path, *, limits: Limits) -> Contents:
    """Decode the file and count its pages."""
    parts = pages(path, limits=limits)
    heading = MARKDOWN_TITLE.search(parts[0])
    return Contents(page_count=len(parts), title=heading[1] if heading else None)


def pages(path: Path, *, limits: Limits) -> list[str]:
    """Return the text of each page."""
    seen = path.stat()
    if seen.st_size > 4 * limits.max_text_chars:
        raise _too_much(limits)
    return _pages(path, seen.st_mtime_ns, seen.st_size, limits)


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
