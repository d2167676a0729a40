"""Files as they come in: judged by their first bytes, stored, then accepted with their run in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import UploadFile
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.assets.actions import record_asset
from pressroom.core.assets.models import Source
from pressroom.core.usage.actions import check_room
from pressroom.features.documents.actions.accept import Accepted, accept_document
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, Rejected, TooLarge
from pressroom.kernel.storage import Stored
from pressroom.providers.pages import clean_filename, sniff

HEAD_BYTES = 8192


@dataclass(slots=True)
class Upload:
    """What became of the files of one request."""

    accepted: list[tuple[str, Accepted]] = field(default_factory=list)
    refused: list[tuple[str, Rejected]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Kept:
    filename: str
    mime: str
    stored: Stored


def take_documents(
    app: App, session: Session, principal: Principal, files: Sequence[UploadFile], *, force: bool = False
) -> Upload:
    """Take every file that can be taken; raises the first refusal when none can, or LimitReached."""
    check_room(session, principal.workspace_id, limit=app.limits.monthly_pages)
    upload = Upload()
    for file in files:
        name = clean_filename(file.filename or "")
        try:
            kept = _keep(app, file, name)
        except Rejected as refusal:
            upload.refused.append((name, refusal))
            continue
        upload.accepted.append((name, _accept(app, session, principal, kept, force=force)))
    if not upload.accepted:
        raise (upload.refused[0][1] if upload.refused else Invalid("No file was sent. Add one as the field `files`."))
    return upload


def _keep(app: App, file: UploadFile, name: str) -> _Kept:
    if file.size is not None and file.size > app.limits.max_upload_bytes:
        raise TooLarge(
            f"“{name}” has {file.size / 1e6:,.0f} MB; this server takes {app.limits.max_upload_bytes / 1e6:,.0f} MB. "
            "Send a smaller file, or raise PRESSROOM_MAX_UPLOAD_MB.",
            code="too_large",
        )
    head = file.file.read(HEAD_BYTES)
    mime = sniff(head, name)
    file.file.seek(0)
    return _Kept(name, mime, app.storage.keep(file.file))


def _accept(app: App, session: Session, principal: Principal, kept: _Kept, *, force: bool) -> Accepted:
    asset = record_asset(
        session, kept.stored, workspace_id=principal.workspace_id, mime=kept.mime, source=Source.UPLOAD
    )
    return accept_document(session, app.durable, asset, filename=kept.filename, user_id=principal.user_id, force=force)
