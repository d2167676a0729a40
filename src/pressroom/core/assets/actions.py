"""Stored files: written down, and let go when nothing uses them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import delete, exists, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Asset, Source
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Database
from pressroom.kernel.ids import new_id
from pressroom.kernel.storage import Storage, Stored

RECORD = text("""
INSERT INTO assets (id, created_at, workspace_id, sha256, mime, size, storage_key, source, source_id)
SELECT :id, :created_at, :workspace_id, :sha256, :mime, :size, :storage_key, :source, :source_id
FROM (SELECT pg_advisory_xact_lock(hashtextextended(:sha256, 2))) AS locked
ON CONFLICT (workspace_id, sha256) DO UPDATE SET storage_key = excluded.storage_key
RETURNING id, xmax = 0 AS is_new
""")
"""As text, for every upload waits for it, and SQLAlchemy compiles an INSERT … ON CONFLICT anew each time."""
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:sha256, 2))")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored file's row: a new one, or the one that was there."""

    id: UUID
    workspace_id: UUID
    sha256: str
    is_new: bool

    @classmethod
    def of(cls, asset: Asset) -> Self:
        """Return a file that is stored already."""
        return cls(asset.id, asset.workspace_id, asset.sha256, is_new=False)


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

    The bytes stay locked until the transaction ends: two uploads of them take turns, and so do an upload and a purge.
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
    return Recorded(row.id, workspace_id, stored.sha256, row.is_new)


def lock_if_unused(session: Session, sha256: str) -> bool:
    """Tell whether no row in any workspace stands for these bytes; if so, none will until the transaction ends."""
    session.execute(LOCK, {"sha256": sha256})
    return not session.scalar(select(exists().where(Asset.sha256 == sha256)))


def drop_unused(session: Session, assets: Iterable[UUID]) -> list[str]:
    """Drop the rows of stored files that nothing points at any more; return their digests.

    What points at a file is the database's to know: it refuses to drop one that is in use.
    """
    dropped: list[str] = []
    for asset_id in sorted(assets):
        try:
            with session.begin_nested():
                dropped += session.scalars(delete(Asset).where(Asset.id == asset_id).returning(Asset.sha256)).all()
        except IntegrityError:
            continue
    return dropped


def drop_forgotten(session: Session, before: datetime) -> list[str]:
    """Drop the rows of files stored before then that nothing points at, such as a picture that was replaced.

    Returns their digests.
    """
    pointers = (
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column is Asset.__table__.c.id for key in column.foreign_keys)
    )
    forgotten = select(Asset.id).where(
        Asset.created_at < before, *(~exists().where(column == Asset.id) for column in pointers)
    )
    return drop_unused(session, session.scalars(forgotten).all())


def delete_objects(database: Database, storage: Storage, digests: Iterable[str]) -> int:
    """Delete stored files and what was made of them, but for those taken in again meanwhile; return how many."""
    deleted = 0
    for sha256 in sorted(set(digests)):
        with database.transaction() as session:
            if lock_if_unused(session, sha256):
                storage.forget(sha256)
                deleted += 1
    return deleted
