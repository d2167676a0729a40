"""What a workspace has used."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from pressroom.core.usage.models import UsageEntry
from pressroom.kernel.clock import now

PAGES_OF_MONTH = select(func.coalesce(func.sum(UsageEntry.pages), 0)).where(
    UsageEntry.workspace_id == bindparam("workspace"), UsageEntry.month == bindparam("month")
)
"""Built once: every upload asks."""


def month_of(at: datetime) -> date:
    """Return the first day of an instant's month, in UTC."""
    return at.date().replace(day=1)


def pages_used(session: Session, workspace_id: UUID) -> int:
    """Return the pages a workspace has had read this month."""
    return session.scalar(PAGES_OF_MONTH, {"workspace": workspace_id, "month": month_of(now())}) or 0
