"""A file on its way into the documents: judged, stored, accepted."""

from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.intake import Kept, digest_of, record_kept
from pressroom.core.assets.intake import keep_file as keep
from pressroom.core.assets.models import Source
from pressroom.core.usage.actions import check_room
from pressroom.features.documents.actions.accept import Accepted, accept_document, document_with
from pressroom.kernel.app import App
from pressroom.kernel.errors import LimitReached
from pressroom.providers.pages import sniff


def take_file(
    session: Session,
    app: App,
    file: BinaryIO,
    *,
    filename: str,
    workspace_id: UUID,
    user_id: UUID | None,
    source: Source = Source.UPLOAD,
    force: bool = False,
) -> Accepted:
    """Store a file and start reading it; the same bytes again are the same document, unless forced.

    Raises what `keep_file` raises, and LimitReached for a new document when the workspace's month is used up.
    """
    try:
        check_room(session, workspace_id, limit=app.limits.monthly_pages)
    except LimitReached:
        if force or (known := recall_file(session, file, workspace_id=workspace_id)) is None:
            raise
        return known
    kept = keep_file(app, file, filename=filename)
    return accept_kept(session, app, kept, workspace_id=workspace_id, user_id=user_id, source=source, force=force)


def keep_file(app: App, file: BinaryIO, *, filename: str) -> Kept:
    """Judge and store a file that may be a document; raises what `assets.intake.keep_file` raises."""
    return keep(app.storage, file, filename=filename, sniff=sniff, max_bytes=app.limits.max_upload_bytes)


def recall_file(session: Session, file: BinaryIO, *, workspace_id: UUID) -> Accepted | None:
    """Return the document that these bytes are already, storing nothing."""
    known = document_with(session, workspace_id, digest_of(file))
    return Accepted(known, is_duplicate=True) if known else None


def accept_kept(
    session: Session,
    app: App,
    kept: Kept,
    *,
    workspace_id: UUID,
    user_id: UUID | None,
    source: Source = Source.UPLOAD,
    force: bool = False,
) -> Accepted:
    """Take a stored file in; its bytes stay locked until the transaction ends."""
    asset = record_kept(session, app.storage, kept, workspace_id=workspace_id, source=source)
    return accept_document(session, app.durable, asset, filename=kept.filename, user_id=user_id, force=force)
