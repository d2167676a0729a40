"""Taking a file in: the row and its run, in one transaction."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.models import Asset
from pressroom.features.documents.models import KIND, Document, Status
from pressroom.features.documents.rules import process_run_id
from pressroom.kernel.durable import NORMAL, Durable
from pressroom.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Accepted:
    """A document that was taken in, or the one that was here already."""

    document: Document
    is_duplicate: bool


def accept_document(
    session: Session,
    durable: Durable,
    asset: Recorded,
    *,
    filename: str,
    user_id: UUID | None,
    force: bool = False,
) -> Accepted:
    """Take a stored file in and start reading it; the same bytes again are the same document, unless forced."""
    if not force and not asset.is_new and (known := document_with(session, asset.workspace_id, asset.sha256)):
        return Accepted(known, is_duplicate=True)
    document_id = new_id()
    document = Document(
        id=document_id,
        workspace_id=asset.workspace_id,
        asset_id=asset.id,
        created_by=user_id,
        filename=filename,
        status=Status.PROCESSING,
        run_id=process_run_id(document_id, 1),
    )
    session.add(document)
    session.flush()
    start_processing(session, durable, document, priority=NORMAL)
    return Accepted(document, is_duplicate=False)


def start_processing(session: Session, durable: Durable, document: Document, *, priority: int) -> str:
    """Start the run that reads and describes a document, for its current attempt; return the run's id."""
    document.run_id = durable.enqueue(
        session,
        "process_document",
        str(document.id),
        run_id=process_run_id(document.id, document.attempt),
        workspace_id=document.workspace_id,
        subject=(KIND, document.id),
        priority=priority,
    )
    return document.run_id


def document_with(session: Session, workspace_id: UUID, sha256: str) -> Document | None:
    """Return the workspace's oldest document with these bytes, unless it is deleted."""
    return session.scalar(
        select(Document)
        .join(Asset, Asset.id == Document.asset_id)
        .where(Asset.workspace_id == workspace_id, Asset.sha256 == sha256, Document.deleted_at.is_(None))
        .order_by(Document.id)
        .limit(1)
    )
