"""The usage ledger."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.db import Base, Identified


class UsageEntry(Identified, Base):
    """Pages counted for one subject, once, however often it is read; `run_id` is the run that counted them."""

    __tablename__ = "usage_entries"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id"),
        Index("ix_usage_entries_month", "workspace_id", "month"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    month: Mapped[date]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    pages: Mapped[int]
    run_id: Mapped[str | None]
