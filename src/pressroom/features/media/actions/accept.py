"""Taking a picture in: the row and its run, in one transaction."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.models import Asset, Source
from pressroom.features.media.models import KIND, Item, Status
from pressroom.features.media.rules import process_run_id
from pressroom.kernel.durable import NORMAL, Durable
from pressroom.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Accepted:
    """A picture that was taken in, or the one that was here already."""

    item: Item
    is_duplicate: bool


def accept_item(
    session: Session,
    durable: Durable,
    asset: Recorded,
    *,
    filename: str,
    user_id: UUID | None,
    source: Source = Source.UPLOAD,
) -> Accepted:
    """Take a stored picture in and start looking at it; the same bytes again are the same picture."""
    if not asset.is_new and (known := item_with(session, asset.workspace_id, asset.sha256)):
        return Accepted(known, is_duplicate=True)
    item_id = new_id()
    item = Item(
        id=item_id,
        workspace_id=asset.workspace_id,
        asset_id=asset.id,
        created_by=user_id,
        source=source,
        filename=filename,
        run_id=process_run_id(item_id, 1),
    )
    session.add(item)
    session.flush()
    start_processing(session, durable, item, priority=NORMAL)
    return Accepted(item, is_duplicate=False)


def start_processing(session: Session, durable: Durable, item: Item, *, priority: int) -> str:
    """Start the run that sees and describes a picture, for its current attempt; return the run's id."""
    item.status = Status.PENDING
    item.run_id = durable.enqueue(
        session,
        "process_media",
        str(item.id),
        run_id=process_run_id(item.id, item.attempt),
        workspace_id=item.workspace_id,
        subject=(KIND, item.id),
        priority=priority,
    )
    return item.run_id


def item_with(session: Session, workspace_id: UUID, sha256: str) -> Item | None:
    """Return the workspace's oldest picture with these bytes, unless it is deleted."""
    return session.scalar(
        select(Item)
        .where(
            Item.asset_id.in_(select(Asset.id).where(Asset.workspace_id == workspace_id, Asset.sha256 == sha256)),
            Item.deleted_at.is_(None),
        )
        .order_by(Item.id)
        .limit(1)
    )
