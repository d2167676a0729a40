"""Samples of the calendar of pins for `/-/patterns`: a week with pins in every state, and pins without a time."""

from datetime import date, timedelta

from pressroom.web.pages.pattern_pins import BOARDS, NO_PICTURE, ROW, TITLE
from pressroom.web.pages.pin_rows import STATES
from pressroom.web.views.calendar import Calendar, CalendarDay, CalendarPin, Concern, FreeSlot, Tray, Waiting, When
from pressroom.web.views.shell import Choice, State

MONDAY = date(2026, 11, 23)
SLOT = FreeSlot(clock="17:00", at="2026-11-23T16:00:00+00:00", project_id="sample", project="Kitchen Notes")
CONCERNS = (
    (),
    (Concern("warn", "Another pin goes out at the same time: one after another, some seconds apart."),),
    (Concern("bad", "Pin must have a Pinterest board assigned"),),
)
WHEN: tuple[When, ...] = ("past", "today", "to come", "to come", "to come", "to come", "to come")


def week() -> Calendar:
    """Return a week with pins in every state."""
    pins = [_pin(number, state) for number, state in enumerate(STATES.values())]
    return Calendar(
        span="week",
        title="23 to 29 November 2026",
        day=MONDAY.isoformat(),
        here="/pins/calendar/days?view=week",
        previous_url="/pins/calendar?view=week&day=2026-11-16",
        next_url="/pins/calendar?view=week&day=2026-11-30",
        today_url="/pins/calendar?view=week",
        spans=(
            Choice(value="month", label="Month", is_chosen=False),
            Choice(value="week", label="Week", is_chosen=True),
        ),
        projects=(Choice(value="sample", label="Kitchen Notes", is_chosen=False),),
        zones=(Choice(value="UTC", label="UTC", is_chosen=False),),
        zone="Europe/Vienna",
        is_zone_chosen=False,
        days=[_day(number, pins[number : number + 1]) for number in range(len(WHEN))],
        planned=len(pins),
        free=len(WHEN),
        troubled=2,
    )


def tray() -> Tray:
    """Return pins without a time: one that may have one, one that lacks something."""
    ready = Waiting(
        id="sample-1", name=TITLE, picture=ROW.picture, fit="crop", about="Baking, Kitchen Notes", lacks=None
    )
    bare = Waiting(
        id="sample-2",
        name=TITLE,
        picture=NO_PICTURE,
        fit="pad",
        about="No board, Kitchen Notes",
        lacks="This pin has no board yet. Choose one, then schedule it.",
    )
    return Tray(pins=(ready, bare), total=212, project="sample", number=40, here="/pins/calendar/tray", has_slots=True)


def _day(number: int, pins: list[CalendarPin]) -> CalendarDay:
    day = MONDAY + timedelta(days=number)
    return CalendarDay(
        date=day.isoformat(),
        number=day.day,
        name=f"{day:%A}, {day.day} {day:%B}",
        weekday=f"{day:%a}",
        when=WHEN[number],
        is_outside=False,
        entries=[*((pin, None) for pin in pins), (None, SLOT)] if number else [],
        total=len(pins) + 3 * number,
        hidden=3 * number,
        hidden_free=2 * number,
        week_url=f"/pins/calendar?view=week&day={day}",
        crowded="More than Pinterest likes in a day: 104 pins by kitchen_notes." if number == 1 else None,
    )


def _pin(number: int, state: State) -> CalendarPin:
    return CalendarPin(
        id=f"sample-{number}",
        name=TITLE,
        picture=ROW.picture,
        fit="crop",
        clock=f"{9 + number:02}:30",
        moment=f"{MONDAY + timedelta(days=number)}T{9 + number:02}:30",
        state=state,
        about=f"{BOARDS[0].label}, Kitchen Notes",
        concerns=CONCERNS[number % len(CONCERNS)],
        can_move=state.label not in {"Publishing", "Published"},
    )
