"""Every try to bring a pin to Pinterest."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.db import Base, Identified


class Outcome(StrEnum):
    """What became of a try; `claimed` and `sent` are not over."""

    CLAIMED = "claimed"
    """Written down before the call; nothing has gone out."""
    SENT = "sent"
    """The call went out, and its answer is not here. Where its worker died it stays so until the board was read."""
    PUBLISHED = "published"
    FOUND = "found"
    """The answer was lost; the pin was found on its board."""
    LOST = "lost"
    """The answer was lost, and the pin is not on its board."""
    LIMITED = "limited"
    """Pinterest asked to wait."""
    UNREACHED = "unreached"
    """Pinterest was not reached, so nothing went out."""
    REFUSED = "refused"


class PublishAttempt(Identified, Base):
    """One try: claimed before the call in a transaction of its own, so that a crash leaves its trace.

    `number` counts a pin's tries from 1. `ended_at` is when the answer came, or was given up. `account` is what the
    connection was called, which may be gone by now. Of a pin at most one try is `sent`: the database sees to it.
    """

    __tablename__ = "publish_attempts"
    __table_args__ = (
        UniqueConstraint("pin_id", "number"),
        Index("ix_publish_attempts_connection", "connection_id", "created_at"),
        Index("ix_publish_attempts_unsettled", "pin_id", unique=True, postgresql_where=text("outcome = 'sent'")),
        Index(
            "ix_publish_attempts_pinterest_pin",
            "pinterest_pin_id",
            postgresql_where=text("pinterest_pin_id IS NOT NULL"),
        ),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    pin_id: Mapped[UUID] = mapped_column(ForeignKey("pins.id", ondelete="CASCADE"))
    connection_id: Mapped[UUID | None] = mapped_column(ForeignKey("connections.id", ondelete="SET NULL"))
    account: Mapped[str]
    number: Mapped[int]
    run_id: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.CLAIMED)
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    title: Mapped[str]
    """As it was sent, to be found again."""
    link: Mapped[str | None]
    pinterest_board_id: Mapped[str]
    pinterest_section_id: Mapped[str | None]
    pinterest_pin_id: Mapped[str | None]
    request_id: Mapped[str | None]
    http_status: Mapped[int | None]
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    retry_after: Mapped[float | None]
