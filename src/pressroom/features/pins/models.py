"""A pin, and the views of the table of pins that people keep."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pressroom.core.assets.models import Asset
from pressroom.core.runs.models import paused_reason_of
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.projects.models import Fit, Project
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified
from pressroom.kernel.fulltext import vector_of

KIND = "pin"
THERE = text("deleted_at IS NULL")
DUE = text("deleted_at IS NULL AND status = 'scheduled'")
OUT = text("deleted_at IS NULL AND published_at IS NOT NULL")
AWAITED = text("status IN ('describing', 'publishing') OR (picture_source IS NOT NULL AND picture = '{}')")
"""Of a pin that waits for its run: looked for every few seconds, among however many there are."""
SLIDE_AWAITED = text("picture = '{}' AND error IS NULL")
"""Of a further picture that waits for its run, likewise."""


class PinStatus(StrEnum):
    """How far a pin has come."""

    DRAFT = "draft"
    DESCRIBING = "describing"
    READY = "ready"
    SCHEDULED = "scheduled"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"


class PinStage(StrEnum):
    """Where a pin failed: its picture did not come, it was not described, or not published."""

    PICTURE = "picture"
    DESCRIBING = "describing"
    PUBLISHING = "publishing"


class PictureSource(StrEnum):
    """Where a pin's picture came from."""

    ARTICLE = "article"
    MEDIA = "media"
    GENERATION = "generation"
    UPLOAD = "upload"


class Field(StrEnum):
    """What is written about a pin; a locked one is left alone when the pin is described again."""

    TITLE = "title"
    DESCRIPTION = "description"
    ALT_TEXT = "alt_text"
    KEYWORDS = "keywords"


class Pin(Identified, Base):
    """A picture with a title, a description, alt text, a link and a board.

    A picture of an article is fetched by the pin's run: until then `asset_id` is empty and `picture_url` says where it
    is. `picture` is `{width, height, placeholder}` of it upright, empty until it has been looked at. `link` is a
    person's own; without one the project's template makes it of the article's address.
    """

    __tablename__ = "pins"
    __table_args__ = (
        Index("ix_pins_added", "workspace_id", "id", postgresql_where=THERE),
        Index("ix_pins_status", "workspace_id", "status", "id", postgresql_where=THERE),
        Index("ix_pins_project", "project_id", "id", postgresql_where=THERE),
        Index("ix_pins_article", "article_id", "id", postgresql_where=THERE),
        Index("ix_pins_board", "board_id", "id", postgresql_where=THERE),
        Index("ix_pins_due", "scheduled_at", "id", postgresql_where=DUE),
        Index("ix_pins_planned", "workspace_id", "scheduled_at", "id", postgresql_where=THERE),
        Index("ix_pins_published", "workspace_id", "published_at", "id", postgresql_where=OUT),
        Index("ix_pins_awaited", "id", postgresql_where=AWAITED),
        Index("ix_pins_tags", "tags", postgresql_using="gin"),
        Index("ix_pins_search", "search", postgresql_using="gin"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    article_id: Mapped[UUID | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"))
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("boards.id", ondelete="SET NULL"))
    section_id: Mapped[UUID | None] = mapped_column(ForeignKey("board_sections.id", ondelete="SET NULL"), index=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("assets.id"), index=True)
    picture_source: Mapped[PictureSource | None]
    picture_url: Mapped[str | None]
    picture: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fit: Mapped[Fit] = mapped_column(default=Fit.CROP)
    title: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    alt_text: Mapped[str] = mapped_column(default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)
    locked: Mapped[list[str]] = mapped_column(default=list)
    link: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[PinStatus] = mapped_column(default=PinStatus.DRAFT)
    failed_stage: Mapped[PinStage | None]
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[str | None] = mapped_column()
    paused_reason: Mapped[str | None] = paused_reason_of(run_id)
    revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("revisions.id", ondelete="SET NULL"))
    scheduled_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    pinterest_pin_id: Mapped[str | None]
    seen_at: Mapped[datetime | None]
    """When the published pin was last found at Pinterest."""
    gone_at: Mapped[datetime | None]
    """When it was found to be no longer there, though nobody withdrew it here."""
    described_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    deleted_at: Mapped[datetime | None]
    search: Mapped[str | None] = mapped_column(
        TSVECTOR,
        Computed(
            vector_of("title", "description", "alt_text", "text_of(keywords)", "text_of(tags)"),
            persisted=True,
        ),
        deferred=True,
    )
    asset: Mapped[Asset | None] = relationship(lazy="joined")
    slides: Mapped[list["PinSlide"]] = relationship(order_by="PinSlide.position", lazy="raise")
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    article: Mapped[Article | None] = relationship(lazy="joined")
    board: Mapped[Board | None] = relationship(lazy="joined")


class PinSlide(Identified, Base):
    """A further picture of a pin, which makes it a carousel; the pin's own picture is the first. Four at most.

    As with a pin's own, `asset_id` is empty until a picture of an article has been fetched, and `picture` until it has
    been looked at. `error` is why it could not be. `position` counts from 1.
    """

    __tablename__ = "pin_slides"
    __table_args__ = (
        UniqueConstraint("pin_id", "position", deferrable=True, initially="DEFERRED"),
        Index("ix_pin_slides_awaited", "id", postgresql_where=SLIDE_AWAITED),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    pin_id: Mapped[UUID] = mapped_column(ForeignKey("pins.id", ondelete="CASCADE"))
    asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("assets.id"), index=True)
    position: Mapped[int]
    source: Mapped[PictureSource]
    picture_url: Mapped[str | None]
    picture: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    asset: Mapped[Asset | None] = relationship(lazy="joined")


class SavedView(Identified, Base):
    """A way to look at the table of pins that a person keeps: its filters, as the page's address says them."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id", "name"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    query: Mapped[dict[str, Any]] = mapped_column(default=dict)
