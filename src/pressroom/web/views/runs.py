"""What the pages of runs are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.shell import Choice, Crumb, Shell, State, View
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
class RunsPage(View):
    """`GET /runs`."""

    template: ClassVar[str] = "runs/index.html"
    shell: Shell
    statuses: Sequence[Choice]
    workflows: Sequence[Choice]
    runs: Sequence[RunRow]
    more_url: str | None
    is_narrowed: bool
    here: str


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
    can_cancel: bool
    can_retry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage(View):
    """`GET /runs/{id}`."""

    template: ClassVar[str] = "runs/show.html"
    shell: Shell
    run: RunDetail
