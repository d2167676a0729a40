"""What crosses the API about runs."""

from typing import Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from pressroom.core.runs.filters import Filters
from pressroom.core.runs.listing import MOST
from pressroom.core.runs.logs import Lines
from pressroom.core.runs.queries import Run, Step
from pressroom.core.runs.several import MOST_NAMED, Begun
from pressroom.core.spending.queries import Cost
from pressroom.core.spending.schemas import CostOut
from pressroom.kernel.clock import Instant
from pressroom.kernel.errors import Invalid


class RunsWanted(BaseModel):
    """What runs are narrowed to: all that is given has to hold."""

    status: str | None = Field(None, max_length=20)
    workflow: str | None = Field(None, max_length=100)
    queue: str | None = Field(None, max_length=100)
    subject_kind: str | None = Field(None, max_length=40)
    subject_id: UUID | None = None
    user_id: UUID | None = Field(None, description="Who asked for them.")
    error: str | None = Field(None, max_length=200, description="What their error says somewhere, in any case.")
    parent_id: str | None = Field(None, max_length=200, description="The run that started them.")
    since: AwareDatetime | None = Field(None, description="Accepted then or later.")
    until: AwareDatetime | None = Field(None, description="Accepted before then.")

    @property
    def filters(self) -> Filters:
        """As the list takes it; raises Invalid for a status that does not exist, or half a subject."""
        if (self.subject_kind is None) != (self.subject_id is None):
            raise Invalid("A subject has both a kind and an id.", code="subject")
        return Filters(
            status=self.status or None,
            workflow=self.workflow or None,
            queue=self.queue or None,
            subject=(self.subject_kind, self.subject_id) if self.subject_kind and self.subject_id else None,
            user=self.user_id,
            text=(self.error or "").strip() or None,
            parent=self.parent_id or None,
            since=self.since,
            until=self.until,
        ).checked()


class RunsPage(RunsWanted):
    """A page of a list of runs."""

    limit: int = Field(50, ge=1, le=MOST)
    cursor: str | None = Field(None, max_length=400)


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
    waits_for: str | None = Field(default=None, description="Why nobody takes it, where a person has to do something.")
    cost: CostOut | None = Field(default=None, description="What models cost in it; null where it asked none.")

    @classmethod
    def of(cls, run: Run, cost: Cost | None = None, *, waits_for: str | None = None) -> Self:
        """Return a run as the API shows it."""
        values = {name: getattr(run, name) for name in cls.model_fields if name not in {"cost", "waits_for"}}
        return cls(**values, cost=CostOut.of(cost) if cost else None, waits_for=waits_for)


class RunList(BaseModel):
    """A page of runs, newest first.

    Where what is asked for is rare it may have fewer than the limit, or none, and go on with `next_cursor`
    nevertheless: `looked_back_to` says how far it has looked.
    """

    items: list[RunOut]
    next_cursor: str | None
    looked_back_to: Instant | None = None


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


class RunRewound(BaseModel):
    """From which step a run is to go on: its `number`; all that came from there on is done again."""

    step: int = Field(ge=1)


class SeveralRuns(BaseModel):
    """Which runs are meant: those with these ids, else all that `filters` finds; one of the two has to be given."""

    run_ids: list[str] | None = Field(None, min_length=1, max_length=MOST_NAMED)
    filters: RunsWanted | None = None

    @property
    def wanted(self) -> Filters:
        """As a list takes it; raises Invalid where both are given, or neither."""
        if (self.run_ids is None) == (self.filters is None):
            raise Invalid("Say which runs: either by `run_ids`, or by `filters`.", code="which")
        return self.filters.filters if self.filters else Filters(ids=tuple(self.run_ids or ()))


class RunCount(BaseModel):
    """How many runs a change would concern; where there are more than are changed at once, `is_all` is false."""

    total: int
    is_all: bool


class SeveralBegun(BaseModel):
    """A change of many runs: cancelling the run `run_id` before `begins_at` undoes it."""

    run_id: str
    total: int
    is_all: bool
    begins_at: Instant

    @classmethod
    def of(cls, begun: Begun) -> Self:
        """Return a change as the API shows it."""
        return cls(run_id=begun.run_id, total=begun.total, is_all=begun.is_all, begins_at=begun.begins_at)


class LineOut(BaseModel):
    """A line that a run logged."""

    at: Instant
    level: str
    message: str
    facts: dict[str, Any]


class LineList(BaseModel):
    """Lines of a run, oldest first."""

    items: list[LineOut]
    next_cursor: str | None

    @classmethod
    def of(cls, found: Lines) -> Self:
        """Return lines as the API shows them."""
        items = [LineOut(at=one.at, level=one.level, message=one.message, facts=dict(one.facts)) for one in found.lines]
        return cls(items=items, next_cursor=found.next_cursor)
