"""Full-text search: words as written, and their English and German stems; the last word may be unfinished."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, select, union_all
from sqlalchemy.orm import Session

from pressroom.features.documents.models import Document, Page
from pressroom.kernel.fulltext import configuration, newest_with, query_of

BEFORE, AFTER = "\x02", "\x03"
PLACES = 3
"""Places shown for each document."""
CANDIDATES = 2000
"""Documents ranked for one search: to rank one is to unpack its words, which takes 0.1 ms."""
PAGES_RANKED = 4000
"""Pages ranked for one search."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where words were found: its page, the text around them, and where in it they stand."""

    page: int
    text: str
    marks: Sequence[tuple[int, int]]

    @property
    def segments(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is one of the words."""
        pieces, at = [], 0
        for start, end in self.marks:
            pieces += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [piece for piece in [*pieces, (self.text[at:], False)] if piece[0]]


def matching(q: str, conditions: Sequence[ColumnElement[bool]]) -> Subquery:
    """Return the documents under `conditions` that answer `q`, by name, tags and summary or by a page: `id`, `rank`.

    Of more than `CANDIDATES` matches of either kind, the newest are taken.
    """
    found = union_all(_by_name(q, conditions), _by_pages(q, conditions)).subquery()
    return select(found.c.id, func.sum(found.c.rank).label("rank")).group_by(found.c.id).subquery()


def on_page(q: str) -> ColumnElement[bool]:
    """Return whether a page holds the words of `q`."""
    return Page.search.op("@@")(query_of(q))


def highlights(session: Session, document_ids: Sequence[UUID], q: str) -> Mapping[UUID, Sequence[Hit]]:
    """Return the best places in each document, by rank; a document found by its name alone has none."""
    query = query_of(q)
    place = func.row_number().over(
        partition_by=Page.document_id, order_by=(func.ts_rank(Page.search, query).desc(), Page.number)
    )
    best = (
        select(Page.document_id, Page.number, Page.text, place.label("place"))
        .where(Page.document_id.in_(document_ids), Page.search.op("@@")(query))
        .subquery()
    )
    options = f"StartSel={BEFORE}, StopSel={AFTER}, MaxFragments=1, MaxWords=24, MinWords=10"
    fragment = func.ts_headline(configuration(_language_of(q)), best.c.text, query, options)
    rows = session.execute(
        select(best.c.document_id, best.c.number, fragment).where(best.c.place <= PLACES).order_by(best.c.place)
    )
    hits: dict[UUID, list[Hit]] = {}
    for document_id, number, text in rows:
        hits.setdefault(document_id, []).append(_hit(number, text))
    return hits


def words_found(text: str, q: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it starts like one of the searched words; for a page's viewer."""
    words = sorted(set(re.findall(r"\w+", q)), key=len, reverse=True)
    if not words:
        return [(text, False)]
    pattern = re.compile(rf"\b((?:{'|'.join(map(re.escape, words))})\w*)", re.IGNORECASE)
    pieces = pattern.split(text)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]


def _by_name(q: str, conditions: Sequence[ColumnElement[bool]]) -> Select[UUID, float]:
    query = query_of(q)
    newest = newest_with(query, Document.id, Document.search, conditions, limit=CANDIDATES)
    return select(newest.c.id, (func.ts_rank(newest.c.search, query) * 2).label("rank"))


def _by_pages(q: str, conditions: Sequence[ColumnElement[bool]]) -> Select[UUID, float]:
    query = query_of(q)
    newest = (
        select(Page.document_id.label("id"))
        .join(Document, Document.id == Page.document_id)
        .where(*conditions, on_page(q))
        .distinct()
        .order_by(Page.document_id.desc())
        .limit(CANDIDATES)
        .cte()
        .prefix_with("MATERIALIZED")
    )
    place = func.row_number().over(partition_by=Page.document_id, order_by=Page.number).label("place")
    placed = (
        select(Page.document_id.label("id"), Page.search, place)
        .join(newest, newest.c.id == Page.document_id)
        .where(on_page(q))
        .subquery()
    )
    # The first place of every document comes before the second of any, so a long one leaves room for all others.
    read = select(placed).order_by(placed.c.place, placed.c.id.desc()).limit(PAGES_RANKED).subquery()
    return select(read.c.id, func.max(func.ts_rank(read.c.search, query)).label("rank")).group_by(read.c.id)


def _language_of(q: str) -> str:
    return "german" if re.search("[äöüßÄÖÜ]", q) else "english"


def _hit(page: int, marked: str) -> Hit:
    text, marks = "", []
    for piece in re.split(f"({BEFORE}.*?{AFTER})", " ".join(marked.split())):
        if piece.startswith(BEFORE):
            word = piece[1:-1]
            marks.append((len(text), len(text) + len(word)))
            text += word
        else:
            text += piece
    return Hit(page, text, marks)
