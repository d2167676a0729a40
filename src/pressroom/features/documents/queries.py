"""Documents found: one, many, by words. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.features.documents.models import Document, Page, Status
from pressroom.features.documents.search import Hit, highlights, matching, on_page
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in, offset_in
from pressroom.kernel.errors import NotFound
from pressroom.kernel.fulltext import plan_by_words
from pressroom.providers.describe import Evidence

MOST = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to."""

    q: str | None = None
    status: Status | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; `hits` holds the found places by document where words were searched for."""

    documents: Sequence[Document]
    hits: Mapping[UUID, Sequence[Hit]]
    next_cursor: str | None


def document(session: Session, workspace_id: UUID, document_id: UUID, *, lock: bool = False) -> Document:
    """Return one document, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    return belonging(session, Document, workspace_id, document_id, missing="There is no such document here.", lock=lock)


def documents_of(session: Session, workspace_id: UUID, ids: Collection[UUID]) -> Sequence[Document]:
    """Return the documents with these ids, oldest first; those that are not there are left out."""
    return session.scalars(
        select(Document).where(Document.workspace_id == workspace_id, Document.id.in_(ids)).order_by(Document.id)
    ).all()


def original(session: Session, one: Document) -> Asset:
    """Return the stored file of a document."""
    return session.get_one(Asset, one.asset_id)


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what documents are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Document.id, Document.display_name, Document.filename).where(
            Document.workspace_id == workspace_id, Document.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.display_name or row.filename for row in rows}


def mimes(session: Session, several: Collection[Document]) -> Mapping[UUID, str]:
    """Return the types of documents' files, by document."""
    rows = session.execute(select(Asset.id, Asset.mime).where(Asset.id.in_({one.asset_id for one in several})))
    by_asset = {asset_id: mime for asset_id, mime in rows}  # noqa: C416  # a result is no mapping to dict()
    return {one.id: by_asset[one.asset_id] for one in several}


def page(session: Session, workspace_id: UUID, document_id: UUID, number: int) -> Page:
    """Return one page of a document; raises NotFound."""
    found = session.scalar(
        select(Page)
        .join(Document, Document.id == Page.document_id)
        .where(Document.workspace_id == workspace_id, Page.document_id == document_id, Page.number == number)
    )
    if found is None:
        raise NotFound("There is no such page here.")
    return found


def page_if_read(session: Session, document_id: UUID, number: int) -> Page | None:
    """Return one page of a document, or None while it has not been read."""
    return session.get(Page, (document_id, number))


def pages(session: Session, document_id: UUID) -> Sequence[Page]:
    """Return a document's pages so far, in order."""
    return session.scalars(select(Page).where(Page.document_id == document_id).order_by(Page.number)).all()


def full_text(session: Session, document_id: UUID) -> str:
    """Return a document's text, its pages parted by form feeds."""
    texts = session.scalars(select(Page.text).where(Page.document_id == document_id).order_by(Page.number))
    return "\f".join(texts)


def evidence_of(session: Session, one: Document) -> Evidence:
    """Return what a model is shown of a document that has been read."""
    texts = session.scalars(select(Page.text).where(Page.document_id == one.id).order_by(Page.number)).all()
    return Evidence(filename=one.filename, pages=texts, hints={"title": one.claimed_title} if one.claimed_title else {})


def documents(
    session: Session, workspace_id: UUID, filters: Filters, *, limit: int = 50, cursor: str | None = None
) -> Listing:
    """Return a page of documents: newest first, or best match first where words are searched for."""
    limit = max(1, min(limit, MOST))
    conditions = _conditions(workspace_id, filters)
    if filters.q and filters.q.strip():
        return _found(session, conditions, filters.q, limit, cursor)
    statement = select(Document).where(*conditions)
    if cursor:
        statement = statement.where(Document.id < id_in(cursor))
    rows = session.scalars(statement.order_by(Document.id.desc()).limit(limit + 1)).all()
    more = len(rows) > limit
    return Listing(rows[:limit], {}, str(rows[limit - 1].id) if more else None)


def latest(session: Session, workspace_id: UUID, statuses: Collection[Status], *, limit: int) -> Sequence[Document]:
    """Return the documents in one of these statuses that changed last."""
    return session.scalars(
        select(Document)
        .where(*_conditions(workspace_id, Filters()), Document.status.in_(statuses))
        .order_by(Document.updated_at.desc())
        .limit(limit)
    ).all()


def pages_with(session: Session, document_id: UUID, q: str) -> Sequence[int]:
    """Return the numbers of the pages on which words are found, in order."""
    return session.scalars(
        select(Page.number).where(Page.document_id == document_id, on_page(q)).order_by(Page.number)
    ).all()


def counts(session: Session, workspace_id: UUID) -> dict[Status, int]:
    """Return how many documents stand in each status."""
    rows = session.execute(
        select(Document.status, func.count())
        .where(Document.workspace_id == workspace_id, Document.deleted_at.is_(None))
        .group_by(Document.status)
    )
    return {status: number for status, number in rows}  # noqa: C416  # a Row is no pair to dict()


def tags(session: Session, workspace_id: UUID, *, limit: int = 30) -> Sequence[tuple[str, int]]:
    """Return the tags used most, with how often."""
    tag = func.unnest(Document.tags).label("tag")
    rows = session.execute(
        select(tag, func.count())
        .where(Document.workspace_id == workspace_id, Document.deleted_at.is_(None))
        .group_by(tag)
        .order_by(func.count().desc(), tag)
        .limit(limit)
    )
    return list(rows)


def _conditions(workspace_id: UUID, filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [Document.workspace_id == workspace_id, Document.deleted_at.is_(None)]
    if filters.status:
        conditions.append(Document.status == filters.status)
    if filters.tag:
        conditions.append(Document.tags.contains([filters.tag]))
    return conditions


def _found(
    session: Session, conditions: Sequence[ColumnElement[bool]], q: str, limit: int, cursor: str | None
) -> Listing:
    offset = offset_in(cursor)
    plan_by_words(session)
    found = matching(q, conditions)
    best = select(Document).join(found, found.c.id == Document.id).order_by(found.c.rank.desc(), Document.id.desc())
    rows = session.scalars(best.offset(offset).limit(limit + 1)).all()
    shown = rows[:limit]
    hits = highlights(session, [one.id for one in shown], q)
    return Listing(shown, hits, str(offset + limit) if len(rows) > limit else None)
