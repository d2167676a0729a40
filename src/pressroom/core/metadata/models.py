"""Revisions of metadata."""

from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.db import Base, Identified


class Author(StrEnum):
    """Who gave an answer."""

    MODEL = "model"
    PERSON = "person"


class Revision(Identified, Base):
    """One answer about one subject; a run gives at most one."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_subject", "subject_kind", "subject_id", "id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    values: Mapped[dict[str, Any]]
    author: Mapped[Author]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    feedback: Mapped[str | None]
    about_id: Mapped[UUID | None]
    """The answer that the feedback was about; it may be pruned by now."""
    model: Mapped[str | None]
    run_id: Mapped[str | None] = mapped_column(unique=True)
    confidence: Mapped[float | None]
    notes: Mapped[list[str]] = mapped_column(default=list)
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    seconds: Mapped[float | None]
    prompt_version: Mapped[int | None]
    """Which of the workspace's own prompts was asked with; None for the shipped one."""
