"""Subscriptions, deliveries, and each try of a delivery."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified

KIND = "webhook"
DELIVERY_KIND = "delivery"


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Identified, Base):
    """An address that is told of events by their names; `document.*` and `*` stand for several."""

    __tablename__ = "webhooks"
    __table_args__ = (Index("ix_webhooks_workspace", "workspace_id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    url: Mapped[str]
    names: Mapped[list[str]]
    secret_sealed: Mapped[str]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class Delivery(Identified, Base):
    """An event on its way to one address."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("ix_webhook_deliveries_webhook", "webhook_id", "id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    status: Mapped[DeliveryStatus] = mapped_column(default=DeliveryStatus.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    run_id: Mapped[str | None]


class DeliveryTry(Base):
    """One try of a delivery, and what was answered."""

    __tablename__ = "webhook_tries"

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    http_status: Mapped[int | None]
    error: Mapped[str | None]
    answer: Mapped[str | None]
    seconds: Mapped[float]
