"""Deleting pins, with a day to change one's mind."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import drop_forgotten, drop_unused
from pressroom.core.metadata.actions import forget_revisions
from pressroom.features.pins.models import KIND, Pin
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.rules import check_is_there
from pressroom.kernel.clock import now

UNDO_LASTS = timedelta(days=1)


def delete_pin(pin: Pin, *, at: datetime | None = None) -> None:
    """Take a pin out of sight; it is gone for good a day later. Those deleted together share their `at`."""
    pin.deleted_at = pin.deleted_at or at or now()


def undelete_pin(pin: Pin) -> None:
    """Bring a deleted pin back; raises Conflict when its project is deleted."""
    check_is_there(pin.project)
    pin.deleted_at = None


def undelete_together(session: Session, workspace_id: UUID, at: datetime) -> int:
    """Bring back the pins that were deleted together, but for those of a deleted project; return how many."""
    brought = session.scalars(
        update(Pin)
        .where(
            Pin.workspace_id == workspace_id,
            Pin.deleted_at == at,
            Pin.project_id.in_(select(Project.id).where(Project.deleted_at.is_(None))),
        )
        .values(deleted_at=None)
        .returning(Pin.id)
    )
    return len(brought.all())


def purge_deleted(session: Session) -> list[str]:
    """Drop the rows of pins deleted over a day ago; return the digests of files that nothing uses any more.

    Among them are the pictures that a pin had before it was given another one.
    """
    before = now() - UNDO_LASTS
    gone = session.execute(delete(Pin).where(Pin.deleted_at < before).returning(Pin.id, Pin.asset_id)).all()
    forget_revisions(session, KIND, [row.id for row in gone])
    dropped = drop_unused(session, {row.asset_id for row in gone if row.asset_id})
    return dropped + drop_forgotten(session, before)
