"""A board, and its sections."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified

KIND = "board"


class Board(Identified, Base):
    """A board that pins are put on: one of an account at Pinterest, or one that is only planned here so far.

    `gone_at` is when it was found to be no longer at Pinterest.
    """

    __tablename__ = "boards"
    __table_args__ = (
        Index("ix_boards_workspace", "workspace_id", "id"),
        Index(
            "uq_boards_name",
            "workspace_id",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("deleted_at IS NULL AND connection_id IS NULL AND pinterest_board_id IS NULL"),
        ),
        UniqueConstraint("connection_id", "pinterest_board_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    connection_id: Mapped[UUID | None] = mapped_column(ForeignKey("connections.id", ondelete="SET NULL"), index=True)
    pinterest_board_id: Mapped[str | None]
    privacy: Mapped[str | None]
    pin_count: Mapped[int | None]
    synced_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    deleted_at: Mapped[datetime | None]


class BoardSection(Identified, Base):
    """A part of a board at Pinterest."""

    __tablename__ = "board_sections"
    __table_args__ = (UniqueConstraint("board_id", "pinterest_section_id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    pinterest_section_id: Mapped[str]
    name: Mapped[str]
