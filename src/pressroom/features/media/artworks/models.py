"""An artwork."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pressroom.features.media.models import Item
from pressroom.kernel.clock import now
from pressroom.kernel.db import Base, Identified

KIND = "artwork"


class Artwork(Identified, Base):
    """A picture offered as a work; at most one of each picture."""

    __tablename__ = "artworks"
    __table_args__ = (Index("ix_artworks_workspace", "workspace_id", "id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media_items.id", ondelete="CASCADE"), unique=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    title: Mapped[str]
    description: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(default=list)
    price: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    currency: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    deleted_at: Mapped[datetime | None]
    item: Mapped[Item] = relationship(lazy="joined", innerjoin=True)
