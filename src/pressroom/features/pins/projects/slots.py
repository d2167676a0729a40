"""The times of a week that a project publishes at, in its own time zone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pressroom.kernel.errors import Invalid

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_SLOTS = 100
LONGEST_SLOT = 20
SLOT = re.compile(r"(?P<day>[a-z]+)[\s,]+(?P<time>\S+)", re.IGNORECASE)
CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)")
ONE_DAY = timedelta(days=1)


def week_of(given: Iterable[str]) -> list[str]:
    """Return times of a week as they are kept, `mon 09:30`, in order, each once; raises Invalid (`slots`)."""
    found = sorted({_slot(one) for one in given})
    if len(found) > MOST_SLOTS:
        raise Invalid(f"A week has at most {MOST_SLOTS} times; these are {len(found)}.", code="slots")
    return [f"{WEEK[day]} {at:%H:%M}" for day, at in found]


def clock_in(text: str) -> time:
    """Return a time of a day as people write it, `9:30` or `17.05`; raises Invalid (`slots`)."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        raise Invalid(f"“{text.strip()[:LONGEST_SLOT]}” is no time of a day. Write it as 09:30.", code="slots")
    return time(int(found["hour"]), int(found["minute"]))


def zone_name(given: str) -> str:
    """Return the IANA name of a time zone, `Europe/Vienna`; raises Invalid (`zone`) for what is none."""
    name = given.strip() or "UTC"
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(f"“{name[:60]}” is no time zone. Write it as “Europe/Vienna”.", code="zone") from error


def by_day(slots: Sequence[str]) -> list[list[str]]:
    """Return the times of each day of a week, Monday first: `09:30`."""
    found: dict[int, list[time]] = _by_day(slots)
    return [[f"{at:%H:%M}" for at in found.get(day, ())] for day in range(len(WEEK))]


def times(slots: Sequence[str], zone: str, since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the instants of a week's times from `since` on and before `until`, in order, each once, in UTC.

    A time that the clock leaps over in spring is an hour later that day; one that comes twice in autumn is the first.
    """
    place, week = ZoneInfo(zone), _by_day(slots)
    day, last, before = since.astimezone(place).date(), until.astimezone(place).date(), since
    while week and day <= last:
        for at in sorted({_instant(day, clock, place) for clock in week.get(day.weekday(), ())}):
            if before <= at < until:
                yield at
                before = at + timedelta(microseconds=1)
        day += ONE_DAY


def _by_day(slots: Sequence[str]) -> dict[int, list[time]]:
    found: dict[int, list[time]] = {}
    for one in slots:
        day, at = _slot(one)
        found.setdefault(day, []).append(at)
    return found


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _slot(text: str) -> tuple[int, time]:
    found = SLOT.fullmatch(text.strip())
    day = found["day"].lower() if found else ""
    known = [number for number, name in enumerate(NAMES) if len(day) >= len("mon") and name.lower().startswith(day)]
    if found is None or not known:
        raise Invalid(f"“{text.strip()[:LONGEST_SLOT]}” is no time of a week. Write it as “mon 09:30”.", code="slots")
    return known[0], clock_in(found["time"])
