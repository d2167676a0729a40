"""A picture for a pin, wherever it is from: an article's, the library's, what was generated, an upload."""

from collections.abc import Sequence

from fastapi import UploadFile
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.generations.queries import generation
from pressroom.features.generations.rules import delivered
from pressroom.features.media.queries import item
from pressroom.features.pins.actions.picture import Picked, keep_upload, picked_upload
from pressroom.features.pins.models import PictureSource
from pressroom.features.pins.queries import article_picture
from pressroom.features.pins.schemas import PictureChoice
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict, NotFound
from pressroom.providers.pages import clean_filename


def picked(session: Session, principal: Principal, choice: PictureChoice) -> Picked:
    """Return the picture that was chosen; raises NotFound where it is not there, or another user's generation.

    Raises Conflict for what is deleted, or a generation without a result yet.
    """
    if choice.media_id:
        found = item(session, principal.workspace_id, choice.media_id)
        if found.deleted_at is not None:
            raise Conflict("This picture is deleted. Bring it back first.", code="deleted")
        return Picked(source=PictureSource.MEDIA, asset_id=found.asset_id)
    if choice.generation_id:
        made = generation(session, principal.workspace_id, principal.user_id, choice.generation_id)
        return Picked(source=PictureSource.GENERATION, asset_id=delivered(made).id)
    if choice.article_picture_id is None:
        raise NotFound("There is no such picture here.")
    return Picked.of_article(article_picture(session, principal.workspace_id, choice.article_picture_id))


def picked_file(session: Session, app: App, principal: Principal, file: UploadFile) -> Picked:
    """Return an uploaded picture; raises what `assets.intake.keep_file` raises."""
    kept = keep_upload(app, file.file, filename=clean_filename(file.filename or ""))
    return picked_upload(session, app, kept, workspace_id=principal.workspace_id)


def picked_files(session: Session, app: App, principal: Principal, files: Sequence[UploadFile]) -> list[Picked]:
    """Return uploaded pictures, all or none, in order; their bytes are locked in order of their digests."""
    kept = [keep_upload(app, file.file, filename=clean_filename(file.filename or "")) for file in files]
    taken = {
        one.stored.sha256: picked_upload(session, app, one, workspace_id=principal.workspace_id)
        for one in sorted(kept, key=lambda one: one.stored.sha256)
    }
    return [taken[one.stored.sha256] for one in kept]
