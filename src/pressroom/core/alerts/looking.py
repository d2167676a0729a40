"""What is wrong right now, in every workspace."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Workspace
from pressroom.core.alerts.rules import GIGABYTE, STUCK, WINDOW, Cause, Finding, is_low, keeps_failing
from pressroom.core.connections.models import Connection
from pressroom.core.floor.models import QueueSetting
from pressroom.core.floor.queues import QUEUES
from pressroom.core.runs.engine import QUEUED_AT, RUNS
from pressroom.core.spending.models import Budget
from pressroom.core.spending.queries import has_room
from pressroom.core.webhooks.actions import BY_HAND
from pressroom.core.webhooks.models import Webhook
from pressroom.kernel.clock import now
from pressroom.kernel.failure import BUSY

_RUNS = text(
    "SELECT attributes ->> 'workspace_id' AS workspace_id, name, count(*) AS total, "
    "count(*) FILTER (WHERE status IN ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')) AS failed "
    "FROM dbos.workflow_status WHERE created_at > :since "
    "AND status IN ('SUCCESS', 'ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') GROUP BY 1, 2"
)
_BEGUN = text(
    "SELECT EXISTS (SELECT FROM dbos.workflow_status WHERE queue_name = :queue AND started_at_epoch_ms > :before "
    "AND created_at > :day)"
)


def found(session: Session, *, free: int, total: int) -> Iterator[Finding]:
    """Yield all that is wrong; `free` and `total` are bytes of the disk that files are kept on.

    What concerns the whole installation is told in its first workspace.
    """
    first = session.scalar(select(Workspace.id).order_by(Workspace.created_at, Workspace.id).limit(1))
    if first is None:
        return
    yield from _failing(session, first)
    yield from _stuck(session, first)
    yield from _lost(session)
    yield from _spent(session)
    yield from _turned_off(session)
    if is_low(free, total):
        left = f"{free / GIGABYTE:.1f} GB of {total / GIGABYTE:.0f} GB are left"
        yield Finding(first, Cause.DISK, "disk", f"{left}. Free some space, or nothing more can be stored.")


def _failing(session: Session, first: UUID) -> Iterator[Finding]:
    for row in session.execute(_RUNS, {"since": _milliseconds(now() - WINDOW)}):
        if keeps_failing(row.failed, row.total):
            workspace_id = UUID(row.workspace_id) if row.workspace_id else first
            title = row.name.replace("_", " ").capitalize()
            reason = f"{title}: {row.failed} of {row.total} runs of the last hour failed."
            yield Finding(workspace_id, Cause.FAILURES, row.name, reason)


def _stuck(session: Session, first: UUID) -> Iterator[Finding]:
    before, day = _milliseconds(now() - STUCK), _milliseconds(now() - 96 * STUCK)
    oldest, paused = func.min(QUEUED_AT), select(QueueSetting.name).where(QueueSetting.paused_at.is_not(None))
    waiting = (
        select(RUNS.c.queue_name, oldest.label("oldest"), func.count().label("number"))
        .where(text("status = 'ENQUEUED'"), RUNS.c.queue_name.not_in(paused))
        .group_by(RUNS.c.queue_name)
        .having(oldest < before)
    )
    for row in session.execute(waiting).all():
        if not session.scalar(_BEGUN, {"queue": row.queue_name, "before": before, "day": day}):
            minutes = int((_milliseconds(now()) - row.oldest) / 60_000)
            mend = "Look whether its workers live and what they carry."
            if row.queue_name not in QUEUES:
                mend = "No file in the plug-ins folder has it any more: put it back, or cancel them."
            reason = (
                f"{row.number} runs wait in the queue {row.queue_name}, the first for {minutes} minutes, "
                f"and none begins. {mend}"
            )
            yield Finding(first, Cause.QUEUE, row.queue_name, reason)


def _lost(session: Session) -> Iterator[Finding]:
    inactive = select(Connection).where(Connection.active.is_(False), Connection.error_code.is_distinct_from(BUSY))
    for one in session.scalars(inactive):
        reason = f"{one.account}: {one.last_error or 'it has to be connected again.'}"
        yield Finding(one.workspace_id, Cause.CONNECTION, str(one.id), reason)


def _spent(session: Session) -> Iterator[Finding]:
    for budget in session.scalars(select(Budget)):
        if not has_room(session, budget.workspace_id):
            reason = "Work that asks models waits until the month turns, or the budget is raised in Settings."
            yield Finding(budget.workspace_id, Cause.BUDGET, "month", reason)


def _turned_off(session: Session) -> Iterator[Finding]:
    off = select(Webhook).where(Webhook.disabled_at.is_not(None), Webhook.disabled_reason != BY_HAND)
    for one in session.scalars(off):
        yield Finding(one.workspace_id, Cause.WEBHOOK, str(one.id), f"{one.url}: {one.disabled_reason}")


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
