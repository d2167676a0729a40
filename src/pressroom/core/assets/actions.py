"""Stored files: written down, and let go when nothing uses them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Source
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.kernel.storage import Stored

RECORD = text("""
INSERT INTO assets (id, created_at, workspace_id, sha256, mime, size, storage_key, source, source_id)
VALUES (:id, :created_at, :workspace_id, :sha256, :mime, :size, :storage_key, :source, :source_id)
ON CONFLICT (workspace_id, sha256) DO UPDATE SET storage_key = excluded.storage_key
RETURNING id, xmax = 0 AS is_new
""")
"""As text, for every upload waits for it, and SQLAlchemy compiles an INSERT … ON CONFLICT anew each time."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored file's row: a new one, or the one that was there."""

    id: UUID
    workspace_id: UUID
    is_new: bool


def record_asset(
    session: Session,
    stored: Stored,
    *,
    workspace_id: UUID,
    mime: str,
    source: Source,
    source_id: str | None = None,
) -> Recorded:
    """Write a stored file down; the same bytes in a workspace are one row.

    The row stays locked until the transaction ends, so that two uploads of the same bytes at once take turns.
    """
    values = {
        "id": new_id(),
        "created_at": now(),
        "workspace_id": workspace_id,
        "sha256": stored.sha256,
        "mime": mime,
        "size": stored.size,
        "storage_key": stored.key,
        "source": source.value,
        "source_id": source_id,
    }
    row = session.execute(RECORD, values).one()
    return Recorded(row.id, workspace_id, row.is_new)
