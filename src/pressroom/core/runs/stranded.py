"""Subjects that wait for a run which ended without a word about them.

A run and its subject are written in transactions of their own where a run is cancelled or given up, so the process
doing it may die in between.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import FromClause, func, select, text
from sqlalchemy.orm import Session

from pressroom.core.runs.engine import RUNS
from pressroom.core.runs.models import PausedRun

__all__ = ["REASON", "RUNS", "SETTLED", "SET_ASIDE", "WAITING", "mend"]

WAITING = ("ENQUEUED", "DELAYED", "PENDING")
IN_FLIGHT = text("status IN ('ENQUEUED', 'PENDING')")
"""As the engine's own index of its queues has it, for runs that are over are many: under way, or waiting without having
been delayed."""
SET_ASIDE = "CANCELLED"
"""What a run is to the engine that waits for money, and has a row saying so."""
SETTLED = timedelta(seconds=30)
"""How long a subject has not changed, so that nobody is just about to write about it."""
REASON = "Its run ended before it was done."


def mend(
    session: Session,
    subjects: FromClause,
    *,
    busy: Collection[StrEnum],
    abandon: Callable[[Session, UUID, str, str], None],
) -> int:
    """Abandon the rows that are `busy` with a run that is over; return how many.

    `subjects` has the columns `id`, `run_id`, `status` and `updated_at`; `abandon` gets the id, the run's and a reason.
    """
    found = session.execute(
        select(subjects.c.id, subjects.c.run_id)
        .join(RUNS, RUNS.c.workflow_uuid == subjects.c.run_id)
        .where(
            subjects.c.status.in_(busy),
            RUNS.c.status.not_in(WAITING),
            RUNS.c.workflow_uuid.not_in(select(PausedRun.run_id)),
            subjects.c.updated_at < func.now() - SETTLED,
        )
    ).all()
    for subject_id, run_id in found:
        abandon(session, subject_id, run_id, REASON)
    return len(found)
