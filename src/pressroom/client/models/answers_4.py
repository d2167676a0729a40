"""What the server answers with.

Written out of the API by `python -m docs.generate`: change the API, not this file.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pressroom.client.models.shape import Shape


class StartedPins(Shape):
    """Work on several that goes on behind the answer; the run's output tells what became of each."""

    run_id: str
    total: int


class StartedScrape(Shape):
    """A look through a blog that goes on behind the answer."""

    message: str
    run_id: str
    project_id: UUID


class RunsAttemptOut(Shape):
    """A failed try of a step."""

    number: int
    error: str
    at: datetime


class StepOut(Shape):
    """One recorded step of a run, with the tries that failed before."""

    number: int
    name: str
    started_at: datetime | None
    completed_at: datetime | None
    seconds: float | None
    output: Any
    error: str | None
    attempts: list[RunsAttemptOut]


class StepList(Shape):
    """A run's steps, in order."""

    items: list[StepOut]
    next_cursor: None = None


class StyleOut(Shape):
    """A style pictures can be made in."""

    key: str
    name: str
    tagline: str


class StyleList(Shape):
    """The styles, in the order they are offered."""

    items: list[StyleOut]


class Usage(Shape):
    """Pages read this month (UTC), and how many may be; a limit of 0 means none."""

    pages: int
    limit: int


class WebhookOut(Shape):
    """An address that is told of events. One that is off says why in `disabled_reason`."""

    id: UUID
    url: str
    names: list[str]
    is_enabled: bool
    disabled_at: datetime | None
    disabled_reason: str | None
    failing_since: datetime | None
    created_at: datetime


class WebhookList(Shape):
    """A workspace's webhooks, oldest first."""

    items: list[WebhookOut]
    next_cursor: None = None


class WebhookSecret(Shape):
    """A webhook with the secret its events are signed with, which is shown this once."""

    id: UUID
    url: str
    names: list[str]
    is_enabled: bool
    disabled_at: datetime | None
    disabled_reason: str | None
    failing_since: datetime | None
    created_at: datetime
    secret: str


class TroubleOut(Shape):
    """A file in the plug-ins folder that was left out, and why."""

    file: str
    reason: str


class FaredOut(Shape):
    """How a workflow fared in the last 24 hours; seconds are those of runs that succeeded."""

    runs: int
    failed: int
    failure_rate: float | None
    """Of those that ended, from 0 to 1; null where none did."""
    p50_seconds: float | None
    p95_seconds: float | None
    hours: list[int]
    """Runs accepted in each hour, the last one last."""


class WorkflowOut(Shape):
    """A workflow: what starts it, and how it has fared."""

    name: str
    title: str
    about: str
    queue: str
    retries: str
    events: list[str]
    """Names of events that start it."""
    schedule: str | None
    """The cron (UTC) it comes with; `/api/schedules` has that it has now."""
    can_start: bool
    input: dict[str, Any] | None
    """The JSON schema of its input, where it can be started by hand."""
    source: str | None
    """The file in the plug-ins folder of one that is your own."""
    last_day: FaredOut


class WorkflowList(Shape):
    """Every workflow, and the files of your own that were left out."""

    items: list[WorkflowOut]
    left_out: list[TroubleOut]
    next_cursor: None = None
