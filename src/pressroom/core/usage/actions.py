"""Pages counted against a workspace's month."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Workspace
from pressroom.core.usage.models import UsageEntry
from pressroom.core.usage.queries import month_of, pages_used
from pressroom.kernel.clock import now
from pressroom.kernel.errors import LimitReached
from pressroom.kernel.ids import new_id


def check_room(session: Session, workspace_id: UUID, *, limit: int) -> None:
    """Raise LimitReached when a workspace's month is used up already; `limit` 0 means none."""
    if limit and pages_used(session, workspace_id) >= limit:
        raise LimitReached(_used_up(limit), code="monthly_pages")


def reserve_pages(
    session: Session, workspace_id: UUID, *, subject: tuple[str, UUID], pages: int, limit: int, run_id: str | None
) -> None:
    """Count `pages` for a subject, once; raises LimitReached when they do not fit into the month.

    The workspace's row is locked, so two at once cannot both take the last pages; its key is not, so uploads go on.
    """
    session.scalar(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))
    kind, subject_id = subject
    counted = session.scalar(
        select(func.coalesce(func.sum(UsageEntry.pages), 0)).where(
            UsageEntry.subject_kind == kind, UsageEntry.subject_id == subject_id
        )
    )
    if counted:
        return
    used = pages_used(session, workspace_id)
    if limit and used + pages > limit:
        raise LimitReached(
            f"This document has {pages:,} pages, and {max(limit - used, 0):,} of this month's {limit:,} are left. "
            "Raise PRESSROOM_MONTHLY_PAGES or wait for the new month, then try again.",
            code="monthly_pages",
        )
    session.execute(
        insert(UsageEntry)
        .values(
            id=new_id(),
            created_at=now(),
            workspace_id=workspace_id,
            month=month_of(now()),
            subject_kind=kind,
            subject_id=subject_id,
            pages=pages,
            run_id=run_id,
        )
        .on_conflict_do_nothing()
    )


def release_pages(session: Session, *, subject: tuple[str, UUID], run_id: str | None) -> None:
    """Give back what a run counted for a subject whose reading failed; what an earlier run counted stays."""
    kind, subject_id = subject
    session.execute(
        delete(UsageEntry).where(
            UsageEntry.subject_kind == kind, UsageEntry.subject_id == subject_id, UsageEntry.run_id == run_id
        )
    )


def _used_up(limit: int) -> str:
    return (
        f"This month's {limit:,} pages are used up. "
        "Raise PRESSROOM_MONTHLY_PAGES or wait for the new month, then try again."
    )
