"""A document and its pages."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.core.runs.models import paused_reason_of
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified
from pressroom.kernel.fulltext import vector_of

KIND = "document"

SEARCHED = 100_000
"""Characters of a page that search looks at; far more than a sheet of paper holds, and within what an index takes."""


class Status(StrEnum):
    """How far a document has come."""

    UPLOADING = "uploading"
    PROCESSING = "processing"
    OCR_COMPLETE = "ocr_complete"
    GENERATING_METADATA = "generating_metadata"
    COMPLETED = "completed"
    FAILED = "failed"


class Stage(StrEnum):
    """Where a document failed: its text cannot be had, or it has text and no description."""

    READING = "reading"
    DESCRIBING = "describing"


class TextSource(StrEnum):
    """Where a page's text came from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    FILE = "file"


class Document(Identified, Base):
    """A file a workspace wants read and described."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_workspace", "workspace_id", "id"),
        Index(
            "ix_documents_status", "workspace_id", "status", "updated_at", postgresql_where=text("deleted_at IS NULL")
        ),
        Index("ix_documents_search", "search", postgresql_using="gin"),
        Index("ix_documents_tags", "tags", postgresql_using="gin"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), index=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    filename: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.PROCESSING)
    failed_stage: Mapped[Stage | None]
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=1)
    run_id: Mapped[str | None] = mapped_column()
    paused_reason: Mapped[str | None] = paused_reason_of(run_id)
    password_sealed: Mapped[str | None]
    password_offered_sealed: Mapped[str | None]
    claimed_title: Mapped[str | None]
    page_count: Mapped[int | None]
    pages_read: Mapped[int] = mapped_column(default=0)
    display_name: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    summary: Mapped[str | None]
    language: Mapped[str | None]
    dates: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    amounts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("revisions.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    completed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    search: Mapped[str | None] = mapped_column(
        TSVECTOR,
        Computed(vector_of("display_name", "filename", "summary", "text_of(tags)"), persisted=True),
        deferred=True,
    )


class Page(Base):
    """One page's text, and the picture of it."""

    __tablename__ = "pages"
    __table_args__ = (Index("ix_pages_search", "search", postgresql_using="gin"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    source: Mapped[TextSource]
    confidence: Mapped[float | None]
    rotation: Mapped[int] = mapped_column(default=0)
    width: Mapped[int | None]
    height: Mapped[int | None]
    picture_key: Mapped[str | None]
    thumbnail_key: Mapped[str | None]
    seconds: Mapped[float]
    search: Mapped[str | None] = mapped_column(
        TSVECTOR, Computed(vector_of(f"left(text, {SEARCHED})"), persisted=True), deferred=True
    )
