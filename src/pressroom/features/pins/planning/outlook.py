"""Days of a calendar: what goes out, what stands against it, which times are free, which accounts are crowded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pressroom.features.pins.models import Pin
from pressroom.features.pins.planning import queries
from pressroom.features.pins.planning.concerns import Concern, concerns
from pressroom.features.pins.planning.rules import LEAD, edges
from pressroom.features.pins.projects.queries import project, projects
from pressroom.kernel.clock import now


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Days in a row as a clock in `zone` tells them, of one project or all, with at most so many pins of each."""

    first: date
    number: int
    zone: ZoneInfo
    project_id: UUID | None = None
    most: int = queries.MOST_A_DAY


@dataclass(frozen=True, slots=True)
class Entry:
    """A pin that goes out, or went out, at a time; what stands against it, the worst first."""

    at: datetime
    pin: Pin
    concerns: Sequence[Concern]


@dataclass(frozen=True, slots=True)
class Day:
    """A day, of whose pins `number` there are."""

    date: date
    number: int
    entries: Sequence[Entry]
    free: Sequence[queries.Slot]
    crowds: Sequence[queries.Crowd]


def outlook(session: Session, workspace_id: UUID, view: View, *, daily_pins: int) -> list[Day]:
    """Return the days of a view; `daily_pins` is how many of an account on a day are too many. Raises NotFound."""
    at = now()
    of = [project(session, workspace_id, view.project_id)] if view.project_id else projects(session, workspace_id)
    begins = edges(view.first, view.number, view.zone)
    found = queries.days(session, workspace_id, begins, project_id=view.project_id, most=view.most)
    against = concerns(session, workspace_id, [pin for day in found for pin in day.pins], now=at)
    free = queries.open_slots(session, of, workspace_id, max(begins[0], at + LEAD), begins[-1])
    crowds = queries.crowds(session, workspace_id, begins, limit=daily_pins)
    return [
        Day(
            view.first + timedelta(days=place),
            day.number,
            [Entry(time, pin, against.get(pin.id, ())) for pin in day.pins if (time := queries.time_of(pin))],
            [one for one in free if begins[place] <= one.at < begins[place + 1]],
            [one for one in crowds if one.day == place],
        )
        for place, day in enumerate(found)
    ]
