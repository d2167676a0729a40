"""Pins given their times: the next free ones of their project's week, spread over days, or moved to another day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from pressroom.features.pins.actions.schedule import schedule_pin, unschedule_pin
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.planning.queries import free_times, key_of, taken, unplanned
from pressroom.features.pins.planning.rules import (
    LEAD,
    by_turns,
    chosen_evenly,
    drawn_to,
    edges,
    minute,
    spread_evenly,
    windows,
)
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.slots import times
from pressroom.features.pins.queries import UNKNOWN, pins_of
from pressroom.features.pins.rules import unschedulable
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid, Rejected

MOST_DAYS = 366
FULL = "There is no free time left in these days. Take more days."
MOST_LOOKED_AT = 50
"""Waiting pins that are looked at for one that a free time can be given to."""
TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:workspace, 3))")
"""Plans of one workspace are made one after another, so that two never give out the same time."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What became of one of several: its time, or why it got none, and the time it had `before`."""

    id: UUID
    at: datetime | None
    error: str | None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days to spread pins over, in each project's own zone; from today on where no first day is said."""

    number: int
    first: date | None = None


def plan_next(
    session: Session, workspace_id: UUID, ids: Sequence[UUID], *, at: datetime | None = None
) -> list[Planned]:
    """Give pins the next free times of their projects' weeks, in the order they are named, articles by turns.

    One that does not allow it stops none of the others. Those planned together share their `at`.
    """
    return _plan(session, workspace_id, ids, None, at or now())


def plan_spread(
    session: Session, workspace_id: UUID, ids: Sequence[UUID], span: Span, *, at: datetime | None = None
) -> list[Planned]:
    """Spread pins evenly over days, in the order they are named, articles by turns: over their projects' free times.

    Where these are too few, or a project has none, over the hours from 9 to 21 of those days, at free times where
    these are near. Those planned together share their `at`. Raises Invalid (`days`).
    """
    if not 1 <= span.number <= MOST_DAYS:
        raise Invalid(f"Pins are spread over 1 to {MOST_DAYS} days.", code="days")
    return _plan(session, workspace_id, ids, span, at or now())


def unplan_together(session: Session, workspace_id: UUID, at: datetime) -> int:
    """Take the times away again of pins that were planned together, but for those changed since; return how many."""
    together = select(Pin).where(
        Pin.workspace_id == workspace_id,
        Pin.status == PinStatus.SCHEDULED,
        Pin.deleted_at.is_(None),
        Pin.updated_at == at,
    )
    pins = session.scalars(together.order_by(Pin.id).with_for_update(of=Pin)).all()
    return len([unschedule_pin(one) for one in pins])


def move_to_day(session: Session, pin: Pin, day: date, zone: ZoneInfo) -> Pin:
    """Plan a pin for another day at its time of day; one without, or whose time is past that day, for a free one.

    Raises as `schedule_pin` does; Invalid (`past`, `full`) where that day has no free time any more.
    """
    at = now()
    kept = pin.scheduled_at and pin.scheduled_at.astimezone(zone)
    if kept:
        moved = datetime.combine(day, kept.time(), tzinfo=zone)
        if moved > at:
            return schedule_pin(pin, moved.astimezone(at.tzinfo))
    return schedule_pin(pin, _free_on(session, pin, day, zone, at))


def move_by(pin: Pin, *, days: int = 0, minutes: int = 0, zone: ZoneInfo) -> Pin:
    """Move a planned pin by days at its time of day, and by minutes; raises as `schedule_pin` does."""
    if pin.scheduled_at is None:
        raise Invalid("This pin has no time yet.", code="unplanned")
    try:
        there = pin.scheduled_at.astimezone(zone)
        if days:  # by the clock on the wall, which does not tell an hour that comes twice apart
            there += timedelta(days=days)
        return schedule_pin(pin, there.astimezone(now().tzinfo) + timedelta(minutes=minutes))
    except OverflowError as error:
        raise Invalid("This time is out of reach. Choose another.", code="at") from error


def fill_slot(session: Session, project: Project, at: datetime) -> Pin:
    """Give a time to the pin of a project that has been ready for longest and has none yet.

    Raises Conflict (`taken`, `nothing`) where something goes out then or no pin is waiting; Invalid for a past time.
    """
    session.execute(TURN, {"workspace": str(project.workspace_id)})
    begin = minute(at)
    if taken(session, project.workspace_id, begin, begin + timedelta(minutes=1)).get(key_of(project)):
        raise Conflict("Something goes out at this time by now. Choose another.", code="taken")
    refusal: Rejected | None = None
    for one in unplanned(session, project.workspace_id, project_id=project.id, limit=MOST_LOOKED_AT):
        refusal = unschedulable(one, at, now=now())
        if refusal is None:
            session.refresh(one, with_for_update={"of": Pin})
            return schedule_pin(one, at)
    raise refusal or Conflict(f"No pin of “{project.name}” is ready and without a time.", code="nothing")


def _plan(
    session: Session, workspace_id: UUID, ids: Sequence[UUID], span: Span | None, together: datetime
) -> list[Planned]:
    session.execute(TURN, {"workspace": str(workspace_id)})
    wanted = list(dict.fromkeys(ids))
    found = {one.id: one for one in pins_of(session, workspace_id, wanted, lock=True)}
    refusals = {one: _refusal(found.get(one)) for one in wanted}
    allowed = [found[one] for one in wanted if refusals[one] is None]
    before = {one.id: one.scheduled_at for one in allowed}
    given: dict[UUID, datetime] = {}
    used: dict[UUID, set[datetime]] = {}
    for project, pins in _by_project(allowed):
        mine = used.setdefault(key_of(project), set())
        free = _times(session, project, pins, span, mine)
        for pin, at in zip(pins, free, strict=False):
            mine.add(minute(at))
            given[pin.id] = schedule_pin(pin, at).scheduled_at or at
            pin.updated_at = together
    return [
        Planned(one, given[one], None, before[one])
        if one in given
        else Planned(one, None, refusals[one] or _why_none(found[one].project, span))
        for one in wanted
    ]


def _times(
    session: Session, project: Project, pins: Sequence[Pin], span: Span | None, used: set[datetime]
) -> Iterator[datetime]:
    """Return times for a project's pins, those left out that this plan has given to its account already."""
    but = [one.id for one in pins]
    if span is None:
        return (at for at in free_times(session, project, now() + LEAD, but=but) if at not in used)
    return iter(_spread(session, project, but, span, used))


def _spread(session: Session, project: Project, ids: Sequence[UUID], span: Span, used: set[datetime]) -> list[datetime]:
    zone, at = ZoneInfo(project.zone), now()
    first = span.first or at.astimezone(zone).date()
    begins = edges(first, span.number, zone)
    since, until = max(begins[0], at + LEAD), begins[-1]
    busy = used | taken(session, project.workspace_id, begins[0], until, but=ids).get(key_of(project), set())
    free = [one for one in times(project.slots, project.zone, since, until) if one not in busy]
    if len(free) >= len(ids):
        return chosen_evenly(free, len(ids))
    return drawn_to(free, spread_evenly(windows(first, span.number, zone, now=at), len(ids), busy))


def _free_on(session: Session, pin: Pin, day: date, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the first free time of a project's week on a day, or one in the middle of it where there is none."""
    begin, end = edges(day, 1, zone)
    if end <= at:
        raise Invalid("This day is past. Choose one that is still to come.", code="past")
    project, since = pin.project, max(begin, at + LEAD)
    busy = taken(session, pin.workspace_id, begin, end, but=[pin.id]).get(key_of(project), set())
    slots = (one for one in times(project.slots, project.zone, since, end) if one not in busy)
    spread = spread_evenly(windows(day, 1, zone, now=at), 1, busy)
    found = next(slots, None) or next(iter(spread), None)
    if found is None:
        raise Invalid("Nothing is free on this day any more. Choose a time yourself, or another day.", code="full")
    return found


def _refusal(pin: Pin | None) -> str | None:
    if pin is None:
        return UNKNOWN
    at = now()
    refusal: Rejected | None = unschedulable(pin, at + LEAD, now=at)
    return str(refusal) if refusal else None


def _why_none(project: Project, span: Span | None) -> str:
    if span is not None:
        is_past = span.first is not None and span.first + timedelta(days=span.number) <= _today(project)
        return "These days are past. Choose some that are still to come." if is_past else FULL
    if not project.slots:
        return f"The project “{project.name}” has no times of a week yet. Set them on its page."
    return f"All times of the project “{project.name}” are taken for a year."


def _today(project: Project) -> date:
    return now().astimezone(ZoneInfo(project.zone)).date()


def _by_project(pins: Iterable[Pin]) -> list[tuple[Project, list[Pin]]]:
    """Return pins by their project, in order, but that one article does not follow itself while there are others."""
    found: dict[UUID, list[Pin]] = {}
    for one in pins:
        found.setdefault(one.project_id, []).append(one)
    return [(one[0].project, by_turns(one, lambda pin: pin.article_id or pin.id)) for one in found.values()]
