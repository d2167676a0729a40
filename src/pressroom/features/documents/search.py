"""Full-text search: words as written, and their English and German stems; the last word may be unfinished."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import Session

from pressroom.features.documents.models import Document, Page

STEMS = ("english", "german")
BEFORE, AFTER = "\x02", "\x03"
PLACES = 3
"""Places shown for each document."""


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


def matching(q: str) -> tuple[ColumnElement[float], ColumnElement[bool]]:
    """Return how well a document answers `q`, and whether it does: by its name, tags and summary, or by a page."""
    query = _query(q)
    best_page = (
        select(func.max(func.ts_rank(Page.search, query)))
        .where(Page.document_id == Document.id, Page.search.op("@@")(query))
        .correlate(Document)
        .scalar_subquery()
    )
    rank = func.ts_rank(Document.search, query) * 2 + func.coalesce(best_page, 0.0)
    on_a_page = exists().where(Page.document_id == Document.id, Page.search.op("@@")(query))
    return rank, or_(Document.search.op("@@")(query), on_a_page)


def on_page(q: str) -> ColumnElement[bool]:
    """Return whether a page holds the words of `q`."""
    return Page.search.op("@@")(_query(q))


def highlights(session: Session, document_ids: Sequence[UUID], q: str) -> Mapping[UUID, Sequence[Hit]]:
    """Return the best places in each document, by rank; a document found by its name alone has none."""
    query = _query(q)
    place = func.row_number().over(
        partition_by=Page.document_id, order_by=(func.ts_rank(Page.search, query).desc(), Page.number)
    )
    best = (
        select(Page.document_id, Page.number, Page.text, place.label("place"))
        .where(Page.document_id.in_(document_ids), Page.search.op("@@")(query))
        .subquery()
    )
    options = f"StartSel={BEFORE}, StopSel={AFTER}, MaxFragments=1, MaxWords=24, MinWords=10"
    fragment = func.ts_headline(_config(_language_of(q)), best.c.text, query, options)
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


def _query(q: str) -> ColumnElement[str]:
    parts = [func.websearch_to_tsquery(_config(config), q) for config in ("simple", *STEMS)]
    if last := re.fullmatch(r"\W*(\w+)\W*", q):
        parts.append(func.to_tsquery(_config("simple"), f"{last.group(1)}:*"))
    combined: ColumnElement[str] = parts[0]
    for part in parts[1:]:
        combined = combined.op("||")(part)
    return combined


def _config(name: str) -> ColumnElement[str]:
    return literal(name).cast(REGCONFIG)


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
