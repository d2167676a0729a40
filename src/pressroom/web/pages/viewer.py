"""A document's open page, and the list of its pages."""

from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markupsafe import Markup

from pressroom.features.documents.models import Document, Page, TextSource
from pressroom.features.documents.search import words_found
from pressroom.web.views.documents import PageLink, PageView

SOURCES = {TextSource.TEXT_LAYER: "Text layer", TextSource.OCR: "OCR", TextSource.FILE: "Text file"}
MARKDOWN = MarkdownIt("commonmark", {"html": False})
AROUND, ENDS = 4, 2
"""Page numbers shown on each side of the open page, and at each end."""


def page_view(page: Page | None, number: int, mime: str, q: str) -> PageView:
    """Return the open page, or what stands for it while it has not been read."""
    if page is None:
        return PageView(number=number, has_picture=False, segments=None, prose=None, source="", confidence=None)
    is_prose = mime == "text/markdown" and not q
    return PageView(
        number=number,
        has_picture=page.picture_key is not None,
        segments=words_found(page.text, q),
        # markdown-it escapes HTML and refuses script addresses with html=False
        prose=Markup(MARKDOWN.render(page.text)) if is_prose else None,  # noqa: S704  # as above
        source=SOURCES[page.source],
        confidence=page.confidence,
    )


def page_links(document: Document, current: int, found_on: Sequence[int]) -> list[PageLink]:
    """Return the pages to go to: those around the open one, both ends, and those with hits."""
    hits: Mapping[int, int] = dict.fromkeys(found_on, 1)
    numbers = sorted(n for n in range(1, (document.page_count or 0) + 1) if _is_shown(n, document, current, hits))
    return [
        PageLink(
            number=number,
            is_current=number == current,
            is_read=number <= document.pages_read,
            hits=hits.get(number, 0),
            is_after_gap=position > 0 and numbers[position - 1] != number - 1,
        )
        for position, number in enumerate(numbers)
    ]


def _is_shown(number: int, document: Document, current: int, hits: Mapping[int, int]) -> bool:
    at_an_end = number <= ENDS or number > (document.page_count or 0) - ENDS
    return at_an_end or abs(number - current) <= AROUND or number in hits
