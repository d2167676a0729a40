"""Deleting, with a day to change one's mind."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import drop_unused
from pressroom.features.documents.models import Document
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
    """Drop the rows of documents deleted over a day ago; return the digests of files that nothing uses any more."""
    gone = delete(Document).where(Document.deleted_at < now() - UNDO_LASTS).returning(Document.asset_id)
    return drop_unused(session, set(session.scalars(gone)))
