"""A file as it comes in: judged by its first bytes, stored, then accepted with its run in one transaction."""

import os
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.core.usage.actions import check_room
from pressroom.features.documents.actions.accept import Accepted, accept_document
from pressroom.kernel.app import App
from pressroom.kernel.errors import TooLarge
from pressroom.providers.pages import sniff

HEAD_BYTES = 8192


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

    `filename` is as `clean_filename` gives it. Raises LimitReached when the workspace's month is used up,
    TooLarge, Invalid for an empty file, UnsupportedType for what is not taken, StorageFull.
    """
    check_room(session, workspace_id, limit=app.limits.monthly_pages)
    _check_size(file, filename, app.limits.max_upload_bytes)
    mime = sniff(file.read(HEAD_BYTES), filename)
    file.seek(0)
    stored = app.storage.keep(file)
    asset = record_asset(session, stored, workspace_id=workspace_id, mime=mime, source=source)
    return accept_document(session, app.durable, asset, filename=filename, user_id=user_id, force=force)


def _check_size(file: BinaryIO, filename: str, most: int) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > most:
        raise TooLarge(
            f"“{filename}” has {size / 1e6:,.0f} MB; this server takes {most / 1e6:,.0f} MB. "
            "Send a smaller file, or raise PRESSROOM_MAX_UPLOAD_MB.",
            code="too_large",
        )
