"""Runs that wait for money: they set themselves aside, without a worker's place, and are taken up when there is room.

To the engine a run set aside is cancelled, so no worker holds it; a row of `paused_runs` says that it is to go on, and
on which queue. Whether it may is looked at every few seconds, so a raised budget and a new month need no message.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ParamSpec, TypeVar
from uuid import UUID

from dbos import DBOS
from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from pressroom.core.runs.batches import KIND as BATCH
from pressroom.core.runs.engine import RUNS
from pressroom.core.runs.models import BatchEntry, PausedRun
from pressroom.core.runs.stranded import SET_ASIDE
from pressroom.core.spending.queries import has_room
from pressroom.core.spending.rules import BUDGET
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import WORK, Durable, Failure, step
from pressroom.kernel.toolbox import Toolbox

P = ParamSpec("P")
R = TypeVar("R")

MOST_AT_ONCE = 500
"""How many runs of a workspace go on at a time; those they leave follow a few seconds later."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


def affordable(beat: Callable[P, R | Failure], *args: P.args, **kwargs: P.kwargs) -> R | Failure:
    """Tell a beat that asks a model, and tell it anew once there is money where the month's budget is used up.

    To be called by a story, for a beat that answers with the failure of `ask_once`.
    """
    while True:
        match beat(*args, **kwargs):
            case Failure(code=code) as failure if code == BUDGET:
                step_aside(failure.reason)
            case answer:
                return answer


@step
def step_aside(reason: str) -> None:
    """Set this run aside; it comes back to here when it is taken up, and goes on.

    While it steps aside nothing can be recorded of it, so this is told again then: what is in the row tells the two
    apart. A crash anywhere in between leaves a run that is taken over or taken up, and looks again.
    """
    status = DBOS.get_workflow_status(DBOS.workflow_id or "")
    if status is None or not status.attributes:
        raise LookupError("Only a run that was accepted for a subject can step aside.")
    with _toolbox().database.transaction() as session:
        if _is_cancelled(session, status.workflow_id):
            return
        row = session.get(PausedRun, status.workflow_id, with_for_update=True)
        if row and row.resumed_at:
            session.delete(row)
            return
        _keep(session, status.workflow_id, status.attributes, status.queue_name or WORK, reason)
    DBOS.cancel_workflow(status.workflow_id)


def take_up(database: Database, durable: Durable) -> int:
    """Have the runs go on that wait for money where there is some again; return how many."""
    with database.transaction() as session:
        workspaces = [
            one for one in session.scalars(select(PausedRun.workspace_id).distinct()) if has_room(session, one)
        ]
    taken = sum(_take_up(database, durable, PausedRun.workspace_id == one) for one in workspaces)
    return taken + _take_up(database, durable, _waits_for_nothing())


def _take_up(database: Database, durable: Durable, which: ColumnElement[bool]) -> int:
    """Put runs back on their queues, each locked meanwhile, so that nobody takes it up twice, or cancels it."""
    with database.transaction() as session:
        rows = session.scalars(
            select(PausedRun)
            .join(RUNS, RUNS.c.workflow_uuid == PausedRun.run_id)
            .where(RUNS.c.status == SET_ASIDE, which)
            .order_by(PausedRun.queue, PausedRun.paused_at)
            .limit(MOST_AT_ONCE)
            .with_for_update(of=PausedRun, skip_locked=True)
        ).all()
        for queue, runs in groupby(rows, key=lambda row: row.queue):
            durable.client.resume_workflows([row.run_id for row in runs], queue_name=queue)
        for row in rows:
            row.resumed_at = now()
    return len(rows)


def _waits_for_nothing() -> ColumnElement[bool]:
    """Tell whether a batch was set aside of which nothing is set aside any more."""
    one, run = aliased(PausedRun), RUNS.alias()
    waiting = (
        exists()
        .where(
            BatchEntry.batch_id == PausedRun.subject_id,
            one.run_id == BatchEntry.run_id,
            run.c.workflow_uuid == one.run_id,
            run.c.status == SET_ASIDE,
        )
        .correlate(PausedRun)
    )
    return and_(PausedRun.subject_kind == BATCH, ~waiting)


def _is_cancelled(session: Session, run_id: str) -> bool:
    """Tell whether somebody cancelled a run; if not, nobody will until the transaction ends."""
    found = select(RUNS.c.status).where(RUNS.c.workflow_uuid == run_id).with_for_update()
    return session.scalar(found) == SET_ASIDE


def _keep(session: Session, run_id: str, attributes: Mapping[str, str], queue: str, reason: str) -> None:
    row = {
        "workspace_id": UUID(attributes["workspace_id"]),
        "subject_kind": attributes["subject_kind"],
        "subject_id": UUID(attributes["subject_id"]),
        "queue": queue,
        "reason": reason,
        "paused_at": now(),
        "resumed_at": None,
    }
    statement = insert(PausedRun).values(run_id=run_id, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["run_id"], set_=row))
