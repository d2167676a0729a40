"""What a thing went through, as open pages were told."""

from uuid import UUID

from sqlalchemy import select

from pressroom.kernel.app import App
from pressroom.kernel.live import LiveEvent


def statuses(app: App, subject_id: UUID | str) -> list[str]:
    """Return the statuses a thing went through, one after the other."""
    with app.database.transaction() as session:
        told = session.scalars(
            select(LiveEvent.status).where(LiveEvent.subject_id == str(subject_id)).order_by(LiveEvent.id)
        ).all()
    return [status for status, before in zip(told, [None, *told], strict=False) if status != before]
