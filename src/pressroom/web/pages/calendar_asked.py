"""What a calendar was asked for in its address: read, turned a page on or back, written again."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.slots import zone_name
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid
from pressroom.web.narrowing import address, choices
from pressroom.web.views.calendar import Span
from pressroom.web.views.shell import Choice

SPANS: dict[Span, str] = {"month": "Month", "week": "Week"}
FIRST, LAST = date(2000, 1, 31), date(2099, 11, 30)
"""The days that can be turned to."""
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCalendar:
    """A month or a week around a day, in a zone, of one project or all."""

    span: Span
    day: date
    zone: ZoneInfo
    is_zone_chosen: bool
    own: str
    """The reader's own zone, empty where that is not known yet."""
    project: Project | None

    @classmethod
    def of(cls, *, view: str, day: str, project: Project | None, zone: str, own: str) -> Self:
        """Return what is asked for; the zone is the one asked for, else the reader's own, else the project's."""
        mine, chosen = _zone(own), _zone(zone)
        place = chosen or mine or (_zone(project.zone) if project else None) or ZoneInfo("UTC")
        return cls(
            span="week" if view == "week" else "month",
            day=_day(day) or now().astimezone(place).date(),
            zone=place,
            is_zone_chosen=chosen is not None,
            own=mine.key if mine else "",
            project=project,
        )

    @property
    def range(self) -> tuple[date, int]:
        """The first day that is shown, a Monday, and how many days are."""
        if self.span == "week":
            return self.day - timedelta(days=self.day.weekday()), WEEK
        begin = self.day.replace(day=1)
        before, length = begin.weekday(), monthrange(begin.year, begin.month)[1]
        return begin - timedelta(days=before), -(-(before + length) // WEEK) * WEEK

    def turned(self, by: int) -> Self:
        """Return the next month or week, or the one before."""
        if self.span == "week":
            return self.on(self.day + timedelta(days=by * WEEK))
        edge = self.day.replace(day=1) if by < 0 else self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
        return self.on((edge + timedelta(days=by)).replace(day=1))

    def on(self, day: date, *, span: Span | None = None) -> Self:
        """Return the same around another day."""
        return replace(self, day=min(max(day, FIRST), LAST), span=span or self.span)

    def url(self, path: str = "/pins/calendar") -> str:
        """Return the address of this calendar."""
        return address(
            path,
            {
                "view": self.span,
                "day": self.day.isoformat(),
                "project": str(self.project.id) if self.project else None,
                "zone": self.zone.key if self.is_zone_chosen else None,
            },
        )


def zone_choices(asked: AskedCalendar, projects: Sequence[Project]) -> list[Choice]:
    """Return the zones to choose from: the reader's own, those of projects, UTC; the one shown among them."""
    known = {asked.own: "yours"} if asked.own else {}
    for one in projects:
        known.setdefault(one.zone, "a project's")
    for name in ("UTC", asked.zone.key):
        known.setdefault(name, "")
    labels = [(name, f"{_spoken(name)} ({whose})" if whose else _spoken(name)) for name, whose in known.items()]
    return choices(labels, asked.zone.key if asked.is_zone_chosen else "")


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone_name(name)) if name else None
    except Invalid:
        return None


def _day(text: str) -> date | None:
    try:
        return min(max(date.fromisoformat(text), FIRST), LAST) if text else None
    except ValueError:
        return None
