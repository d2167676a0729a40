"""Figures of the whole installation's runs, as those who watch it collect them; each is read from an index."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text, union_all
from sqlalchemy.orm import Session

from pressroom.core.runs.engine import QUEUED_AT, RUNS
from pressroom.core.runs.stranded import IN_FLIGHT

DELAYED = text("status = 'DELAYED'")
_ENDED = text(
    """
    SELECT name, status, count(*), sum(completed_at - coalesce(started_at_epoch_ms, created_at)) / 1000.0
    FROM dbos.workflow_status WHERE completed_at >= :since AND completed_at < :until GROUP BY 1, 2
    """
)
_STEPS = text(
    """
    SELECT function_name, error IS NOT NULL, count(*), sum(completed_at_epoch_ms - started_at_epoch_ms) / 1000.0
    FROM dbos.operation_outputs WHERE completed_at_epoch_ms >= :since AND completed_at_epoch_ms < :until GROUP BY 1, 2
    """
)
_WORKERS = text("SELECT count(*) FILTER (WHERE draining_since IS NOT NULL) FROM workers")
STATUSES = {
    "ENQUEUED": "queued",
    "DELAYED": "delayed",
    "PENDING": "running",
    "SUCCESS": "succeeded",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
}
"""The engine's words for how a run is, and ours."""


@dataclass(frozen=True, slots=True)
class InFlight:
    """Runs of a queue that wait, or go on; `oldest_at` in seconds since 1970."""

    queue: str
    status: str
    number: int
    oldest_at: float


@dataclass(frozen=True, slots=True)
class Ended:
    """Runs of a workflow, or beats of one name, that ended within some time, and the seconds they took together."""

    name: str
    outcome: str
    number: int
    seconds: float


def in_flight(session: Session) -> Sequence[InFlight]:
    """Return what waits and what goes on, by queue."""
    queue = func.coalesce(RUNS.c.queue_name, "")
    counted = [
        select(queue, RUNS.c.status, func.count(), func.min(since) / 1000.0).where(which).group_by(queue, RUNS.c.status)
        for which, since in ((IN_FLIGHT, QUEUED_AT), (DELAYED, RUNS.c.created_at))
    ]
    rows = session.execute(union_all(*counted)).all()
    return [InFlight(queue, _word(status), number, float(oldest)) for queue, status, number, oldest in rows]


def runs_ended(session: Session, *, since: int, until: int) -> Sequence[Ended]:
    """Return the runs that ended from one instant to another, in milliseconds since 1970."""
    rows = session.execute(_ENDED, {"since": since, "until": until}).all()
    return [Ended(name, _word(status), number, _seconds(took)) for name, status, number, took in rows]


def steps_ended(session: Session, *, since: int, until: int) -> Sequence[Ended]:
    """Return the beats outside that ended from one instant to another, in milliseconds since 1970."""
    rows = session.execute(_STEPS, {"since": since, "until": until}).all()
    return [
        Ended(name, "failed" if failed else "succeeded", number, _seconds(took)) for name, failed, number, took in rows
    ]


def draining_workers(session: Session) -> int:
    """Return how many workers take no new runs."""
    return session.scalar(_WORKERS) or 0


def _word(status: str) -> str:
    return STATUSES.get(status, status.lower())


def _seconds(took: object) -> float:
    return max(0.0, float(str(took or 0)))
