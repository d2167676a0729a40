"""Pins found. Every query takes the workspace."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.features.pins.models import Pin
from pressroom.kernel.errors import NotFound


def pin(session: Session, workspace_id: UUID, pin_id: UUID, *, lock: bool = False) -> Pin:
    """Return one pin, also a deleted one within its day; raises NotFound.

    With `lock`, nobody else changes it until the transaction ends.
    """
    statement = select(Pin).where(Pin.id == pin_id, Pin.workspace_id == workspace_id)
    found = session.scalar(statement.with_for_update(of=Pin) if lock else statement)
    if found is None:
        raise NotFound("There is no such pin here.")
    return found


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what pins are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Pin.id, func.coalesce(func.nullif(Pin.title, ""), "Pin without a title").label("name")).where(
            Pin.workspace_id == workspace_id, Pin.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.name for row in rows}
