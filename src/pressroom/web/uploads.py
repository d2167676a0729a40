"""The files of one request: each taken in, or refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import UploadFile
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.documents.actions.accept import Accepted
from pressroom.features.documents.actions.intake import take_file
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
    upload = Upload()
    for file in files:
        name = clean_filename(file.filename or "")
        try:
            taken = take_file(
                session,
                app,
                file.file,
                filename=name,
                workspace_id=principal.workspace_id,
                user_id=principal.user_id,
                force=force,
            )
        except LimitReached:
            raise
        except Rejected as refusal:
            upload.refused.append((name, refusal))
        else:
            upload.accepted.append((name, taken))
    if not upload.accepted:
        raise (upload.refused[0][1] if upload.refused else Invalid("No file was sent. Add one as the field `files`."))
    return upload
