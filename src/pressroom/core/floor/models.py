"""What an owner changed about queues and schedules; it outlives restarts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base


class Missed(StrEnum):
    """What becomes of times of a schedule at which no worker was there."""

    SKIP = "skip"
    CATCH_UP = "catch_up"


class QueueSetting(Base):
    """A queue that is not as it comes: paused, or with other limits."""

    __tablename__ = "queue_settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    worker_concurrency: Mapped[int | None]
    partition_concurrency: Mapped[int | None]
    paused_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class ScheduleSetting(Base):
    """A schedule that is not as it comes: paused, at other times, or catching up what it missed."""

    __tablename__ = "schedule_settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    cron: Mapped[str | None]
    missed: Mapped[Missed] = mapped_column(default=Missed.SKIP)
    paused_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
