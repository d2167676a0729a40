"""Runs steered by hand."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pressroom.core.runs import batches
from pressroom.core.runs.followed import check_is_newest
from pressroom.core.runs.models import PausedRun
from pressroom.core.runs.queries import Run, run
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
    _stop(durable, run_id)
    subjects[found.subject_kind].abandon(session, UUID(found.subject_id), run_id, "Its run was cancelled.")


def _has_failed_parts(session: Session, workspace_id: UUID, of: Run) -> bool:
    """Tell whether a run that waited for several is over, and some of them failed."""
    if of.subject_kind != batches.KIND or not of.is_over:
        return False
    return bool(batches.failed_subjects(session, batches.batch(session, workspace_id, UUID(of.subject_id))))


def _stop(durable: Durable, run_id: str) -> None:
    """Cancel a run for good, though it be setting itself aside, or be taken up, at this very moment.

    A run stops setting itself aside once it is cancelled; what it wrote before that is found afterwards.
    """
    _forget_pause(durable, run_id)
    durable.client.cancel_workflow(run_id)
    if _forget_pause(durable, run_id):
        durable.client.cancel_workflow(run_id)


def _forget_pause(durable: Durable, run_id: str) -> bool:
    """Let nobody take a run up from here on; tell whether somebody had."""
    with Session(durable.engine) as own, own.begin():  # at once, as the engine cancels at once
        paused = delete(PausedRun).where(PausedRun.run_id == run_id).returning(PausedRun.resumed_at)
        return own.scalar(paused) is not None


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

    Raises NotFound, or Conflict when the run did not fail, a newer one has followed it, or its subject is being worked
    on.
    """
    found = run(durable, workspace_id, run_id, asker=asker)
    if found.status not in {"failed", "cancelled"} and not _has_failed_parts(session, workspace_id, found):
        raise Conflict("Only a failed or cancelled run can be tried again.", code="not_failed")
    subject_id = UUID(found.subject_id)
    check_is_newest(session, (found.subject_kind, subject_id), run_id)
    return subjects[found.subject_kind].again(session, workspace_id, subject_id)
