"""A picture of the library, the folders pictures come from, and what a workspace wants of all of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import BIT, HALFVEC
from sqlalchemy import BigInteger, ColumnElement, Computed, ForeignKey, Index, UniqueConstraint, literal_column, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pressroom.core.assets.models import Asset, Source
from pressroom.core.runs.models import paused_reason_of
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified
from pressroom.kernel.fulltext import vector_of

KIND = "media"
FOLDER_KIND = "folder"
DIMENSIONS = 512
"""Numbers in the vector a caption's meaning is kept as."""
FINGERPRINT_BITS = 64
THERE = text("deleted_at IS NULL")
COMPLETED = text("deleted_at IS NULL AND status = 'completed'")
COARSE: ColumnElement[Any] = literal_column(f"(binary_quantize(embedding)::bit({DIMENSIONS}))").label("coarse")
"""Meaning by the sign of each number: an eighth of the time to build, and candidates are ranked by the rest."""


class Status(StrEnum):
    """How far a picture has come."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class Stage(StrEnum):
    """Where a picture failed: it cannot be seen, or it is seen and has no description."""

    SEEING = "seeing"
    DESCRIBING = "describing"


class Item(Identified, Base):
    """A picture that a workspace keeps; `width` and `height` are those of the picture upright."""

    __tablename__ = "media_items"
    __table_args__ = (
        Index("ix_media_items_added", "workspace_id", "id", postgresql_where=THERE),
        Index("ix_media_items_shown", "workspace_id", "shown_at", "id", postgresql_where=THERE),
        Index("ix_media_items_status", "workspace_id", "status", "id", postgresql_where=THERE),
        Index("ix_media_items_completed", "workspace_id", "processed_at", postgresql_where=COMPLETED),
        Index("ix_media_items_folder", "folder_id", "id"),
        Index("ix_media_items_search", "search", postgresql_using="gin"),
        Index("ix_media_items_tags", "tags", postgresql_using="gin"),
        Index("ix_media_items_colour_names", "colour_names", postgresql_using="gin"),
        Index(
            "ix_media_items_meaning",
            COARSE,
            postgresql_using="hnsw",
            postgresql_with={"m": 12, "ef_construction": 48},
            postgresql_ops={"coarse": "bit_hamming_ops"},
        ),
        Index(
            "ix_media_items_fingerprint",
            "fingerprint",
            postgresql_using="hnsw",
            postgresql_with={"m": 12, "ef_construction": 48},
            postgresql_ops={"fingerprint": "bit_hamming_ops"},
        ),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), index=True)
    folder_id: Mapped[UUID | None] = mapped_column(ForeignKey("media_folders.id", ondelete="SET NULL"))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    source: Mapped[Source]
    source_id: Mapped[str | None]
    source_url: Mapped[str | None]
    filename: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.PENDING)
    failed_stage: Mapped[Stage | None]
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=1)
    run_id: Mapped[str | None] = mapped_column()
    paused_reason: Mapped[str | None] = paused_reason_of(run_id)
    width: Mapped[int | None]
    height: Mapped[int | None]
    frames: Mapped[int | None]
    placeholder: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    camera: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    notes: Mapped[list[str]] = mapped_column(default=list)
    fingerprint: Mapped[str | None] = mapped_column(BIT(FINGERPRINT_BITS), deferred=True)
    resembles: Mapped[UUID | None]
    colours: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    colour_names: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    analysis: Mapped[dict[str, Any]] = mapped_column(default=dict)
    embedding: Mapped[Any] = mapped_column(HALFVEC(DIMENSIONS), nullable=True, deferred=True)
    revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("revisions.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    processed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    shown_at: Mapped[datetime] = mapped_column(Computed("coalesce(taken_at, created_at)", persisted=True))
    search: Mapped[str | None] = mapped_column(
        TSVECTOR,
        Computed(
            vector_of(
                "description",
                "text_of(tags)",
                "analysis->>'content'",
                "analysis->>'style'",
                "analysis->>'mood'",
                "analysis->>'subjects'",
                "filename",
                "text_of(colour_names)",
            ),
            persisted=True,
        ),
        deferred=True,
    )
    asset: Mapped[Asset] = relationship(lazy="joined", innerjoin=True)


class Wishes(Base):
    """What a workspace asks of the describing model for its pictures."""

    __tablename__ = "media_wishes"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    prompt: Mapped[str | None]
    keep_location: Mapped[bool] = mapped_column(default=False)


class FolderKind(StrEnum):
    """What speaks for a folder."""

    GOOGLE_DRIVE = "google_drive"
    FOLDER = "folder"


class FolderStatus(StrEnum):
    """What goes on with a folder: nothing, being looked through, waiting for the source, stopped by a failure."""

    IDLE = "idle"
    SYNCING = "syncing"
    WAITING = "waiting"
    FAILED = "failed"


class Every(StrEnum):
    """How often a folder is looked through by itself."""

    NEVER = "never"
    MINUTE = "minute"
    QUARTER = "quarter"
    HOUR = "hour"
    DAY = "day"


class FileStatus(StrEnum):
    """What became of a file: to be stored, handed to a run, stored, failed, not taken, or gone from the source."""

    FOUND = "found"
    QUEUED = "queued"
    STORED = "stored"
    FAILED = "failed"
    SKIPPED = "skipped"
    GONE = "gone"


class Folder(Identified, Base):
    """A folder of a Drive or of this server's disk.

    `position` is where its next look starts, and `is_listed` whether the last series of looks came to its end. Complete
    listings are counted by `listing`, and a file remembers in `seen_in` the last that saw it.
    """

    __tablename__ = "media_folders"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "remote_id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    connection_id: Mapped[UUID | None] = mapped_column(ForeignKey("connections.id", ondelete="SET NULL"), index=True)
    kind: Mapped[FolderKind]
    remote_id: Mapped[str]
    drive_id: Mapped[str | None]
    name: Mapped[str]
    include_subfolders: Mapped[bool] = mapped_column(default=False)
    keep_location: Mapped[bool] = mapped_column(default=False)
    prompt: Mapped[str | None]
    every: Mapped[Every] = mapped_column(default=Every.NEVER)
    status: Mapped[FolderStatus] = mapped_column(default=FolderStatus.IDLE)
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    waits_until: Mapped[datetime | None]
    holds: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[str | None]
    position: Mapped[dict[str, Any] | None]
    is_listed: Mapped[bool] = mapped_column(default=False)
    listing: Mapped[int] = mapped_column(default=0)
    in_listing: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None]
    last_result: Mapped[dict[str, Any] | None]
    last_synced_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class FolderFile(Identified, Base):
    """A file of a folder. A picture that comes of it has its id, unless its bytes were in the library already."""

    __tablename__ = "folder_files"
    __table_args__ = (
        UniqueConstraint("folder_id", "source_id"),
        Index("ix_folder_files_status", "folder_id", "status", "id"),
        Index("ix_folder_files_seen", "folder_id", "seen_in"),
        Index("ix_folder_files_handled", "folder_id", "handled_in"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    folder_id: Mapped[UUID] = mapped_column(ForeignKey("media_folders.id", ondelete="CASCADE"))
    source_id: Mapped[str]
    name: Mapped[str]
    path: Mapped[str]
    mime: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    md5: Mapped[str | None]
    modified_at: Mapped[datetime | None]
    version: Mapped[str]
    url: Mapped[str | None]
    status: Mapped[FileStatus] = mapped_column(default=FileStatus.FOUND)
    reason: Mapped[str | None]
    code: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)
    delays: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[str | None]
    media_id: Mapped[UUID | None]
    seen_in: Mapped[int]
    handled_in: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
