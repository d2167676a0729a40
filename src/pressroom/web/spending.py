"""What whoever asks may spend, less what they have in progress."""

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.credits.queries import available
from pressroom.core.credits.rules import Available
from pressroom.features.generations.queries import in_use


def spending(session: Session, principal: Principal) -> Available:
    """Return the credits of whoever asks."""
    return available(session, principal.workspace_id, principal.user_id, in_use)
