"""A project: a blog whose posts become pins."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified

KIND = "project"
PLAIN_LINK = "{url}"
"""A link template that leads to the article and says nothing of its own."""


class Fit(StrEnum):
    """How a picture comes to the two to three of a pin: its edges cut off, or bars added."""

    CROP = "crop"
    PAD = "pad"


class ScrapeStatus(StrEnum):
    """What goes on with a blog: nothing, being looked through, waiting for the site, stopped by a failure."""

    IDLE = "idle"
    SCRAPING = "scraping"
    WAITING = "waiting"
    FAILED = "failed"


class Project(Identified, Base):
    """A blog, what its pins have in common, and how its last look-through went.

    `link_template` is the address a pin leads to, with `{url}` for the article's (as it is, or percent-encoded where it
    stands behind a `?`), `{slug}`, `{project}` and `{pin}`. New pins take over `pins_per_article`, `fit` and `closing`,
    a last line for every description. `slots` are the times of a week it publishes at, such as `mon 09:30`, in `zone`,
    an IANA name. Scrapes are counted by `attempt`; `holds` is how often in a row the site was let
    rest, and `left_out` holds the addresses of articles that a person deleted for good.
    """

    __tablename__ = "projects"
    __table_args__ = (Index("ix_projects_workspace", "workspace_id", "id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    name: Mapped[str]
    site_url: Mapped[str]
    language: Mapped[str | None]
    tone: Mapped[str] = mapped_column(default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("boards.id", ondelete="SET NULL"), index=True)
    connection_id: Mapped[UUID | None] = mapped_column(ForeignKey("connections.id", ondelete="SET NULL"), index=True)
    account_key: Mapped[str | None]
    """Whose account that is, kept when it is disconnected: connected again, the project has it back."""
    link_template: Mapped[str] = mapped_column(default=PLAIN_LINK)
    pins_per_article: Mapped[int] = mapped_column(default=1)
    fit: Mapped[Fit] = mapped_column(default=Fit.CROP)
    closing: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="UTC")
    slots: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[ScrapeStatus] = mapped_column(default=ScrapeStatus.IDLE)
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[str | None]
    started_at: Mapped[datetime | None]
    waits_until: Mapped[datetime | None]
    holds: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[list[str]] = mapped_column(default=list, deferred=True)
    last_result: Mapped[dict[str, Any] | None]
    last_scraped_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    deleted_at: Mapped[datetime | None]
