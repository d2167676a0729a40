"""What the calendar of pins is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from pressroom.web.views.media import Picture
from pressroom.web.views.pins import Fitting
from pressroom.web.views.shell import Choice, Shell, State, Tone, View

Span = Literal["month", "week"]
When = Literal["past", "today", "to come"]


@dataclass(frozen=True, slots=True)
class Concern:
    """Something about a planned pin, and how bad it is."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPin:
    """A pin at a time of a day."""

    id: str
    name: str
    picture: Picture
    fit: Fitting
    clock: str
    """Its time of day, in the calendar's zone."""
    moment: str
    """Day and time as a field holds them, in the calendar's zone."""
    state: State
    about: str
    """Its board and its project, in words."""
    concerns: Sequence[Concern]
    can_move: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSlot:
    """A time of a project's week that nothing goes out at."""

    clock: str
    at: str
    """The instant, for a form."""
    project_id: str
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day with its pins and free times, in order; one of the two is None in each of `entries`."""

    date: str
    number: int
    name: str
    """`Monday, 23 November`."""
    weekday: str
    when: When
    is_outside: bool
    """Whether it is of another month than the one shown."""
    entries: Sequence[tuple[CalendarPin | None, FreeSlot | None]]
    total: int
    hidden: int
    hidden_free: int
    """How many of its pins are not shown."""
    week_url: str
    crowded: str | None
    """Which account has more pins that day than are good for it, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A month or a week."""

    span: Span
    title: str
    day: str
    """A day within, by which it is asked for again."""
    here: str
    previous_url: str
    next_url: str
    today_url: str
    spans: Sequence[Choice]
    projects: Sequence[Choice]
    zones: Sequence[Choice]
    zone: str
    is_zone_chosen: bool
    """Whether the zone was asked for, so that it is not the reader's own by itself."""
    days: Sequence[CalendarDay]
    planned: int
    free: int
    troubled: int
    """How many of the pins shown would not be published as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A pin that is ready and has no time yet."""

    id: str
    name: str
    picture: Picture
    fit: Fitting
    about: str
    lacks: str | None
    """What it lacks to be planned, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """The pins that have no time yet, the first of `total`, and a form to plan them."""

    pins: Sequence[Waiting]
    total: int
    project: str
    """Id of the project they are of; empty for all."""
    number: int
    """How many the form offers to plan."""
    here: str
    has_slots: bool
    """Whether any of these projects has times of a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage(View):
    """`GET /pins/calendar`: a month or a week (`view`), around `day`, in `zone`, of one `project` or all."""

    template: ClassVar[str] = "pins/calendar.html"
    shell: Shell
    calendar: Calendar
    tray: Tray
    has_projects: bool


@dataclass(frozen=True, slots=True)
class CalendarPartial(View):
    """`GET /pins/calendar/days`."""

    template: ClassVar[str] = "pins/_calendar.html"
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class TrayPartial(View):
    """`GET /pins/calendar/tray`."""

    template: ClassVar[str] = "pins/_tray.html"
    tray: Tray
