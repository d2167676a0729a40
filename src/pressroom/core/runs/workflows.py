"""Runs about runs: the nightly round lets go what is over, and a batch waits for its own."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dbos import DBOS
from sqlalchemy import delete, select, text, update

from pressroom.core.accounts.models import Invitation, SignIn
from pressroom.core.runs import batches
from pressroom.core.runs.models import Batch, IdempotencyKey, PausedRun, StepAttempt
from pressroom.core.runs.pausing import affordable
from pressroom.core.spending.models import AiCall
from pressroom.core.spending.rules import BUDGET
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, Failure, RunFailed, step, transaction, workflow
from pressroom.kernel.live import LiveEvent
from pressroom.kernel.log import logger

log = logger(__name__)

AT_NIGHT = "30 3 * * *"
KEPT = timedelta(days=1)
"""How long changes and idempotency keys are kept."""
BATCH = 500
WAVE_SECONDS, LOOK_SECONDS = 20.0, 0.2
"""How long one step waits for a batch before it is recorded, and how often it looks."""
OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the round works with; bound once by the composition root."""

    database: Database
    durable: Durable
    retention_days: int


_tools: list[Tools] = []

finish_batch = transaction(batches.finish_batch)


def bind(tools: Tools) -> None:
    """Give the round of this process its tools."""
    _tools[:] = [tools]


@DBOS.workflow(name="prune_history")
def prune_history(_scheduled_at: datetime, _context: object) -> None:
    """Let finished runs go after their time, and what else is no longer needed."""
    delete_old_runs()
    delete_old_rows()


@workflow(when_broken=lambda _batch_id, _reason: None)
def await_batch(batch_id: str) -> dict[str, Any]:
    """Wait until everything in a batch is done; say what became of each."""
    while affordable(await_entries, batch_id):
        pass
    match reasons(batch_id):
        case Failure() as failure:
            raise RunFailed(failure.reason)
        case why:
            return finish_batch(batch_id, why)


@step
def await_entries(batch_id: str) -> int | Failure:
    """Wait a while for what is under way in a batch; return how many still are, or why all of these are paused."""
    began = time.monotonic()
    while True:
        with _tools[0].database.transaction() as session:
            left = batches.open_entries(session, UUID(batch_id))
        if left and None not in left:
            return Failure(str(next(iter(left))), BUDGET)
        if not left or time.monotonic() - began > WAVE_SECONDS:
            return left.total()
        time.sleep(LOOK_SECONDS)


@step
def reasons(batch_id: str) -> dict[str, str]:
    """Return why the runs of a batch failed that did, by run."""
    tools = _tools[0]
    with tools.database.transaction() as session:
        failed = batches.failed_runs(session, UUID(batch_id))
    found = tools.durable.client.list_workflows(workflow_ids=failed, load_input=False) if failed else []
    return {one.workflow_id: str(one.error) for one in found}


@step
def delete_old_runs() -> int:
    """Delete runs that ended before the retention time; return how many."""
    tools = _tools[0]
    before = (now() - timedelta(days=tools.retention_days)).isoformat()
    deleted = 0
    with tools.database.transaction() as session:
        kept = set(session.scalars(select(PausedRun.run_id)))
    skipped = 0
    while runs := tools.durable.client.list_workflows(
        status=OVER, completed_before=before, limit=BATCH, offset=skipped, load_input=False, load_output=False
    ):
        old = [run.workflow_id for run in runs if run.workflow_id not in kept]
        tools.durable.client.delete_workflows(old)
        deleted += len(old)
        skipped += len(runs) - len(old)
    log.info("old runs deleted", runs=deleted)
    return deleted


@step
def delete_old_rows() -> None:
    """Delete old changes, idempotency keys, ended sign-ins and links, and attempts and pauses of runs that are gone.

    Answers of models that were kept for runs whose worker died go, too; what they cost stays.
    """
    with _tools[0].database.transaction() as session:
        session.execute(delete(LiveEvent).where(LiveEvent.at < now() - KEPT))
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT))
        session.execute(delete(SignIn).where(SignIn.expires_at < now()))
        session.execute(delete(Invitation).where(Invitation.expires_at < now()))
        session.execute(delete(Batch).where(Batch.created_at < now() - timedelta(days=_tools[0].retention_days)))
        session.execute(
            delete(StepAttempt).where(text("run_id NOT IN (SELECT workflow_uuid FROM dbos.workflow_status)"))
        )
        session.execute(delete(PausedRun).where(text("run_id NOT IN (SELECT workflow_uuid FROM dbos.workflow_status)")))
        answered = update(AiCall).where(AiCall.answer.is_not(None), AiCall.created_at < now() - KEPT)
        session.execute(answered.values(answer=None))
