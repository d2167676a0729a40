"""A file as it comes in: judged by its first bytes, stored, then accepted with its run in one transaction."""

import os
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.core.usage.actions import check_room
from pressroom.features.documents.actions.accept import Accepted, accept_document
from pressroom.kernel.app import App
from pressroom.kernel.errors import TooLarge
from pressroom.kernel.storage import Stored
from pressroom.providers.pages import sniff

HEAD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that may be taken in and is safely stored, of which nothing is written down yet."""

    filename: str
    mime: str
    stored: Stored


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

    Raises what `keep_file` and `accept_kept` raise.
    """
    kept = keep_file(app, file, filename=filename)
    return accept_kept(session, app, kept, workspace_id=workspace_id, user_id=user_id, source=source, force=force)


def keep_file(app: App, file: BinaryIO, *, filename: str) -> Kept:
    """Judge and store a file; `filename` is as `clean_filename` gives it.

    Raises TooLarge, Invalid for an empty file, UnsupportedType for what is not taken, StorageFull.
    """
    _check_size(file, filename, app.limits.max_upload_bytes)
    mime = sniff(file.read(HEAD_BYTES), filename)
    file.seek(0)
    return Kept(filename, mime, app.storage.keep(file))


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
    """Take a stored file in; raises LimitReached for a new document when the workspace's month is used up.

    Its bytes stay locked until the transaction ends: who takes several in takes them in order of their digests.
    """
    asset = record_asset(session, kept.stored, workspace_id=workspace_id, mime=kept.mime, source=source)
    accepted = accept_document(session, app.durable, asset, filename=kept.filename, user_id=user_id, force=force)
    if not accepted.is_duplicate:
        check_room(session, workspace_id, limit=app.limits.monthly_pages)
    return accepted


def _check_size(file: BinaryIO, filename: str, most: int) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > most:
        raise TooLarge(
            f"“{filename}” has {size / 1e6:,.0f} MB; this server takes {most / 1e6:,.0f} MB. "
            "Send a smaller file, or raise PRESSROOM_MAX_UPLOAD_MB.",
            code="too_large",
        )
