"""Versions of prompts, and trials of what may become one."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.core.runs.models import paused_reason_of
from pressroom.kernel.db import Base, Identified


class Prompt(Identified, Base):
    """What a workspace asks of models for one profile, in place of the shipped words, which are version 0.

    At most one is current; where none is, the shipped one is.
    """

    __tablename__ = "prompts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "profile", "version"),
        Index(
            "uq_prompts_current",
            "workspace_id",
            "profile",
            unique=True,
            postgresql_where=text("is_current"),
        ),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    profile: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    note: Mapped[str | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    is_current: Mapped[bool]


class TrialStatus(StrEnum):
    """How far a trial has come."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class PromptTrial(Identified, Base):
    """A prompt tried beside the current one (`version`, 0 for the shipped) before it is saved; kept for a day.

    `items` holds what was tried: `{id, name, current, candidate}`, the latter two an answer with its `values`, or
    an `error`, once known.
    """

    __tablename__ = "prompt_trials"
    __table_args__ = (Index("ix_prompt_trials_profile", "workspace_id", "profile", "id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    profile: Mapped[str]
    text: Mapped[str]
    model: Mapped[str]
    version: Mapped[int]
    status: Mapped[TrialStatus] = mapped_column(default=TrialStatus.RUNNING)
    error: Mapped[str | None]
    items: Mapped[list[dict[str, Any]]]
    run_id: Mapped[str | None] = mapped_column()
    paused_reason: Mapped[str | None] = paused_reason_of(run_id)
