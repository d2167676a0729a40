"""What models cost in a run: its own calls, and for a batch those of its runs."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.runs.batches import KIND as BATCH
from pressroom.core.runs.models import BatchEntry
from pressroom.core.runs.queries import Run
from pressroom.core.spending.queries import Cost, costs_of_runs


def cost_of(session: Session, run: Run) -> Cost | None:
    """Return what a run cost so far; None where it asked no model."""
    return costs_of(session, [run]).get(run.id)


def costs_of(session: Session, runs: Sequence[Run]) -> Mapping[str, Cost]:
    """Return what runs cost so far, by run; those that asked no model are left out."""
    within = {run.id: [run.id, *_entries(session, run)] for run in runs}
    each = costs_of_runs(session, {one for several in within.values() for one in several})
    costs = {run_id: [each[one] for one in several if one in each] for run_id, several in within.items()}
    return {run_id: sum(several, start=Cost()) for run_id, several in costs.items() if several}


def _entries(session: Session, run: Run) -> Sequence[str]:
    if run.subject_kind != BATCH:
        return ()
    entries = select(BatchEntry.run_id).where(BatchEntry.batch_id == UUID(run.subject_id))
    return [one for one in session.scalars(entries) if one]
