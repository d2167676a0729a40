"""A photo and what was made of it."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pressroom.core.assets.models import Asset, Source
from pressroom.core.runs.models import paused_reason_of
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified

KIND = "generation"
THERE = text("deleted_at IS NULL")
IN_PROGRESS = text("status = 'processing'")


class Status(StrEnum):
    """How a generation stands; only `processing` is not an end."""

    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class Step(StrEnum):
    """What is being done, by the name of the run's step; or that its turn has not come."""

    QUEUED = "queued"
    STORE_ORIGINAL = "store_original"
    ANALYSE = "analyse"
    GENERATE = "generate"
    STORE_RESULT = "store_result"
    FINALISE = "finalise"


class Generation(Identified, Base):
    """A photo on its way to a picture in a style; its user's alone. One in progress holds one of their credits.

    `step` is the one it is at, or failed at. `original_look` and `result_look` are `{width, height, placeholder}` of
    the pictures upright, empty until they have been looked at. `analysis` and `painting` say which model answered, at
    what cost.
    """

    __tablename__ = "generations"
    __table_args__ = (
        Index("ix_generations_gallery", "workspace_id", "user_id", "id", postgresql_where=THERE),
        Index("ix_generations_in_progress", "user_id", "workspace_id", postgresql_where=IN_PROGRESS),
        Index("ix_generations_deleted", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    original_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), index=True)
    result_id: Mapped[UUID | None] = mapped_column(ForeignKey("assets.id"), index=True)
    source: Mapped[Source]
    filename: Mapped[str]
    style: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.PROCESSING)
    step: Mapped[Step] = mapped_column(default=Step.QUEUED)
    attempt: Mapped[int] = mapped_column(default=1)
    run_id: Mapped[str] = mapped_column()
    paused_reason: Mapped[str | None] = paused_reason_of(run_id)
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    subject_type: Mapped[str | None]
    subject_description: Mapped[str | None]
    subject_features: Mapped[list[str]] = mapped_column(default=list)
    original_look: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result_look: Mapped[dict[str, Any]] = mapped_column(default=dict)
    analysis: Mapped[dict[str, Any]] = mapped_column(default=dict)
    painting: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    deleted_at: Mapped[datetime | None]
    original: Mapped[Asset] = relationship(lazy="joined", innerjoin=True, foreign_keys=[original_id])
    result: Mapped[Asset | None] = relationship(lazy="joined", foreign_keys=[result_id])

    @property
    def seconds(self) -> float | None:
        """How long its last attempt took, the wait in the queue included; None while it is in progress."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None

    @property
    def cost_usd(self) -> Decimal | None:
        """What its models cost in all attempts, as far as their prices are known."""
        said = (self.analysis.get("cost_usd"), self.painting.get("cost_usd"), self.painting.get("earlier_usd"))
        known = [Decimal(one) for one in said if one]
        return sum(known, Decimal(0)) if known else None
