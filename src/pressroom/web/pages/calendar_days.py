"""Days of the calendar, drawn: pins and free times in order, and what stands against them."""

from datetime import UTC, date, datetime

from pressroom.features.pins.models import Pin
from pressroom.features.pins.planning.concerns import Kind
from pressroom.features.pins.planning.outlook import Day, Entry
from pressroom.features.pins.planning.queries import Slot
from pressroom.features.pins.planning.rules import MOVABLE
from pressroom.web.formatting import plural
from pressroom.web.pages.calendar_asked import AskedCalendar
from pressroom.web.pages.pin_rows import failure_of, name_of, picture_of, state_of
from pressroom.web.views.calendar import CalendarDay, CalendarPin, Concern, FreeSlot, When
from pressroom.web.views.shell import Tone

TONES: dict[Kind, Tone] = {Kind.BLOCKS: "bad", Kind.WARNS: "warn"}
ROOM = 4
"""Lines of a day in a month; its free times take what its pins leave of them."""


def calendar_day(day: Day, asked: AskedCalendar, *, today: date) -> CalendarDay:
    """Return a day as the calendar draws it."""
    free = day.free if asked.span == "week" else day.free[: max(0, ROOM - len(day.entries))]
    entries = [
        *((one.at, _pin(one, asked), None) for one in day.entries),
        *((one.at, None, _slot(one, asked)) for one in free),
    ]
    return CalendarDay(
        date=day.date.isoformat(),
        number=day.date.day,
        name=f"{day.date:%A}, {day.date.day} {day.date:%B}",
        weekday=f"{day.date:%a}",
        when=_when(day.date, today),
        is_outside=asked.span == "month" and day.date.month != asked.day.month,
        entries=[(pin, slot) for _, pin, slot in sorted(entries, key=_order)],
        total=day.number,
        hidden=day.number - len(day.entries),
        hidden_free=len(day.free) - len(free),
        week_url=asked.on(day.date, span="week").url(),
        crowded=_crowded(day),
    )


def title_of(asked: AskedCalendar) -> str:
    """Return the name of a month or a week."""
    if asked.span == "month":
        return f"{asked.day:%B %Y}"
    first, number = asked.range
    last = date.fromordinal(first.toordinal() + number - 1)
    begin = str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
    begin += f" {first.year}" if first.year != last.year else ""
    dash = "–" if first.month == last.month else " – "  # noqa: RUF001  # as ranges are written
    return f"{begin}{dash}{last.day} {last:%B %Y}"


def about(pin: Pin) -> str:
    """Return where a pin goes and where it comes from, in words."""
    return f"{pin.board.name if pin.board else 'No board'}, {pin.project.name}"


def told_moment(at: datetime, asked_zone: str) -> str:
    """Return an instant, already in a zone, in words."""
    return f"{at:%A}, {at.day} {at:%B}, {at:%H:%M} ({asked_zone.replace('_', ' ')})"


def _pin(entry: Entry, asked: AskedCalendar) -> CalendarPin:
    pin, at = entry.pin, entry.at.astimezone(asked.zone)
    reason = failure_of(pin)
    concerns = [Concern("bad", reason)] if reason else []
    return CalendarPin(
        id=str(pin.id),
        name=name_of(pin),
        picture=picture_of(pin),
        fit=pin.fit.value,
        clock=f"{at:%H:%M}",
        moment=f"{at:%Y-%m-%dT%H:%M}",
        state=state_of(pin),
        about=about(pin),
        concerns=concerns + [Concern(TONES[one.kind], one.text) for one in entry.concerns],
        can_move=pin.status in MOVABLE,
    )


def _slot(slot: Slot, asked: AskedCalendar) -> FreeSlot:
    return FreeSlot(
        clock=f"{slot.at.astimezone(asked.zone):%H:%M}",
        at=slot.at.astimezone(UTC).isoformat(),
        project_id=str(slot.project.id),
        project=slot.project.name,
    )


def _order(entry: tuple[datetime, object, object]) -> datetime:
    return entry[0]


def _when(day: date, today: date) -> When:
    if day == today:
        return "today"
    return "past" if day < today else "to come"


def _crowded(day: Day) -> str | None:
    told = [f"{plural(one.number, 'pin')} by {one.account}" for one in day.crowds]
    return f"More than Pinterest likes in a day: {', '.join(told)}." if told else None
