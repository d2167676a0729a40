"""DOCX, by python-docx: headings, paragraphs, lists, tables, headers and footers as text. Child processes only."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import LxmlError  # type: ignore[import-untyped]  # lxml has no types

from pressroom.kernel.errors import Invalid, TooLarge
from pressroom.providers.pages.page import Contents, File, Limits, Page
from pressroom.providers.pages.pagination import numbered, paginate

PAGE_BREAK = "\f"
WRAPPERS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml"))
PIECES = (
    ".//*[self::w:t or self::w:tab or self::w:br or self::w:cr or self::w:noBreakHyphen]"
    "[parent::w:r and not(ancestor::w:del) and not(ancestor::*[local-name()='Fallback'])]"
)
CHARACTERS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
MOST_PARTS = 20_000


def inspect(file: File) -> Contents:
    """Open the file and count the pages its text makes."""
    texts, title, created = _contents(file)
    return Contents(page_count=len(texts), title=title, created=created)


def read_pages(file: File, numbers: Sequence[int]) -> list[Page]:
    """Return the pages with these numbers; pages end at explicit page breaks, or after about 3,000 characters."""
    return numbered(_contents(file)[0], numbers)


def _contents(file: File) -> tuple[list[str], str | None, datetime | None]:
    seen = file.path.stat()
    return _read(file.path, seen.st_mtime_ns, seen.st_size, file.limits)


@lru_cache(maxsize=1)
def _read(path: Path, _mtime_ns: int, _size: int, limits: Limits) -> tuple[list[str], str | None, datetime | None]:
    _require_sane_archive(path, limits)
    try:
        document = docx.Document(str(path))
        text = "\n\n".join(_blocks(document))
        facts = document.core_properties
        created = facts.created.replace(tzinfo=UTC) if facts.created else None
        return paginate(text, limits=limits), (facts.title or "").strip() or None, created
    except (LxmlError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise _broken() from error


def _require_sane_archive(path: Path, limits: Limits) -> None:
    """Judge the archive by its directory, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise _broken() from error
    size = sum(part.file_size for part in parts)
    if size > limits.max_unpacked_bytes or len(parts) > MOST_PARTS:
        raise TooLarge(
            f"Unpacked, this DOCX would take {size / 1e6:,.0f} MB in {len(parts):,} parts, and at most "
            f"{limits.max_unpacked_bytes / 1e6:,.0f} MB in {MOST_PARTS:,} are taken. Make its pictures smaller, or "
            "save it as PDF.",
            code="too_much_unpacked",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid(
            "This DOCX is protected with a password. Save a copy without, and add that.", code="encrypted_docx"
        )
    if not any(part.filename == "word/document.xml" for part in parts):
        raise _broken()


def _broken() -> Invalid:
    return Invalid(
        "This DOCX is damaged or is another kind of archive: its text cannot be found. The original is kept. Open it "
        "in a word processor, save it anew, and add that.",
        code="broken",
    )


def _blocks(document: Document) -> Iterator[str]:
    """Yield the headers, the body and the footers, block by block; a header that repeats is told once."""
    styles = _ListStyles(document)
    sections = list(document.sections)
    yield from _once((one.header._element for one in sections), styles)  # noqa: SLF001  # headers have no public element
    yield from _joined(document.element.body, styles)
    yield from _once((one.footer._element for one in sections), styles)  # noqa: SLF001  # as headers


def _once(parts: Iterable[BaseOxmlElement], styles: "_ListStyles") -> list[str]:
    texts = ("\n".join(_joined(part, styles)).strip() for part in parts)
    return [text for text in dict.fromkeys(texts) if text]


def _joined(parent: BaseOxmlElement, styles: "_ListStyles") -> Iterator[str]:
    """Yield blocks of text; the items of a list make one."""
    items: list[str] = []
    for element in _content(parent):
        if isinstance(element, CT_P) and styles.is_item(element):
            items.append(f"• {_text(element).strip()}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        text = _text(element) if isinstance(element, CT_P) else _table(element, styles)
        if text.strip(" \t\n"):
            yield text
    if items:
        yield "\n".join(items)


def _content(parent: BaseOxmlElement) -> Iterator[CT_P | CT_Tbl]:
    """Yield paragraphs and tables in order, also those in content controls and tracked insertions."""
    for element in parent.iterchildren(*WRAPPERS, qn("w:p"), qn("w:tbl")):
        if isinstance(element, CT_P | CT_Tbl):
            yield element
        else:
            yield from _content(element)


def _table(table: CT_Tbl, styles: "_ListStyles") -> str:
    """Return one line a row, cells parted by bars."""
    rows = ([" ".join(_joined(cell, styles)).strip() for cell in row.tc_lst] for row in table.tr_lst)
    return "\n".join(" | ".join(cells) for cells in rows if any(cells))


def _text(paragraph: CT_P) -> str:
    pieces = "".join(_piece(element) for element in paragraph.xpath(PIECES))
    if paragraph.xpath("./w:pPr/w:pageBreakBefore"):
        pieces = PAGE_BREAK + pieces
    if paragraph.xpath("./w:pPr/w:sectPr[not(w:type/@w:val='continuous')]"):
        pieces += PAGE_BREAK
    return pieces


def _piece(element: BaseOxmlElement) -> str:
    if element.tag == qn("w:br"):
        return PAGE_BREAK if element.get(qn("w:type")) == "page" else "\n"
    return CHARACTERS.get(element.tag) or element.text or ""


class _ListStyles:
    """Knows which paragraphs are items of a list: by their style, or by numbering of their own."""

    def __init__(self, document: Document) -> None:
        self._ids = {
            style.style_id
            for style in document.styles
            if (style.name or "").startswith("List") or style.element.xpath("./w:pPr/w:numPr")
        }

    def is_item(self, paragraph: CT_P) -> bool:
        own = paragraph.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if own:
            return bool(own[0] != "0")
        return paragraph.style in self._ids and bool(_text(paragraph).strip())
