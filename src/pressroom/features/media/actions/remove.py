"""Deleting pictures, with a day to change one's mind."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import drop_unused
from pressroom.core.assets.models import Asset, Source
from pressroom.core.metadata.actions import forget_revisions
from pressroom.features.media.models import KIND, Item
from pressroom.kernel.clock import now

UNDO_LASTS = timedelta(days=1)


def delete_item(item: Item, *, at: datetime | None = None) -> None:
    """Take a picture out of sight; it is gone for good a day later. Those deleted together share their `at`."""
    item.deleted_at = item.deleted_at or at or now()


def undelete_item(item: Item) -> None:
    """Bring a deleted picture back."""
    item.deleted_at = None


def undelete_together(session: Session, workspace_id: UUID, at: datetime) -> int:
    """Bring back the pictures that were deleted together; return how many."""
    brought = session.scalars(
        update(Item)
        .where(Item.workspace_id == workspace_id, Item.deleted_at == at)
        .values(deleted_at=None)
        .returning(Item.id)
    )
    return len(brought.all())


def purge_deleted(session: Session) -> list[str]:
    """Drop the rows of pictures deleted over a day ago; return the digests of files that nothing uses any more."""
    gone = session.execute(
        delete(Item).where(Item.deleted_at < now() - UNDO_LASTS).returning(Item.id, Item.asset_id)
    ).all()
    forget_revisions(session, KIND, [row.id for row in gone])
    return drop_unused(session, {row.asset_id for row in gone} | set(_left_behind(session)))


def _left_behind(session: Session) -> Sequence[UUID]:
    """Return the files that pictures of folders had before their bytes changed there."""
    return session.scalars(
        select(Asset.id).where(
            Asset.source.in_([Source.FOLDER, Source.GOOGLE_DRIVE]), ~exists().where(Item.asset_id == Asset.id)
        )
    ).all()
