"""What a generation delivered, as the library's item it can become."""

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.models import Source
from pressroom.features.generations.models import Generation
from pressroom.features.generations.rules import delivered, result_name
from pressroom.features.media.actions.accept import Accepted, accept_item
from pressroom.kernel.app import App


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
