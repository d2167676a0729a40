"""The files of one request: each taken in, or refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import UploadFile
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.assets.intake import Kept
from pressroom.core.usage.actions import check_room
from pressroom.features.documents.actions.accept import Accepted
from pressroom.features.documents.actions.intake import accept_kept, keep_file, recall_file
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, LimitReached, Rejected
from pressroom.providers.pages import clean_filename


@dataclass(slots=True)
class Upload:
    """What became of the files of one request."""

    accepted: list[tuple[str, Accepted]] = field(default_factory=list)
    refused: list[tuple[str, Rejected]] = field(default_factory=list)


def take_documents(
    app: App, session: Session, principal: Principal, files: Sequence[UploadFile], *, force: bool = False
) -> Upload:
    """Take every file that can be taken; raises the first refusal when none can, or LimitReached."""
    try:
        check_room(session, principal.workspace_id, limit=app.limits.monthly_pages)
    except LimitReached:
        if force or (upload := _recalled(session, principal, files)) is None:
            raise
        return upload
    upload = Upload()
    kept = _kept(app, files, upload)
    if not kept:
        raise (upload.refused[0][1] if upload.refused else Invalid("No file was sent. Add one as the field `files`."))
    accepted: dict[int, Accepted] = {}
    for place in sorted(kept, key=lambda place: (kept[place].stored.sha256, place)):  # two uploads lock alike
        accepted[place] = accept_kept(
            session,
            app,
            kept[place],
            workspace_id=principal.workspace_id,
            user_id=principal.user_id,
            force=force,
        )
    upload.accepted = [(one.filename, accepted[place]) for place, one in kept.items()]
    return upload


def _recalled(session: Session, principal: Principal, files: Sequence[UploadFile]) -> Upload | None:
    """Return what the files are already, storing nothing; None when one of them is new."""
    upload = Upload()
    for file in files:
        known = recall_file(session, file.file, workspace_id=principal.workspace_id)
        if known is None:
            return None
        upload.accepted.append((clean_filename(file.filename or ""), known))
    return upload


def _kept(app: App, files: Sequence[UploadFile], upload: Upload) -> dict[int, Kept]:
    """Store what can be taken, by its place among the files, and note what is refused."""
    kept: dict[int, Kept] = {}
    for place, file in enumerate(files):
        name = clean_filename(file.filename or "")
        try:
            kept[place] = keep_file(app, file.file, filename=name)
        except Rejected as refusal:
            upload.refused.append((name, refusal))
    return kept
