"""The ledger of models' answers, and the budget."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified


class AiCall(Identified, Base):
    """One answer of a model, counted once; `purpose` tells it from the others of its run.

    `cost_usd` is None where the price is not known. `answer` is kept for a day, so that a run whose worker died does
    not pay for it again.
    """

    __tablename__ = "ai_calls"
    __table_args__ = (
        UniqueConstraint("run_id", "purpose"),
        Index("ix_ai_calls_month", "workspace_id", "created_at", postgresql_include=["cost_usd"]),
        Index("ix_ai_calls_profile", "workspace_id", "profile", "id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    run_id: Mapped[str]
    purpose: Mapped[str]
    profile: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    model: Mapped[str]
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(14, 8))
    seconds: Mapped[float]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class Budget(Base):
    """What a workspace lets models cost in a calendar month, in UTC; without a row there is no limit."""

    __tablename__ = "budgets"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    monthly_usd: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
