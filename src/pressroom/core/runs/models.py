"""What Pressroom keeps about runs beside the engine's own tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified


class StepAttempt(Base):
    """A failed try of a step; the engine keeps only a step's last outcome."""

    __tablename__ = "step_attempts"

    run_id: Mapped[str] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    error: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now, server_default=func.now())


class RunLog(Base):
    """A line that was logged while a run was carried."""

    __tablename__ = "run_logs"
    __table_args__ = (Index("ix_run_logs_run", "run_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    run_id: Mapped[str]
    at: Mapped[datetime]
    level: Mapped[str]
    message: Mapped[str]
    facts: Mapped[dict[str, Any]]


class Worker(Base):
    """A worker process that registered itself; alive as long as its advisory lock is held."""

    __tablename__ = "workers"

    executor_id: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    pid: Mapped[int]
    version: Mapped[str] = mapped_column(default="")
    draining_since: Mapped[datetime | None]
    """Since when it takes no new runs; it leaves once those it has are done."""
    started_at: Mapped[datetime] = mapped_column(default=now)


class IdempotencyKey(Identified, Base):
    """The answer once given to someone's request that may be sent again."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id", "key"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]


class Batch(Identified, Base):
    """The same thing asked of several subjects of one kind at once.

    `counted_as` is what those are that it succeeded with: `succeeded`, `published`.
    """

    __tablename__ = "batches"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    kind: Mapped[str]
    counted_as: Mapped[str] = mapped_column(default="succeeded")
    run_id: Mapped[str | None]
    result: Mapped[dict[str, Any] | None]


class BatchEntry(Base):
    """One of several: its run, or why it got none."""

    __tablename__ = "batch_entries"
    __table_args__ = (Index("ix_batch_entries_run", "run_id"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[str | None]
    refusal: Mapped[str | None]


class PausedRun(Base):
    """A run that set itself aside; the engine has it as cancelled, on no queue, until it is taken up again.

    `queue` is where it goes on then, `resumed_at` tells it that it may.
    """

    __tablename__ = "paused_runs"
    __table_args__ = (
        Index("ix_paused_runs_workspace", "workspace_id"),
        Index("ix_paused_runs_subject", "subject_kind", "subject_id"),
    )

    run_id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    queue: Mapped[str]
    reason: Mapped[str]
    paused_at: Mapped[datetime] = mapped_column(default=now)
    resumed_at: Mapped[datetime | None]


def paused_reason_of(run_id: Mapped[Any]) -> MappedSQLExpression[str | None]:
    """Return the attribute of a subject's row that says why its run is paused; None where it is not."""
    waiting = select(PausedRun.reason).where(PausedRun.run_id == run_id, PausedRun.resumed_at.is_(None))
    return column_property(waiting.correlate_except(PausedRun).scalar_subquery())
