"""Several of a kind worked on at once: a run for each, and one that waits for all and keeps what became of each."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, text
from sqlalchemy.orm import Session

from pressroom.core.runs.engine import RUNS
from pressroom.core.runs.models import Batch, BatchEntry, PausedRun
from pressroom.core.runs.stranded import WAITING
from pressroom.kernel.app import Reopening
from pressroom.kernel.belonging import belonging
from pressroom.kernel.durable import ROUNDS, Durable
from pressroom.kernel.errors import Rejected

KIND, PAUSED = "batch", "PAUSED"
_OUTCOMES = text(
    "SELECT e.subject_id, e.refusal, w.error, e.run_id, p.reason, "
    "CASE WHEN w.status = 'CANCELLED' AND p.run_id IS NOT NULL THEN 'PAUSED' ELSE w.status END AS status "
    "FROM batch_entries e LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = e.run_id "
    "LEFT JOIN paused_runs p ON p.run_id = e.run_id WHERE e.batch_id = :batch ORDER BY e.subject_id"
)
OPEN = frozenset({"ENQUEUED", "DELAYED", "PENDING", PAUSED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several: the run that was started for it, or why none was."""

    subject_id: UUID
    run_id: str | None
    refusal: str | None = None


State = Literal["open", "paused", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Part:
    """One of a batch as it stands; `reason` says why it waits or failed."""

    subject_id: UUID
    run_id: str | None
    state: State
    reason: str | None


@dataclass(frozen=True, slots=True)
class Size:
    """How many of a kind are in a batch, and the id of one of their runs; empty where none was started."""

    kind: str
    counted_as: str
    number: int
    one_run: str


def entry_for(session: Session, subject_id: UUID, start: Callable[[], str]) -> Entry:
    """Start the run of one of several; one that does not allow it stops none of the others."""
    try:
        with session.begin_nested():
            return Entry(subject_id, start())
    except Rejected as refusal:
        return Entry(subject_id, None, str(refusal))


def begin_batch(
    session: Session,
    durable: Durable,
    workspace_id: UUID,
    *,
    kind: str,
    entries: Sequence[Entry],
    counted_as: str = "succeeded",
) -> Batch:
    """Start the run that waits for several, each started in this same transaction.

    Its output counts those that it succeeded with as `counted_as`.
    """
    batch = Batch(workspace_id=workspace_id, kind=kind, counted_as=counted_as)
    session.add(batch)
    session.flush()
    session.add_all(
        BatchEntry(batch_id=batch.id, subject_id=one.subject_id, run_id=one.run_id, refusal=one.refusal)
        for one in entries
    )
    batch.run_id = durable.enqueue(
        session,
        "await_batch",
        str(batch.id),
        run_id=f"await-batch:{batch.id}",
        workspace_id=workspace_id,
        subject=(KIND, batch.id),
        queue=ROUNDS,
    )
    return batch


def batch(session: Session, workspace_id: UUID, batch_id: UUID) -> Batch:
    """Return one batch; raises NotFound."""
    return belonging(session, Batch, workspace_id, batch_id, missing="There is no such batch here.")


def sizes(session: Session, workspace_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Size]:
    """Return how many are in batches, and of what kind; those that are not there are left out."""
    rows = session.execute(
        select(Batch.id, Batch.kind, Batch.counted_as, func.count(), func.min(BatchEntry.run_id))
        .join(BatchEntry, BatchEntry.batch_id == Batch.id)
        .where(Batch.workspace_id == workspace_id, Batch.id.in_(set(ids)))
        .group_by(Batch.id)
    )
    return {batch_id: Size(kind, goal, number, one_run or "") for batch_id, kind, goal, number, one_run in rows}


def parts(session: Session, of: Batch) -> Sequence[Part]:
    """Return each of a batch as it stands."""
    told = {one["id"]: one.get("error") for one in (of.result or {}).get("results", ())}
    return [
        Part(row.subject_id, row.run_id, _state(row.status), row.refusal or told.get(str(row.subject_id)) or row.reason)
        for row in session.execute(_OUTCOMES, {"batch": of.id})
    ]


def failed_subjects(session: Session, of: Batch) -> Sequence[UUID]:
    """Return those of a batch that failed, or got no run."""
    rows = session.execute(_OUTCOMES, {"batch": of.id}).all()
    return [row.subject_id for row in rows if row.status != "SUCCESS" and row.status not in OPEN]


def _state(status: str | None) -> State:
    if status == PAUSED:
        return "paused"
    if status in OPEN:
        return "open"
    return "done" if status == "SUCCESS" else "failed"


def open_entries(session: Session, batch_id: UUID) -> Counter[str | None]:
    """Return how many of a batch are still being worked on, by the reason they wait for; None where they do not."""
    rows = session.execute(_OUTCOMES, {"batch": batch_id})
    return Counter(row.reason if row.status == PAUSED else None for row in rows if row.status in OPEN)


def is_awaited() -> ColumnElement[bool]:
    """Tell of a batch whether its run is still to say what became of each; it may be paused for long."""
    waits = RUNS.c.status.in_(WAITING) | exists().where(PausedRun.run_id == RUNS.c.workflow_uuid)
    return exists().where(RUNS.c.workflow_uuid == Batch.run_id, waits)


def awaited_runs(session: Session) -> set[str]:
    """Return the runs whose outcome a batch has yet to say."""
    runs = select(BatchEntry.run_id).join(Batch).where(BatchEntry.run_id.is_not(None), is_awaited())
    return {one for one in session.scalars(runs) if one}


def finish_batch(session: Session, batch_id: str, reasons: dict[str, str]) -> dict[str, Any]:
    """Keep what became of each, `reasons` telling by run why those failed that did."""
    found = session.get_one(Batch, UUID(batch_id))
    results = []
    for row in session.execute(_OUTCOMES, {"batch": found.id}):
        success = row.status == "SUCCESS"
        why = row.refusal or reasons.get(row.run_id) or "Its run was cancelled."
        results.append({"id": str(row.subject_id), "success": success} | ({} if success else {"error": why}))
    succeeded = sum(one["success"] for one in results)
    found.result = {
        "total": len(results),
        found.counted_as: succeeded,
        "failed": len(results) - succeeded,
        "results": results,
    }
    return found.result


def failed_runs(session: Session, batch_id: UUID) -> list[str]:
    """Return the runs of a batch that failed."""
    rows = session.execute(_OUTCOMES, {"batch": batch_id})
    return [row.run_id for row in rows if row.run_id and row.status == "ERROR"]


def abandon(_session: Session, _batch_id: UUID, _run_id: str, _reason: str) -> None:
    """Do nothing: those of a batch go on by themselves, whether somebody waits for them or not."""


def reopen(session: Session, workspace_id: UUID, batch_id: UUID, _of: Reopening) -> None:
    """Have what became of a batch be said anew; raises NotFound."""
    batch(session, workspace_id, batch_id).result = None


def mend(_session: Session) -> int:
    """Do nothing: nothing waits for a batch."""
    return 0
