"""The files of one request: each taken in, or refused with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from fastapi import UploadFile
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.assets.intake import Kept, digest_of
from pressroom.core.usage.actions import check_room
from pressroom.features.documents.actions.accept import Accepted
from pressroom.features.documents.actions.intake import accept_kept, keep_file, recall_file
from pressroom.features.media.actions.accept import Accepted as AcceptedPicture
from pressroom.features.media.actions.intake import accept_picture, keep_picture
from pressroom.features.media.schemas import AcceptedItem, AcceptedPictures, RefusedFile
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, LimitReached, Rejected
from pressroom.providers.pages import clean_filename

T = TypeVar("T")


@dataclass(slots=True)
class Upload(Generic[T]):
    """What became of the files of one request, each by its name."""

    accepted: list[tuple[str, T]] = field(default_factory=list)
    refused: list[tuple[str, Rejected]] = field(default_factory=list)


def take_documents(
    app: App, session: Session, principal: Principal, files: Sequence[UploadFile], *, force: bool = False
) -> Upload[Accepted]:
    """Take every file that can be taken; raises the first refusal when none can, or LimitReached."""
    try:
        check_room(session, principal.workspace_id, limit=app.limits.monthly_pages)
    except LimitReached:
        if force or (upload := _recalled(session, principal, files)) is None:
            raise
        return upload
    return _taken(
        files,
        keep=partial(keep_file, app),
        accept=partial(
            accept_kept,
            session,
            app,
            workspace_id=principal.workspace_id,
            user_id=principal.user_id,
            force=force,
        ),
    )


def take_pictures(
    app: App, session: Session, principal: Principal, files: Sequence[UploadFile]
) -> Upload[AcceptedPicture]:
    """Take every file into the library that is a picture; raises the first refusal when none is."""
    return _taken(
        files,
        keep=partial(keep_picture, app),
        accept=partial(accept_picture, session, app, workspace_id=principal.workspace_id, user_id=principal.user_id),
    )


def told_of_pictures(upload: Upload[AcceptedPicture]) -> AcceptedPictures:
    """Return what became of each picture, as the API shows it."""
    return AcceptedPictures(
        media=[
            AcceptedItem(
                id=one.item.id,
                status=one.item.status,
                filename=name,
                run_id=one.item.run_id,
                duplicate_of=one.item.id if one.is_duplicate else None,
            )
            for name, one in upload.accepted
        ],
        refused=[RefusedFile(filename=name, detail=str(why), code=why.code) for name, why in upload.refused],
    )


def content_of(files: Sequence[UploadFile]) -> str:
    """Return what tells one upload from another: each file's name and digest."""
    return "\n".join(f"{file.filename}:{digest_of(file.file)}" for file in files)


def _taken(files: Sequence[UploadFile], *, keep: Callable[..., Kept], accept: Callable[[Kept], T]) -> Upload[T]:
    upload = Upload[T]()
    kept = _kept(files, keep, upload.refused)
    if not kept:
        raise (upload.refused[0][1] if upload.refused else Invalid("No file was sent. Add one as the field `files`."))
    accepted: dict[int, T] = {}
    for place in sorted(kept, key=lambda place: (kept[place].stored.sha256, place)):  # two uploads lock alike
        accepted[place] = accept(kept[place])
    upload.accepted = [(one.filename, accepted[place]) for place, one in kept.items()]
    return upload


def _recalled(session: Session, principal: Principal, files: Sequence[UploadFile]) -> Upload[Accepted] | None:
    """Return what the files are already, storing nothing; None when one of them is new."""
    upload = Upload[Accepted]()
    for file in files:
        known = recall_file(session, file.file, workspace_id=principal.workspace_id)
        if known is None:
            return None
        upload.accepted.append((clean_filename(file.filename or ""), known))
    return upload


def _kept(
    files: Sequence[UploadFile], keep: Callable[..., Kept], refused: list[tuple[str, Rejected]]
) -> dict[int, Kept]:
    """Store what can be taken, by its place among the files, and note what is refused."""
    kept: dict[int, Kept] = {}
    for place, file in enumerate(files):
        name = clean_filename(file.filename or "")
        try:
            kept[place] = keep(file.file, filename=name)
        except Rejected as refusal:
            refused.append((name, refusal))
    return kept
