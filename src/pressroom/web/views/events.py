"""What the pages of events are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.shell import Choice, Crumb, Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event in a list."""

    id: str
    name: str
    source: str
    """Where it came from, in words, and what it is about."""
    state: State
    """Whether it started something."""
    reason: str | None
    """Why something did not start."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage(View):
    """`GET /runs/events`."""

    template: ClassVar[str] = "events/index.html"
    shell: Shell
    events: Sequence[EventRow]
    names: Sequence[Choice]
    more_url: str | None
    is_narrowed: bool
    here: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStartLine:
    """A workflow that listens: its run, or why it did not start."""

    workflow: str
    run_url: str | None
    refusal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """Where an event was sent."""

    url: str
    address: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """One event."""

    id: str
    name: str
    source: str
    about: Crumb | None
    """The thing that its data names, where that has a page."""
    external_id: str | None
    at: datetime
    depth: int
    data: str
    """As indented JSON."""
    starts: Sequence[EventStartLine]
    sent: Sequence[SentLine]
    """Where it went; none for who may not see webhooks."""
    live: str
    """What changes it, as `kind:id kind:id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage(View):
    """`GET /runs/events/{id}`."""

    template: ClassVar[str] = "events/show.html"
    shell: Shell
    event: EventDetail
