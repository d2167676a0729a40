"""What a generation delivered: its file, and the library's item it can become."""

from pathlib import PurePath

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.models import Asset, Source
from pressroom.features.generations.models import Generation, Status
from pressroom.features.media.actions.accept import Accepted, accept_item
from pressroom.kernel.app import App
from pressroom.kernel.errors import NotFound


def delivered(generation: Generation) -> Asset:
    """Return the result; raises NotFound before it is delivered."""
    if generation.status is not Status.COMPLETED or generation.result is None:
        raise NotFound("This generation has no result yet.")
    return generation.result


def result_name(generation: Generation) -> str:
    """Return what the result is called as a file: as the photo, with the style."""
    return f"{PurePath(generation.filename).stem}-{generation.style}.png"


def into_library(app: App, session: Session, principal: Principal, generation: Generation) -> Accepted:
    """Take the result into the library; once there, it is the same picture. Raises NotFound before it is delivered."""
    return accept_item(
        session,
        app.durable,
        Recorded.of(delivered(generation)),
        filename=result_name(generation),
        user_id=principal.user_id,
        source=Source.GENERATED,
    )
