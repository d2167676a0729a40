"""Parts running text into pages, where a file has none of its own."""

import re
from collections.abc import Sequence

from pressroom.kernel.errors import Invalid, TooLarge
from pressroom.providers.pages.page import Limits, Page

PAGE_CHARS = 3000
LONGEST_PAGE_CHARS = 4500
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
BORDERS = ("\n", ". ", " ")
"""Where a paragraph longer than a page is cut, best first."""


def paginate(text: str, *, limits: Limits) -> list[str]:
    """Return the pages of `text`: cut at form feeds, and else at paragraph borders after about 3,000 characters.

    There is at least one page, though it may be empty.
    """
    pages = [page for sheet in text.split("\f") for page in _sheet(sheet.strip("\n"))]
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    if len(pages) > limits.max_pages:
        raise TooLarge(
            f"This file makes {len(pages):,} pages of text, and at most {limits.max_pages:,} are taken. Split it into "
            "smaller files and add those, or raise PRESSROOM_MAX_PAGES.",
            code="too_many_pages",
        )
    return pages


def numbered(texts: Sequence[str], numbers: Sequence[int]) -> list[Page]:
    """Return the pages of `texts` with these numbers, counted from 1."""
    beyond = next((number for number in numbers if not 1 <= number <= len(texts)), None)
    if beyond is not None:
        raise Invalid(f"There is no page {beyond}: the file has {len(texts)}.", code="no_such_page")
    return [Page(number=number, text=texts[number - 1], source="file") for number in numbers]


def _sheet(text: str) -> list[str]:
    pages: list[str] = []
    page = ""
    for paragraph in _paragraphs(text):
        if page and len(page) + len(paragraph) > PAGE_CHARS:
            pages.append(page)
            page = ""
        page = f"{page}\n\n{paragraph}" if page else paragraph
    return [*pages, page]


def _paragraphs(text: str) -> list[str]:
    return [piece for one in PARAGRAPH_END.split(text) for piece in _pieces(one.strip("\n"))]


def _pieces(paragraph: str) -> list[str]:
    """Cut a paragraph that would not fit on a page."""
    pieces = []
    while len(paragraph) > LONGEST_PAGE_CHARS:
        cuts = (paragraph.rfind(border, PAGE_CHARS // 2, PAGE_CHARS) for border in BORDERS)
        cut = next((at + 1 for at in cuts if at >= 0), PAGE_CHARS)
        pieces.append(paragraph[:cut].rstrip())
        paragraph = paragraph[cut:].lstrip(" \n")
    return [*pieces, paragraph]
