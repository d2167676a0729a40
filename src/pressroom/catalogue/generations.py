"""The workflow of generations."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import Recorded
from pressroom.core.floor.catalogue import Asker, Story, StoryInput
from pressroom.features.generations.actions.submit import submit_stored
from pressroom.features.media.models import KIND as MEDIA
from pressroom.features.media.queries import item
from pressroom.kernel.app import App
from pressroom.kernel.durable import GENERATIONS
from pressroom.kernel.errors import Conflict, NotAllowed


class MakePicture(StoryInput):
    """A picture of the library to be made anew in a style."""

    media_id: Annotated[UUID, Field(title="Picture", json_schema_extra={"subject": MEDIA})]
    style: str = Field(default="plushie", max_length=40, title="Style", json_schema_extra={"subject": "style"})


def generate(session: Session, app: App, asker: Asker, wanted: MakePicture) -> str:
    """Make a picture in a style, on the asker's credit."""
    if asker.user_id is None:
        raise NotAllowed("A picture is made on somebody's credit, so a person has to ask for it.", code="nobody")
    photo = item(session, asker.workspace_id, wanted.media_id)
    if photo.deleted_at is not None:
        raise Conflict("This picture is deleted. Bring it back first.", code="deleted")
    begun = submit_stored(
        session,
        app.durable,
        Recorded.of(photo.asset),
        filename=photo.filename,
        user_id=asker.user_id,
        style=wanted.style,
        source=photo.source,
    )
    return begun.run_id


STORIES = (
    Story(
        name="generate_picture",
        about="Turns a photo into a picture in a style; its credit is taken when it is delivered, and not before.",
        queue=GENERATIONS,
        events=("plushie/generate.requested",),
        input=MakePicture,
        start=generate,
    ),
)
