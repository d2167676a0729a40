"""A picture for a pin, wherever it is from: an article's, the library's, what was generated, an upload."""

from collections.abc import Sequence

from fastapi import UploadFile
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.generations.queries import generation
from pressroom.features.generations.rules import delivered
from pressroom.features.media.queries import item
from pressroom.features.pins.actions.bulk import Outcome
from pressroom.features.pins.actions.create import Made
from pressroom.features.pins.actions.picture import Picked, keep_upload, picked_upload
from pressroom.features.pins.models import PictureSource
from pressroom.features.pins.queries import article_picture
from pressroom.features.pins.schemas import MadePins, PictureChoice, PinOut, PinOutcome, PinOutcomes, RefusedArticle
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


def told_of_made(made: Made) -> MadePins:
    """Return the pins that were made of articles, as the API shows them."""
    return MadePins(
        pins=[PinOut.of(one) for one in made.pins],
        refused=[RefusedArticle(article_id=one.article_id, detail=one.reason) for one in made.refused],
        run_id=made.batch.run_id if made.batch else None,
    )


def told_of_each(outcomes: Sequence[Outcome]) -> PinOutcomes:
    """Return what became of several pins, as the API shows it."""
    results = [PinOutcome(id=one.id, success=one.error is None, error=one.error) for one in outcomes]
    succeeded = sum(one.success for one in results)
    return PinOutcomes(total=len(results), succeeded=succeeded, failed=len(results) - succeeded, results=results)
