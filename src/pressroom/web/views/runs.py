"""What the pages of runs are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.shell import Choice, Crumb, Shell, State, Tone, View
from pressroom.web.views.spending import CostLine


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run in a list."""

    id: str
    workflow: str
    subject: Crumb | None
    state: State
    created_at: datetime
    started_at: datetime | None
    seconds: float | None
    attempts: int
    error: str | None
    is_over: bool
    waits_for: str | None = None
    """Why it is paused, where it is."""


@dataclass(frozen=True, slots=True)
class RunRowPartial(View):
    """`GET /runs/{id}/row`."""

    template: ClassVar[str] = "runs/_row.html"
    run: RunRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilters:
    """What the list of runs is narrowed to, and what it can be."""

    error: str
    since: str
    until: str
    statuses: Sequence[Choice]
    workflows: Sequence[Choice]
    queues: Sequence[Choice]
    people: Sequence[Choice]
    is_narrowed: bool
    has_more: bool
    """Whether one of those is on that are not always shown."""
    parent: str
    """The run that started them all; empty where that is not asked."""
    without_parent: str
    """The same list, whatever started them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsPage(View):
    """`GET /runs`."""

    template: ClassVar[str] = "runs/index.html"
    shell: Shell
    filters: RunFilters
    runs: Sequence[RunRow]
    more_url: str | None
    looked_back_to: datetime | None
    """How far it was looked, where the page is not full and goes on."""
    here: str
    many: Sequence[Crumb]
    """What can be done with all that are asked for: where, and in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChild:
    """A run that a step started, on the same timeline."""

    url: str
    name: str
    state: State
    offset: float
    width: float
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineBar:
    """A step on the timeline: `offset` and `width` are percentages of the run's length."""

    name: str
    state: State
    offset: float
    width: float
    seconds: float | None
    failures: Sequence[str]
    """The reasons of the tries that failed, in order."""
    number: int | None = None
    """The step's, where it is one that is recorded."""
    tries: Sequence[float] = ()
    """Where on the timeline tries ended that failed, in percent."""
    output: str | None = None
    """As indented JSON."""
    began_at: datetime | None = None
    can_rewind: bool = False
    children: Sequence[TimelineChild] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A line that a run logged."""

    at: datetime
    tone: Tone
    level: str
    message: str
    facts: str
    """As `name=value name=value`."""
    traceback: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyRuns(View):
    """`GET /runs/all`: what is about to be done with many runs, counted."""

    template: ClassVar[str] = "runs/many.html"
    shell: Shell
    change: str
    total: int
    is_all: bool
    said: Sequence[tuple[str, str]]
    """What they have in common, as term and value."""
    fields: Mapping[str, str]
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPart:
    """One of several that a run waits for."""

    live: str
    """What changes it, as `kind:id`."""
    url: str
    label: str
    state: State
    reason: str
    """Why it failed or waits; empty where it does neither."""
    run_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """One run."""

    id: str
    live: str
    """What changes it, as `kind:id kind:id`."""
    workflow: str
    subject: Crumb | None
    state: State
    queue: str | None
    attempts: int
    worker: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    waited: float | None
    seconds: float | None
    input: str | None
    """As indented JSON."""
    output: str | None
    error: str | None
    waits_for: str | None
    cost: CostLine | None
    """What models cost in it; None where none was asked."""
    timeline: Sequence[TimelineBar]
    parts: Sequence[RunPart] = ()
    """What became of each, where it waits for several; those that failed come first."""
    parts_in_all: int = 0
    lines: Sequence[RunLine] = ()
    """What it logged, oldest first."""
    lines_left: bool = False
    traceback: str | None = None
    is_waiting_to_begin: bool = False
    """Whether it is a change of many that can still be undone."""
    can_cancel: bool
    can_retry: bool
    begun_by: Crumb | None = None
    """The run or the event that started it."""
    children_url: str | None = None
    """The list of the runs it started, where there are any."""
    another_url: str | None = None
    """The form that starts its workflow, filled with what it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage(View):
    """`GET /runs/{id}`."""

    template: ClassVar[str] = "runs/show.html"
    shell: Shell
    run: RunDetail
