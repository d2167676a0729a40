"""What the pages of workflows, queues, workers and schedules are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pressroom.web.views.shell import Choice, Shell, State, View


@dataclass(frozen=True, slots=True)
class SparkBar:
    """An hour of a spark line: its place and its height, in parts of 100."""

    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """How many runs each of the last 24 hours had."""

    bars: Sequence[SparkBar]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRow:
    """A workflow in the list."""

    name: str
    title: str
    about: str
    begins: Sequence[str]
    """The cron it comes with, or the events that start it."""
    source: str | None
    """The file of one that is the owner's own."""
    spark: Spark | None
    runs: int
    failed: int
    failure_rate: float | None
    p50_seconds: float | None
    p95_seconds: float | None


@dataclass(frozen=True, slots=True)
class WorkflowGroup:
    """Workflows that begin in the same way."""

    id: str
    title: str
    rows: Sequence[WorkflowRow]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of the owner's own that could not be used, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A workflow that no file has any more, and how many of its runs wait for it."""

    name: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowsPage(View):
    """`GET /runs/workflows`."""

    template: ClassVar[str] = "floor/workflows.html"
    shell: Shell
    groups: Sequence[WorkflowGroup]
    left_out: Sequence[LeftOut]
    gone: Sequence[Gone]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartField:
    """A field of a form that starts a workflow; `offers` are values to choose from, beside any other for `text`."""

    name: str
    label: str
    kind: Literal["text", "area", "check", "pick"]
    value: str
    hint: str
    is_required: bool
    offers: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowPage(View):
    """`GET /runs/workflows/{name}`."""

    template: ClassVar[str] = "floor/workflow.html"
    shell: Shell
    workflow: WorkflowRow
    queue: str
    retries: str
    schedule: str | None
    events: Sequence[str]
    fields: Sequence[StartField] | None
    """None where it is not started by hand."""
    error: str | None
    example: str
    """The same start by the API, as a command."""


@dataclass(frozen=True, slots=True)
class PartitionRow:
    """A partition of a queue."""

    name: str
    running: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A queue in the list."""

    name: str
    about: str
    state: State
    is_paused: bool
    depth: int
    running: int
    oldest_at: datetime | None
    at_once: int
    at_once_default: int
    most_at_once: int
    of_partition: int | None
    of_partition_default: int | None
    most_of_partition: int | None
    """None where an owner may not change it."""
    partition_of: str
    is_changed: bool
    partitions: Sequence[PartitionRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuesPage(View):
    """`GET /runs/queues`."""

    template: ClassVar[str] = "floor/queues.html"
    shell: Shell
    queues: Sequence[QueueRow]


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A run that a worker carries; `url` is None for one of another workspace."""

    workflow: str
    url: str | None
    started_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """A worker that is alive."""

    id: str
    host: str
    pid: int
    version: str
    started_at: datetime
    state: State
    is_draining: bool
    runs: Sequence[CarriedRow]
    more: int
    """Runs beyond those shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkersPage(View):
    """`GET /runs/workers`."""

    template: ClassVar[str] = "floor/workers.html"
    shell: Shell
    workers: Sequence[WorkerRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow:
    """A schedule in the list; `missed` are the choices of what becomes of missed times."""

    name: str
    title: str
    about: str
    cron: str
    in_words: str | None
    """What the cron says, where that takes few words."""
    default_cron: str
    state: State
    is_paused: bool
    last_at: datetime | None
    next_at: datetime | None
    missed: Sequence[Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulesPage(View):
    """`GET /runs/schedules`."""

    template: ClassVar[str] = "floor/schedules.html"
    shell: Shell
    schedules: Sequence[ScheduleRow]
    has_worker: bool
    """Whether a worker has ever been started, which makes the schedules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunRow:
    """A run that a schedule began."""

    id: str
    state: State
    created_at: datetime
    seconds: float | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePage(View):
    """`GET /runs/schedules/{name}`."""

    template: ClassVar[str] = "floor/schedule.html"
    shell: Shell
    schedule: ScheduleRow
    history: Sequence[BegunRow]
    error: str | None
