"""Several of a kind worked on at once: a run for each, and one that waits for all and keeps what became of each."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from pressroom.core.runs.models import Batch, BatchEntry
from pressroom.kernel.durable import ROUNDS, Durable
from pressroom.kernel.errors import NotFound, Rejected

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


def entry_for(session: Session, subject_id: UUID, start: Callable[[], str]) -> Entry:
    """Start the run of one of several; one that does not allow it stops none of the others."""
    try:
        with session.begin_nested():
            return Entry(subject_id, start())
    except Rejected as refusal:
        return Entry(subject_id, None, str(refusal))


def begin_batch(
    session: Session, durable: Durable, workspace_id: UUID, *, kind: str, entries: Sequence[Entry]
) -> Batch:
    """Start the run that waits for several, each started in this same transaction."""
    batch = Batch(workspace_id=workspace_id, kind=kind)
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
    found = session.scalar(select(Batch).where(Batch.id == batch_id, Batch.workspace_id == workspace_id))
    if found is None:
        raise NotFound("There is no such batch here.")
    return found


def failed_subjects(session: Session, of: Batch) -> Sequence[UUID]:
    """Return those of a batch that failed, or got no run."""
    rows = session.execute(_OUTCOMES, {"batch": of.id}).all()
    return [row.subject_id for row in rows if row.status != "SUCCESS" and row.status not in OPEN]


def open_entries(session: Session, batch_id: UUID) -> Counter[str | None]:
    """Return how many of a batch are still being worked on, by the reason they wait for; None where they do not."""
    rows = session.execute(_OUTCOMES, {"batch": batch_id})
    return Counter(row.reason if row.status == PAUSED else None for row in rows if row.status in OPEN)


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
        "succeeded": succeeded,
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


def mend(_session: Session) -> int:
    """Do nothing: nothing waits for a batch."""
    return 0
