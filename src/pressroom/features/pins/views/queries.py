"""Kept views found. Every query takes the workspace and the person."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.features.pins.models import SavedView


def saved_views(session: Session, workspace_id: UUID, user_id: UUID) -> Sequence[SavedView]:
    """Return a person's views, by name."""
    return session.scalars(
        select(SavedView)
        .where(SavedView.workspace_id == workspace_id, SavedView.user_id == user_id)
        .order_by(SavedView.name)
    ).all()
