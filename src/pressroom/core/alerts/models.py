"""An alert."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pressroom.kernel.db import Base, Identified

KIND = "alert"


class Alert(Identified, Base):
    """What is not as it should be; `about` says of what: the name of a workflow or a queue, a connection's id."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index(
            "uq_alerts_open",
            "workspace_id",
            "cause",
            "about",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_alerts_workspace", "workspace_id", "id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    cause: Mapped[str]
    about: Mapped[str]
    reason: Mapped[str]
    ended_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
