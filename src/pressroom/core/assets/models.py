"""A stored file."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.db import Base, Identified


class Source(StrEnum):
    """Where a file came from."""

    UPLOAD = "upload"
    FOLDER = "folder"
    GOOGLE_DRIVE = "google_drive"
    GENERATED = "generated"
    WEB = "web"


class Asset(Identified, Base):
    """Bytes in storage, found by their SHA-256; `mime` is judged by content."""

    __tablename__ = "assets"
    __table_args__ = (
        UniqueConstraint("workspace_id", "sha256"),
        Index("ix_assets_generated", "source_id", postgresql_where=text("source = 'generated'")),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    sha256: Mapped[str] = mapped_column(index=True)
    mime: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    storage_key: Mapped[str]
    source: Mapped[Source]
    source_id: Mapped[str | None]
