"""Runs and their steps, as people see them. Every query takes the workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.runs.models import PausedRun, StepAttempt
from pressroom.core.runs.stranded import SET_ASIDE
from pressroom.kernel.durable import Durable, StepInfo, WorkflowStatus, plain
from pressroom.kernel.errors import NotFound

STATUSES = {
    "queued": ["ENQUEUED", "DELAYED"],
    "running": ["PENDING"],
    "succeeded": ["SUCCESS"],
    "failed": ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
    "cancelled": ["CANCELLED"],
    "paused": ["CANCELLED"],
}
"""By what we call it. A run that is paused is cancelled to the engine, and has a row that says it is to go on."""
NAMES = {theirs: ours for ours, several in STATUSES.items() if ours != "paused" for theirs in several}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a workflow. `status` is one of queued, running, paused, succeeded, failed, cancelled."""

    id: str
    workflow: str
    status: str
    subject_kind: str
    subject_id: str
    user_id: str | None
    """Whose it is, where it is one person's alone; everyone else in the workspace does not see it."""
    queue: str | None
    attempts: int
    worker: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    input: Any
    output: Any
    error: str | None
    paused_reason: str | None = None
    """What it waits for without a worker, where it is paused; it goes on by itself."""
    parent: str | None = None
    """The run that started it."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.status in {"succeeded", "failed", "cancelled"}

    @property
    def seconds(self) -> float | None:
        """How long it took from its start to its end, the wait in the queue left out."""
        if self.started_at is None or self.completed_at is None:
            return None
        return (self.completed_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A failed try of a step."""

    number: int
    error: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One recorded beat of a run, with the tries that failed before."""

    number: int
    name: str
    started_at: datetime | None
    completed_at: datetime | None
    output: Any
    error: str | None
    attempts: Sequence[Attempt]

    @property
    def seconds(self) -> float | None:
        """How long it took, tries included."""
        if self.started_at is None or self.completed_at is None:
            return None
        return (self.completed_at - self.started_at).total_seconds()


def run(durable: Durable, workspace_id: UUID, run_id: str, *, asker: UUID | None = None) -> Run:
    """Return one run with input and output; raises NotFound when there is none with that id for the asker.

    Without an asker (the installation itself asks), nobody's runs are hidden.
    """
    found = durable.client.list_workflows(workflow_ids=[run_id], attributes={"workspace_id": str(workspace_id)})
    if not found or not _may_see(asker, one := _run(found[0], _paused(durable, found))):
        raise NotFound("There is no such run here; finished runs are kept for a limited time.")
    return one


def paused_count(session: Session, workspace_id: UUID, *, kind: str | None = None) -> int:
    """Return how many of a workspace's runs wait for a budget; with a kind, those about subjects of that kind."""
    waiting = select(func.count()).where(PausedRun.workspace_id == workspace_id, PausedRun.resumed_at.is_(None))
    if kind:
        waiting = waiting.where(PausedRun.subject_kind == kind)
    return session.scalar(waiting) or 0


def steps(
    session: Session, durable: Durable, workspace_id: UUID, run_id: str, *, asker: UUID | None = None
) -> Sequence[Step]:
    """Return a run's beats so far, in order; raises NotFound as `run` does."""
    run(durable, workspace_id, run_id, asker=asker)
    failed: dict[int, list[Attempt]] = {}
    for row in session.scalars(
        select(StepAttempt).where(StepAttempt.run_id == run_id).order_by(StepAttempt.step_id, StepAttempt.attempt)
    ):
        failed.setdefault(row.step_id, []).append(Attempt(number=row.attempt, error=row.error, at=row.at))
    return [_step(one, failed) for one in durable.client.list_workflow_steps(run_id)]


def name_of(status: str) -> str:
    """Return what we call a status of the engine, for a run that is not paused."""
    return NAMES[status]


def instant(milliseconds: int) -> datetime:
    """Return the moment that the engine writes as milliseconds."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _may_see(asker: UUID | None, one: Run) -> bool:
    return asker is None or one.user_id in {None, str(asker)}


def _paused(durable: Durable, found: Sequence[WorkflowStatus]) -> Mapping[str, str]:
    """Return why runs are paused, by run, for those that are."""
    stopped = [one.workflow_id for one in found if one.status == SET_ASIDE]
    if not stopped:
        return {}
    with Session(durable.engine) as session:
        rows = session.execute(select(PausedRun.run_id, PausedRun.reason).where(PausedRun.run_id.in_(stopped)))
        return {row.run_id: row.reason for row in rows}


def _run(one: WorkflowStatus, paused: Mapping[str, str]) -> Run:
    attributes, reason = one.attributes or {}, paused.get(one.workflow_id)
    return Run(
        id=one.workflow_id,
        workflow=one.name,
        status="paused" if reason else name_of(one.status),
        subject_kind=attributes.get("subject_kind", ""),
        subject_id=attributes.get("subject_id", ""),
        user_id=attributes.get("user_id"),
        queue=one.queue_name,
        attempts=(one.recovery_attempts or 0) + int(attributes.get("takeovers", 0)),
        worker=one.executor_id,
        created_at=instant(one.created_at or 0),
        started_at=_moment(one.dequeued_at),
        completed_at=None if reason else _moment(one.completed_at),
        input=plain(list(one.input["args"])) if one.input else None,
        output=plain(one.output),
        error=_reason(one.error),
        paused_reason=reason,
        parent=attributes.get("parent"),
    )


def _step(one: StepInfo, failed: dict[int, list[Attempt]]) -> Step:
    return Step(
        number=one["function_id"],
        name=one["function_name"],
        started_at=_moment(one["started_at_epoch_ms"]),
        completed_at=_moment(one["completed_at_epoch_ms"]),
        output=plain(one["output"]),
        error=_reason(one["error"]),
        attempts=failed.get(one["function_id"], []),
    )


def _reason(error: object) -> str | None:
    return None if error is None else str(error)


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else instant(milliseconds)
