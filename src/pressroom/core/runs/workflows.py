"""The nightly round: what is over is let go, so that history stays bounded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dbos import DBOS
from sqlalchemy import delete, text

from pressroom.core.accounts.models import Invitation, SignIn
from pressroom.core.runs.models import IdempotencyKey, StepAttempt
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, step
from pressroom.kernel.live import LiveEvent
from pressroom.kernel.log import logger

log = logger(__name__)

AT_NIGHT = "30 3 * * *"
KEPT = timedelta(days=1)
"""How long changes and idempotency keys are kept."""
BATCH = 500
OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the round works with; bound once by the composition root."""

    database: Database
    durable: Durable
    retention_days: int


_tools: list[Tools] = []


def bind(tools: Tools) -> None:
    """Give the round of this process its tools."""
    _tools[:] = [tools]


@DBOS.workflow(name="prune_history")
def prune_history(_scheduled_at: datetime, _context: object) -> None:
    """Let finished runs go after their time, and what else is no longer needed."""
    delete_old_runs()
    delete_old_rows()


@step
def delete_old_runs() -> int:
    """Delete runs that ended before the retention time; return how many."""
    tools = _tools[0]
    before = (now() - timedelta(days=tools.retention_days)).isoformat()
    deleted = 0
    while runs := tools.durable.client.list_workflows(
        status=OVER, completed_before=before, limit=BATCH, load_input=False, load_output=False
    ):
        tools.durable.client.delete_workflows([run.workflow_id for run in runs])
        deleted += len(runs)
    log.info("old runs deleted", runs=deleted)
    return deleted


@step
def delete_old_rows() -> None:
    """Delete old changes, idempotency keys, ended sign-ins and links, and attempts of runs that are gone."""
    with _tools[0].database.transaction() as session:
        session.execute(delete(LiveEvent).where(LiveEvent.at < now() - KEPT))
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT))
        session.execute(delete(SignIn).where(SignIn.expires_at < now()))
        session.execute(delete(Invitation).where(Invitation.expires_at < now()))
        session.execute(
            delete(StepAttempt).where(text("run_id NOT IN (SELECT workflow_uuid FROM dbos.workflow_status)"))
        )
