"""A file as it comes in: judged by its first bytes, stored, then accepted with its run in one transaction."""

import hashlib
import os
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO, cast
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.core.usage.actions import check_room
from pressroom.features.documents.actions.accept import Accepted, accept_document, document_with
from pressroom.kernel.app import App
from pressroom.kernel.errors import LimitReached, TooLarge
from pressroom.kernel.storage import Stored
from pressroom.providers.pages import sniff

HEAD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that may be taken in and is safely stored, of which nothing is written down yet."""

    filename: str
    mime: str
    stored: Stored
    file: BinaryIO


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
    """Judge and store a file; `filename` is as `clean_filename` gives it.

    Raises TooLarge, Invalid for an empty file, UnsupportedType for what is not taken, StorageFull.
    """
    _check_size(file, filename, app.limits.max_upload_bytes)
    mime = sniff(file.read(HEAD_BYTES), filename)
    file.seek(0)
    return Kept(filename, mime, app.storage.keep(file), file)


def recall_file(session: Session, file: BinaryIO, *, workspace_id: UUID) -> Accepted | None:
    """Return the document that these bytes are already, storing nothing."""
    digest = hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()
    file.seek(0)
    known = document_with(session, workspace_id, digest)
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
    """Take a stored file in, storing it again if a purge of the same bytes came between.

    Its bytes stay locked until the transaction ends: who takes several in takes them in order of their digests.
    """
    asset = record_asset(session, kept.stored, workspace_id=workspace_id, mime=kept.mime, source=source)
    if not app.storage.has(kept.stored):
        app.storage.keep(kept.file)
    return accept_document(session, app.durable, asset, filename=kept.filename, user_id=user_id, force=force)


def _check_size(file: BinaryIO, filename: str, most: int) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > most:
        raise TooLarge(
            f"“{filename}” has {size / 1e6:,.0f} MB; this server takes {most / 1e6:,.0f} MB. "
            "Send a smaller file, or raise PRESSROOM_MAX_UPLOAD_MB.",
            code="too_large",
        )
