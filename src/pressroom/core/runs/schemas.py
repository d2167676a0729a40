"""What crosses the API about runs."""

from typing import Any, Self

from pydantic import BaseModel, Field

from pressroom.core.runs.queries import Run, Step
from pressroom.core.spending.queries import Cost
from pressroom.core.spending.schemas import CostOut
from pressroom.kernel.clock import Instant


class RunOut(BaseModel):
    """A run. `status` is one of queued, running, paused, succeeded, failed, cancelled.

    One that is paused waits for what `paused_reason` says, and goes on by itself.
    """

    id: str
    workflow: str
    status: str
    subject_kind: str
    subject_id: str
    queue: str | None
    attempts: int
    worker: str | None
    created_at: Instant
    started_at: Instant | None
    completed_at: Instant | None
    input: Any
    output: Any
    error: str | None
    paused_reason: str | None
    cost: CostOut | None = Field(default=None, description="What models cost in it; null where it asked none.")

    @classmethod
    def of(cls, run: Run, cost: Cost | None = None) -> Self:
        """Return a run as the API shows it."""
        values = {name: getattr(run, name) for name in cls.model_fields if name != "cost"}
        return cls(**values, cost=CostOut.of(cost) if cost else None)


class RunList(BaseModel):
    """A page of runs, newest first."""

    items: list[RunOut]
    next_cursor: str | None


class AttemptOut(BaseModel):
    """A failed try of a step."""

    number: int
    error: str
    at: Instant


class StepOut(BaseModel):
    """One recorded step of a run, with the tries that failed before."""

    number: int
    name: str
    started_at: Instant | None
    completed_at: Instant | None
    seconds: float | None
    output: Any
    error: str | None
    attempts: list[AttemptOut]

    @classmethod
    def of(cls, step: Step) -> Self:
        """Return a step as the API shows it."""
        tries = [AttemptOut(number=one.number, error=one.error, at=one.at) for one in step.attempts]
        return cls(
            number=step.number,
            name=step.name,
            started_at=step.started_at,
            completed_at=step.completed_at,
            seconds=step.seconds,
            output=step.output,
            error=step.error,
            attempts=tries,
        )


class StepList(BaseModel):
    """A run's steps, in order."""

    items: list[StepOut]
    next_cursor: None = None


class RetriedRun(BaseModel):
    """The run that was started in place of a failed one."""

    run_id: str
