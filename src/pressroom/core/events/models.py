"""What happened, what it started, and who listens."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified

KIND = "event"


class Source(StrEnum):
    """Where an event came from."""

    API = "api"
    PERSON = "person"
    FACT = "fact"
    """Something here became something else: `document.completed`."""


class Event(Identified, Base):
    """A named fact. `external_id` is the sender's, good for a day; `depth` counts the events that led to it."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("workspace_id", "external_id"),
        Index("ix_events_workspace", "workspace_id", "id"),
        Index("ix_events_name", "workspace_id", "name", "id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    external_id: Mapped[str | None]
    name: Mapped[str]
    data: Mapped[dict[str, Any]]
    source: Mapped[Source]
    depth: Mapped[int] = mapped_column(default=0)
    is_personal: Mapped[bool] = mapped_column(default=False)
    """Whether nobody but its user sees it, as it is with what it is about."""


class EventStart(Base):
    """A workflow that an event started: its run, or why there is none."""

    __tablename__ = "event_starts"
    __table_args__ = (Index("ix_event_starts_run", "run_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    workflow: Mapped[str]
    run_id: Mapped[str | None]
    refusal: Mapped[str | None]


class Fact(Base):
    """A change of status that somebody listens to, until it is made an event; written by a trigger with the change."""

    __tablename__ = "facts"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    status: Mapped[str]
    run_id: Mapped[str | None]
    """What brought it about, as far as the subject knows."""
    user_id: Mapped[UUID | None]
    """Whose it is, where it is one person's alone."""
    at: Mapped[datetime] = mapped_column(default=now, server_default=func.clock_timestamp())
    failed_at: Mapped[datetime | None]
    """When it last could not be told."""


class Trigger(Base):
    """A workflow that begins with every event of a name; written by workers as they start."""

    __tablename__ = "triggers"

    event_name: Mapped[str] = mapped_column(primary_key=True)
    workflow: Mapped[str] = mapped_column(primary_key=True)
