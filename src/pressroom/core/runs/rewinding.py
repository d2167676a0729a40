"""A run wound back: it forgets what it did from one of its steps on, and does that again under the same id."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import String, cast, delete, select, update
from sqlalchemy.orm import Session

from pressroom.core.metadata.models import Revision
from pressroom.core.runs.engine import RUNS
from pressroom.core.runs.models import StepAttempt
from pressroom.core.runs.queries import run, steps
from pressroom.core.spending.models import AiCall
from pressroom.kernel.app import Reopening, SubjectActions
from pressroom.kernel.durable import WORK, Durable
from pressroom.kernel.errors import Conflict, Invalid, NotFound

FIRST = 1
"""The number of the engine's first step."""
INSTEAD = {
    "publish_pin": "A pin is not sent twice by one run. Publish it again from its own page.",
    "withdraw_pin": "What was withdrawn is not withdrawn twice. Use the pin's own page.",
    "generate_picture": "A generation is paid for once. Retry it: that starts it anew.",
    "sync_folder": "A folder is looked through anew instead: sync it again.",
    "retry_files": "A folder is looked through anew instead: sync it again.",
    "scrape_blog": "A blog is looked through anew instead: fetch its articles again.",
    "fetch_articles": "A blog is looked through anew instead: fetch its articles again.",
}
"""Workflows whose runs are not wound back, and what to do in place of it."""


def rewind_run(
    session: Session,
    durable: Durable,
    subjects: Mapping[str, SubjectActions],
    workspace_id: UUID,
    run_id: str,
    *,
    step: int,
    asker: UUID | None = None,
) -> None:
    """Have a run that is over go on from a step, once the session commits; its subject waits for it until then.

    Models are asked again, and what that costs is counted. Raises NotFound, Invalid for a step it does not have, or
    Conflict where it is not over, where its subject is gone or has a newer run, or where it may not do a thing twice.
    """
    found = run(durable, workspace_id, run_id, asker=asker)
    if not found.is_over:
        raise Conflict(f"This run is still {found.status}. Cancel it first, or wait until it is over.", code="not_over")
    if found.workflow in INSTEAD:
        raise Conflict(INSTEAD[found.workflow], code="not_wound")
    recorded = steps(session, durable, workspace_id, run_id, asker=asker)
    if step != FIRST and step not in {one.number for one in recorded}:
        raise Invalid(f"This run has no step {step}.", code="step")
    kept = [one.name for one in recorded if one.number < step]
    try:
        subjects[found.subject_kind].reopen(
            session, workspace_id, UUID(found.subject_id), Reopening(run_id, found.workflow, kept)
        )
    except NotFound as gone:
        raise Conflict("What this run was about is gone, so it cannot be done again.", code="gone") from gone
    _forget(session, run_id, step)
    partition = session.scalar(select(RUNS.c.queue_partition_key).where(RUNS.c.workflow_uuid == run_id))
    durable.rewind_once_committed(session, run_id, step, queue=found.queue or WORK, partition=partition)


def _forget(session: Session, run_id: str, step: int) -> None:
    """Let nothing be found that would keep a step from doing its work again; what was paid and said stays on record."""
    session.execute(delete(StepAttempt).where(StepAttempt.run_id == run_id, StepAttempt.step_id >= step))
    session.execute(update(Revision).where(Revision.run_id == run_id).values(run_id=None))
    before = update(AiCall).where(AiCall.run_id == run_id, AiCall.answer.is_not(None))
    session.execute(
        before.values(answer=None, purpose=AiCall.purpose + ", before it was wound back " + cast(AiCall.id, String))
    )
