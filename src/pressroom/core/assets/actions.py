"""Stored files: written down, and let go when nothing uses them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset, Source
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.kernel.storage import Stored


def record_asset(
    session: Session,
    stored: Stored,
    *,
    workspace_id: UUID,
    mime: str,
    source: Source,
    source_id: str | None = None,
) -> Asset:
    """Write a stored file down and return its row; the same bytes in a workspace are one row."""
    session.execute(
        insert(Asset)
        .values(
            id=new_id(),
            created_at=now(),
            workspace_id=workspace_id,
            sha256=stored.sha256,
            mime=mime,
            size=stored.size,
            storage_key=stored.key,
            source=source,
            source_id=source_id,
        )
        .on_conflict_do_nothing(index_elements=["workspace_id", "sha256"])
    )
    return session.scalars(select(Asset).where(Asset.workspace_id == workspace_id, Asset.sha256 == stored.sha256)).one()
