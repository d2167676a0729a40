"""Runs of a worker that died, put back on their queues; one that took several workers down with it is given up.

Resuming clears the old owner's token, so a worker that only seemed dead cannot write any more.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from pressroom.kernel.app import App
from pressroom.kernel.durable import WORK, WorkflowStatus
from pressroom.kernel.log import logger

log = logger(__name__)

MOST_TAKEOVERS = 3
_DELETE_WORKER = text("DELETE FROM workers WHERE executor_id = :id")


def carried_by(app: App, executor_id: str) -> list[WorkflowStatus]:
    """Return the runs that a worker has begun and not ended."""
    return app.durable.client.list_workflows(
        executor_id=executor_id, status="PENDING", load_input=False, load_output=False
    )


def take_over(app: App, dead: str) -> None:
    """Put a dead worker's runs back on their queues, and forget it."""
    pending = carried_by(app, dead)
    log.warning("taking over from a dead worker", dead=dead, runs=len(pending))
    for run in pending:
        _resume(app, run)
    with app.database.transaction() as session:
        forget(session, dead)


def forget(session: Session, executor_id: str) -> None:
    """Strike a worker off that has left."""
    session.execute(_DELETE_WORKER, {"id": executor_id})


def _resume(app: App, run: WorkflowStatus) -> None:
    attributes = run.attributes or {}
    takeovers = int(attributes.get("takeovers", 0)) + 1
    client = app.durable.client
    if takeovers > MOST_TAKEOVERS:
        client.cancel_workflow(run.workflow_id)
        _abandon(app, run.workflow_id, attributes)
        return
    client.update_workflow_attributes(run.workflow_id, {"takeovers": takeovers}, merge=True)
    client.resume_workflow(run.workflow_id, queue_name=run.queue_name or WORK)


def _abandon(app: App, run_id: str, attributes: Mapping[str, str]) -> None:
    if "subject_kind" not in attributes:  # a scheduled round is about nothing that could be marked
        return
    reason = f"The worker died {MOST_TAKEOVERS + 1} times while working on this, so it was given up."
    with app.database.transaction() as session:
        session.execute(text("DELETE FROM paused_runs WHERE run_id = :id"), {"id": run_id})
        actions = app.subjects[attributes["subject_kind"]]
        actions.abandon(session, UUID(attributes["subject_id"]), run_id, reason)
