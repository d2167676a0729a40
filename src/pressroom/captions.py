"""What a library or a generation knows of a stored picture, for a pin that shows it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.features.generations.models import Generation
from pressroom.features.media.models import Item

HEDGES = ("probably", "perhaps", "maybe", "possibly")
"""Begin what is only guessed, which nobody wants to publish."""


def caption_of(session: Session, workspace_id: UUID, asset_id: UUID) -> str:
    """Return what is known of a picture, in English; empty where nothing is, or it is only guessed."""
    made = session.scalar(
        select(Generation)
        .where(Generation.workspace_id == workspace_id, Generation.result_id == asset_id)
        .order_by(Generation.id.desc())
        .limit(1)
    )
    if made is not None:
        said = certain(made.subject_description) or "A picture"
        return f"{said}, {made.style.replace('-', ' ')} style"
    described = select(Item.description).where(
        Item.workspace_id == workspace_id, Item.asset_id == asset_id, Item.deleted_at.is_(None)
    )
    return certain(session.scalar(described.limit(1)))


def certain(said: str | None) -> str:
    """Return the first sentence of a description, unless it is a guess."""
    first = (said or "").split(". ")[0].strip(" .")
    return "" if any(hedge in first.lower() for hedge in HEDGES) else first
