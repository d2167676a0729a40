"""What a workspace asks for its pictures."""

from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.media.models import Wishes


def wish(session: Session, workspace_id: UUID, *, prompt: str | None, keep_location: bool) -> None:
    """Say what is asked of the describing model, and whether to keep where pictures were taken."""
    kept = session.merge(Wishes(workspace_id=workspace_id))
    kept.prompt, kept.keep_location = (prompt or "").strip() or None, keep_location
