"""An article and the pictures it shows."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pressroom.core.assets.models import Asset
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified
from pressroom.kernel.fulltext import vector_of

KIND = "article"
THERE = text("deleted_at IS NULL")


class ArticleStatus(StrEnum):
    """How far an article has come: found, being fetched, there, failed, or no article after all."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Article(Identified, Base):
    """A post of a blog, found by its address; `url` is the canonical one once it was fetched.

    `address` is where it was found, without fragment and tracking. `modified` is what the feed or sitemap says of its
    last change; `etag`, `last_modified` and `digest` tell whether it has changed since it was fetched. An article that
    failed to be fetched again keeps what it had. One that is pending without a run waits for a scrape to come to it;
    `scraped_in` is the last scrape that saw it, `delays` how often it was left for later because its site was busy.
    """

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("project_id", "address"),
        Index("ix_articles_added", "workspace_id", "id", postgresql_where=THERE),
        Index("ix_articles_project", "project_id", "id", postgresql_where=THERE),
        Index("ix_articles_status", "project_id", "status", "id", postgresql_where=THERE),
        Index("ix_articles_canonical", "project_id", "url"),
        Index("ix_articles_search", "search", postgresql_using="gin"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    address: Mapped[str]
    url: Mapped[str]
    title: Mapped[str | None]
    description: Mapped[str | None]
    text: Mapped[str | None] = mapped_column(deferred=True)
    words: Mapped[int] = mapped_column(default=0)
    language: Mapped[str | None]
    author: Mapped[str | None]
    published_at: Mapped[datetime | None]
    modified: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    digest: Mapped[str | None]
    notes: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[ArticleStatus] = mapped_column(default=ArticleStatus.PENDING)
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=0)
    delays: Mapped[int] = mapped_column(default=0)
    scraped_in: Mapped[int | None]
    run_id: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    deleted_at: Mapped[datetime | None]
    search: Mapped[str | None] = mapped_column(
        TSVECTOR, Computed(vector_of("title", "description", "url"), persisted=True), deferred=True
    )
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)


class ArticlePicture(Identified, Base):
    """A picture an article shows; `width` and `height` are in pixels, as the page or the file says.

    `preview` is a small WebP of it, there once it was fetched; the picture itself is kept when a pin is made of it.
    """

    __tablename__ = "article_pictures"
    __table_args__ = (
        UniqueConstraint("article_id", "url"),
        Index("ix_article_pictures_position", "article_id", "position"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    url: Mapped[str]
    alt: Mapped[str]
    caption: Mapped[str]
    position: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    preview_id: Mapped[UUID | None] = mapped_column(ForeignKey("assets.id"), index=True)
    preview: Mapped[Asset | None] = relationship(lazy="joined")
