"""A connection, and the asking for one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified

KIND = "connection"


class Connection(Identified, Base):
    """An account at a provider. Its tokens are sealed; inactive ones wait for a person to reconnect them."""

    __tablename__ = "connections"
    __table_args__ = (UniqueConstraint("workspace_id", "provider", "account_id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    provider: Mapped[str]
    account_id: Mapped[str]
    account: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    access_sealed: Mapped[str]
    refresh_sealed: Mapped[str | None]
    scopes: Mapped[list[str]] = mapped_column(default=list)
    token_expires_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    error_code: Mapped[str | None]
    """Why it is inactive: `auth_lost`, or `busy` where the provider was only out of order."""
    rates: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the provider last said of its limits: `{at, limits: [{name, limit, remaining, resets_in}]}`."""
    synced_at: Mapped[datetime | None]
    """When what the account has (boards) was last read."""
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class ConnectionRequest(Identified, Base):
    """Someone was sent to a provider to agree; good for one answer, within a quarter of an hour."""

    __tablename__ = "connection_requests"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    provider: Mapped[str]
    state_digest: Mapped[str] = mapped_column(unique=True)
    verifier_sealed: Mapped[str]
    expires_at: Mapped[datetime]
