"""Deleting, with a day to change one's mind."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset
from pressroom.features.documents.models import Document, Page
from pressroom.kernel.clock import now

UNDO_LASTS = timedelta(days=1)


def delete_document(document: Document, *, at: datetime | None = None) -> None:
    """Take a document out of sight; it is gone for good a day later. Those deleted together share their `at`."""
    document.deleted_at = document.deleted_at or at or now()


def undelete_document(document: Document) -> None:
    """Bring a deleted document back."""
    document.deleted_at = None


def undelete_together(session: Session, workspace_id: UUID, at: datetime) -> int:
    """Bring back the documents that were deleted together; return how many."""
    brought = session.scalars(
        update(Document)
        .where(Document.workspace_id == workspace_id, Document.deleted_at == at)
        .values(deleted_at=None)
        .returning(Document.id)
    )
    return len(brought.all())


def purge_deleted(session: Session) -> list[str]:
    """Drop the rows of documents deleted over a day ago; return the storage keys that nothing uses any more."""
    gone = select(Document.id).where(Document.deleted_at < now() - UNDO_LASTS)
    assets = session.scalars(select(Document.asset_id).where(Document.id.in_(gone)).distinct()).all()
    pictures = session.execute(select(Page.picture_key, Page.thumbnail_key).where(Page.document_id.in_(gone))).all()
    session.execute(delete(Document).where(Document.id.in_(gone)))
    keys = [key for row in pictures for key in row if key]
    return _drop_unused(session, assets) + _unreferenced(session, keys)


def _drop_unused(session: Session, assets: Sequence[UUID]) -> list[str]:
    used = select(Document.asset_id).where(Document.asset_id.in_(assets))
    keys = session.scalars(
        delete(Asset).where(Asset.id.in_(assets), Asset.id.not_in(used)).returning(Asset.storage_key)
    ).all()
    shared = set(session.scalars(select(Asset.storage_key).where(Asset.storage_key.in_(keys))))
    return [key for key in keys if key not in shared]


def _unreferenced(session: Session, keys: Sequence[str]) -> list[str]:
    if not keys:
        return []
    kept = set(session.scalars(select(Page.picture_key).where(Page.picture_key == func.any(keys))))
    kept |= set(session.scalars(select(Page.thumbnail_key).where(Page.thumbnail_key == func.any(keys))))
    return [key for key in keys if key not in kept]
