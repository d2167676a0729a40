"""Runs steered by hand."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pressroom.core.runs.models import PausedRun
from pressroom.core.runs.queries import run
from pressroom.kernel.app import SubjectActions
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import Conflict


def cancel_run(
    session: Session,
    durable: Durable,
    subjects: Mapping[str, SubjectActions],
    workspace_id: UUID,
    run_id: str,
    *,
    asker: UUID | None = None,
) -> None:
    """Stop a run before its next step and mark its subject; raises NotFound, or Conflict when it is over."""
    found = run(durable, workspace_id, run_id, asker=asker)
    if found.is_over:
        raise Conflict(f"This run has already {found.status}; there is nothing to cancel.", code="over")
    with Session(durable.engine) as own, own.begin():  # at once, as the engine cancels at once
        own.execute(delete(PausedRun).where(PausedRun.run_id == run_id))  # first: nobody takes it up from here on
        durable.client.cancel_workflow(run_id)
    subjects[found.subject_kind].abandon(session, UUID(found.subject_id), run_id, "Its run was cancelled.")


def retry_run(
    session: Session,
    durable: Durable,
    subjects: Mapping[str, SubjectActions],
    workspace_id: UUID,
    run_id: str,
    *,
    asker: UUID | None = None,
) -> str:
    """Start the subject of a failed or cancelled run again; return the new run's id.

    Raises NotFound, or Conflict when the run did not fail or its subject is being worked on.
    """
    found = run(durable, workspace_id, run_id, asker=asker)
    if found.status not in {"failed", "cancelled"}:
        raise Conflict("Only a failed or cancelled run can be tried again.", code="not_failed")
    return subjects[found.subject_kind].again(session, workspace_id, UUID(found.subject_id))
