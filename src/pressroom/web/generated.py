"""Generations and the library: an item as the photo of one, and a result as an item."""

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.models import Source
from pressroom.features.generations.models import Generation
from pressroom.features.generations.rules import delivered, result_name
from pressroom.features.media.actions.accept import Accepted, accept_item
from pressroom.features.media.models import Item
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict


def photo_of(item: Item) -> Recorded:
    """Return an item's picture as a photo to be made anew; raises Conflict for a deleted one."""
    if item.deleted_at is not None:
        raise Conflict("This picture is deleted. Bring it back first.", code="deleted")
    return Recorded.of(item.asset)


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
