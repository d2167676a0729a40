"""Stored files: written down, and let go when nothing uses them."""

from uuid import UUID

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
    """Write a stored file down and return its row; the same bytes in a workspace are one row.

    The row stays locked until the transaction ends, so that two uploads of the same bytes at once take turns.
    """
    statement = insert(Asset).values(
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
    known = statement.on_conflict_do_update(
        index_elements=["workspace_id", "sha256"], set_={"storage_key": statement.excluded.storage_key}
    )
    return session.scalars(known.returning(Asset)).one()
