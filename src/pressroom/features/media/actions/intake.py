"""A picture on its way into the library: judged, stored, accepted."""

from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.intake import Kept, record_kept
from pressroom.core.assets.intake import keep_file as keep
from pressroom.core.assets.models import Source
from pressroom.features.media.actions.accept import Accepted, accept_item
from pressroom.kernel.app import App
from pressroom.providers.pictures import sniff_picture


def keep_picture(app: App, file: BinaryIO, *, filename: str) -> Kept:
    """Judge and store a file that may be a picture; raises what `assets.intake.keep_file` raises."""
    return keep(app.storage, file, filename=filename, sniff=sniff_picture, max_bytes=app.limits.max_upload_bytes)


def accept_picture(
    session: Session,
    app: App,
    kept: Kept,
    *,
    workspace_id: UUID,
    user_id: UUID | None,
    source: Source = Source.UPLOAD,
) -> Accepted:
    """Take a stored picture in; its bytes stay locked until the transaction ends."""
    asset = record_kept(session, app.storage, kept, workspace_id=workspace_id, source=source)
    return accept_item(session, app.durable, asset, filename=kept.filename, user_id=user_id, source=source)
