"""What crosses the API about the press floor."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, Field

from pressroom.core.floor.catalogue import Catalogue, Story
from pressroom.core.floor.models import Missed
from pressroom.core.floor.queries import Begun, LivingWorker, Queue, Schedule
from pressroom.core.floor.statistics import Fared
from pressroom.kernel.clock import Instant


class FaredOut(BaseModel):
    """How a workflow fared in the last 24 hours; seconds are those of runs that succeeded."""

    runs: int
    failed: int
    failure_rate: float | None = Field(description="Of those that ended, from 0 to 1; null where none did.")
    p50_seconds: float | None
    p95_seconds: float | None
    hours: list[int] = Field(description="Runs accepted in each hour, the last one last.")


class WorkflowOut(BaseModel):
    """A workflow: what starts it, and how it has fared."""

    name: str
    title: str
    about: str
    queue: str
    retries: str
    events: list[str] = Field(description="Names of events that start it.")
    schedule: str | None = Field(description="The cron (UTC) it comes with; `/api/schedules` has that it has now.")
    can_start: bool
    input: dict[str, Any] | None = Field(description="The JSON schema of its input, where it can be started by hand.")
    source: str | None = Field(description="The file in the plug-ins folder of one that is your own.")
    last_day: FaredOut

    @classmethod
    def of(cls, story: Story, fared: Fared | None) -> Self:
        """Return a workflow as the API shows it."""
        told = fared or Fared()
        schema = story.schema()
        return cls(
            name=story.name,
            title=story.title,
            about=story.about,
            queue=story.queue,
            retries=story.retries,
            events=list(story.events),
            schedule=story.schedule,
            can_start=story.can_start,
            input=dict(schema) if schema else None,
            source=story.source,
            last_day=FaredOut(
                runs=told.runs,
                failed=told.failed,
                failure_rate=told.failure_rate,
                p50_seconds=told.p50_seconds,
                p95_seconds=told.p95_seconds,
                hours=list(told.hours),
            ),
        )


class TroubleOut(BaseModel):
    """A file in the plug-ins folder that was left out, and why."""

    file: str
    reason: str


class WorkflowList(BaseModel):
    """Every workflow, and the files of your own that were left out."""

    items: list[WorkflowOut]
    left_out: list[TroubleOut]
    next_cursor: None = None

    @classmethod
    def of(cls, catalogue: Catalogue, told: Mapping[str, Fared]) -> Self:
        """Return the workflows as the API shows them, by how each fared."""
        left_out = [TroubleOut(file=one.file, reason=one.reason) for one in catalogue.troubles]
        return cls(items=[WorkflowOut.of(one, told.get(one.name)) for one in catalogue], left_out=left_out)


class StartedRun(BaseModel):
    """The run that was started."""

    run_id: str


class PartitionOut(BaseModel):
    """What is under way, and what waits, of one partition of a queue."""

    key: str
    running: int
    waiting: int


class QueueOut(BaseModel):
    """A queue with what it holds, of all workspaces."""

    name: str
    about: str
    at_once: int = Field(description="Runs that each worker carries at once, unless it is paused.")
    of_partition: int | None = Field(description="Runs of one partition that all workers together carry at once.")
    partition_of: str | None = Field(description="What a partition is: user, site, account.")
    at_once_default: int
    of_partition_default: int | None
    paused_at: Instant | None
    depth: int = Field(description="Runs that wait.")
    running: int
    oldest_at: Instant | None = Field(description="Since when the run waits that waits longest.")
    partitions: list[PartitionOut] = Field(description="The fullest 50.")

    @classmethod
    def of(cls, one: Queue) -> Self:
        """Return a queue as the API shows it."""
        return cls(
            name=one.kind.name,
            about=one.kind.about,
            at_once=one.limits.at_once,
            of_partition=one.limits.of_partition,
            partition_of=one.kind.partition_of or None,
            at_once_default=one.kind.at_once,
            of_partition_default=one.kind.of_partition,
            paused_at=one.paused_at,
            depth=one.depth,
            running=one.running,
            oldest_at=one.oldest_at,
            partitions=[
                PartitionOut(key=each.key, running=each.running, waiting=each.waiting) for each in one.partitions
            ],
        )


class QueueList(BaseModel):
    """Every queue."""

    items: list[QueueOut]
    next_cursor: None = None


class QueueChange(BaseModel):
    """Limits to be changed; null takes one back to how it comes, and what is left out stays."""

    at_once: int | None = Field(default=None, description="Runs that each worker carries at once.")
    of_partition: int | None = Field(default=None, description="Runs of one partition at once, over all workers.")

    def changes(self) -> Mapping[str, int | None]:
        """Return what was given."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class CarriedOut(BaseModel):
    """A run that a worker carries."""

    id: str
    workflow: str
    queue: str | None
    started_at: Instant | None


class WorkerOut(BaseModel):
    """A worker that is alive."""

    id: str
    host: str
    pid: int
    version: str
    started_at: Instant
    draining_since: Instant | None = Field(description="Since when it takes no new runs; it leaves once it has none.")
    runs: list[CarriedOut]

    @classmethod
    def of(cls, one: LivingWorker) -> Self:
        """Return a worker as the API shows it."""
        worker = one.worker
        return cls(
            id=worker.executor_id,
            host=worker.host,
            pid=worker.pid,
            version=worker.version,
            started_at=worker.started_at,
            draining_since=worker.draining_since,
            runs=[
                CarriedOut(id=run.id, workflow=run.workflow, queue=run.queue, started_at=run.started_at)
                for run in one.runs
            ],
        )


class WorkerList(BaseModel):
    """The workers that are alive."""

    items: list[WorkerOut]
    next_cursor: None = None


class ScheduleOut(BaseModel):
    """When a workflow begins by itself."""

    name: str
    about: str
    cron: str = Field(description="Five fields, in UTC.")
    default_cron: str
    missed: Missed = Field(description="What becomes of times at which no worker was there, or that were paused.")
    paused_at: Instant | None
    last_at: Instant | None = Field(description="The time it began something last.")
    next_at: Instant | None

    @classmethod
    def of(cls, one: Schedule) -> Self:
        """Return a schedule as the API shows it."""
        return cls(
            name=one.story.name,
            about=one.story.about,
            cron=one.cron,
            default_cron=one.default_cron,
            missed=one.missed,
            paused_at=one.paused_at,
            last_at=one.last_at,
            next_at=one.next_at,
        )


class ScheduleList(BaseModel):
    """Every schedule."""

    items: list[ScheduleOut]
    next_cursor: None = None


class ScheduleChange(BaseModel):
    """What is to be changed about a schedule; what is left out stays."""

    cron: str | None = Field(
        default=None, max_length=200, description="Five fields, in UTC; empty: that it comes with."
    )
    missed: Missed | None = None


class BegunOut(BaseModel):
    """A run that a schedule began."""

    id: str
    status: str
    created_at: Instant
    seconds: float | None
    error: str | None

    @classmethod
    def of(cls, one: Begun) -> Self:
        """Return a run as the API shows it."""
        return cls(id=one.id, status=one.status, created_at=one.created_at, seconds=one.seconds, error=one.error)


class BegunList(BaseModel):
    """The newest runs that a schedule began."""

    items: list[BegunOut]
    next_cursor: None = None
