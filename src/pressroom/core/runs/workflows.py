"""Runs about runs: the nightly round lets go what is over, and a batch waits for its own."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dbos import DBOS
from sqlalchemy import delete, select, update

from pressroom.core.accounts.models import Invitation, SignIn
from pressroom.core.runs import batches, logs, several
from pressroom.core.runs.engine import is_gone
from pressroom.core.runs.models import Batch, IdempotencyKey, PausedRun, StepAttempt
from pressroom.core.runs.pausing import affordable
from pressroom.core.spending.models import AiCall
from pressroom.core.spending.rules import BUDGET
from pressroom.kernel.app import SubjectActions
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, Failure, RunFailed, step, transaction, workflow
from pressroom.kernel.live import LiveEvent
from pressroom.kernel.log import logger
from pressroom.kernel.toolbox import Toolbox

log = logger(__name__)

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
    subjects: Mapping[str, SubjectActions] = field(default_factory=dict)


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind

finish_batch = transaction(batches.finish_batch)


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


@workflow(when_broken=lambda _change_id, _reason: None)
def cancel_runs(_change_id: str, workspace_id: str, asked: str, asker: str | None) -> dict[str, Any]:
    """Cancel every run that is meant, some at a time."""
    return change_all(several.Change.CANCEL, workspace_id, asked, asker)


@workflow(when_broken=lambda _change_id, _reason: None)
def retry_runs(_change_id: str, workspace_id: str, asked: str, asker: str | None) -> dict[str, Any]:
    """Start what every run that is meant was about again, some at a time."""
    return change_all(several.Change.RETRY, workspace_id, asked, asker)


def change_all(change: str, workspace_id: str, asked: str, asker: str | None) -> dict[str, Any]:
    """Change wave after wave, and return what became of all."""
    waves: list[dict[str, Any]] = []
    while not waves or waves[-1]["after"]:
        match change_wave(change, workspace_id, asked, asker, waves[-1]["after"] if waves else None):
            case Failure() as failure:
                raise RunFailed(failure.reason)
            case wave:
                waves.append(wave)
    return several.told(waves)


@step
def change_wave(change: str, workspace_id: str, asked: str, asker: str | None, after: str | None) -> dict[str, Any]:
    """Change the next runs, each by itself."""
    tools = _toolbox()
    wave = several.change_wave(
        tools.database,
        tools.durable,
        tools.subjects,
        UUID(workspace_id),
        change=several.Change(change),
        asked=asked,
        asker=UUID(asker) if asker else None,
        after=after,
    )
    return asdict(wave)


@step
def await_entries(batch_id: str) -> int | Failure:
    """Wait a while for what is under way in a batch; return how many still are, or why all of these are paused."""
    began = time.monotonic()
    while True:
        with _toolbox().database.transaction() as session:
            left = batches.open_entries(session, UUID(batch_id))
        if left and None not in left:
            return Failure(str(next(iter(left))), BUDGET)
        if not left or time.monotonic() - began > WAVE_SECONDS:
            return left.total()
        time.sleep(LOOK_SECONDS)


@step
def reasons(batch_id: str) -> dict[str, str]:
    """Return why the runs of a batch failed that did, by run."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        failed = batches.failed_runs(session, UUID(batch_id))
    found = tools.durable.client.list_workflows(workflow_ids=failed, load_input=False) if failed else []
    return {one.workflow_id: str(one.error) for one in found}


@step
def delete_old_runs() -> int:
    """Delete runs that ended before the retention time; return how many."""
    tools = _toolbox()
    before = (now() - timedelta(days=tools.retention_days)).isoformat()
    deleted = 0
    with tools.database.transaction() as session:
        kept = set(session.scalars(select(PausedRun.run_id))) | batches.awaited_runs(session)
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
    with _toolbox().database.transaction() as session:
        session.execute(delete(LiveEvent).where(LiveEvent.at < now() - KEPT))
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT))
        session.execute(delete(SignIn).where(SignIn.expires_at < now()))
        session.execute(delete(Invitation).where(Invitation.expires_at < now()))
        old = Batch.created_at < now() - timedelta(days=_toolbox().retention_days)
        session.execute(delete(Batch).where(old, ~batches.is_awaited()))
        session.execute(delete(StepAttempt).where(is_gone(StepAttempt.run_id)))
        logs.delete_lost(session)
        session.execute(delete(PausedRun).where(is_gone(PausedRun.run_id)))
        answered = update(AiCall).where(AiCall.answer.is_not(None), AiCall.created_at < now() - KEPT)
        session.execute(answered.values(answer=None))
