"""Pure decisions about when pins go out."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest
from typing import TypeVar
from zoneinfo import ZoneInfo

from pressroom.features.pins.models import PinStatus

LEAD = timedelta(minutes=2)
"""The least time from now to a time that is given out."""
STEP = timedelta(minutes=5)
"""Times between the times of a week are given out in steps of this."""
FIRST, LAST = time(9), time(21)
"""The part of a day that pins are spread over where a project says nothing of it."""
SAME_DAY = timedelta(days=1)
"""The same article comes to the same board too often when less than this lies between."""
MOVABLE = frozenset({PinStatus.DRAFT, PinStatus.READY, PinStatus.SCHEDULED, PinStatus.FAILED})
"""The statuses in which a pin's time may be changed."""

Window = tuple[datetime, datetime]
T = TypeVar("T")


def minute(at: datetime) -> datetime:
    """Return the minute that an instant is in; two pins of an account at one minute are at one time."""
    return at.replace(second=0, microsecond=0)


def edges(first: date, number: int, zone: ZoneInfo) -> list[datetime]:
    """Return where `number` days begin, and where the last ends, as instants in UTC: one more than there are days."""
    days = [first + timedelta(days=place) for place in range(number + 1)]
    return [datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in days]


def windows(first: date, number: int, zone: ZoneInfo, *, now: datetime) -> list[Window]:
    """Return the parts of days that pins are spread over, those of the past left out, in UTC."""
    found = []
    for place in range(number):
        day = first + timedelta(days=place)
        begin, end = (datetime.combine(day, at, tzinfo=zone).astimezone(UTC) for at in (FIRST, LAST))
        if (begin := max(begin, _next_step(now + LEAD))) < end:
            found.append((begin, end))
    return found


def chosen_evenly(times: Sequence[datetime], number: int) -> list[datetime]:
    """Return `number` of these times, or all where they are fewer, as evenly as they allow, in order."""
    if number >= len(times):
        return list(times)
    return [times[(2 * place + 1) * len(times) // (2 * number)] for place in range(number)]


def by_turns(several: Sequence[T], key: Callable[[T], Hashable]) -> list[T]:
    """Return the first of each key, then the second of each, and so on, in order."""
    groups: dict[Hashable, list[T]] = {}
    for one in several:
        groups.setdefault(key(one), []).append(one)
    return [one for turn in zip_longest(*groups.values()) for one in turn if one is not None]


def spread_evenly(within: Sequence[Window], number: int, taken: Collection[datetime]) -> list[datetime]:
    """Return `number` times within windows, evenly, none of them taken; fewer where there is no more room."""
    total = sum((end - begin for begin, end in within), timedelta())
    found: list[datetime] = []
    used = set(taken)
    for place in range(number if within else 0):
        wanted = _along(within, total * (2 * place + 1) / (2 * number))
        at = next((one for one in _nearby(wanted, within) if one not in used), None)
        if at is None:
            break
        used.add(at)
        found.append(at)
    return sorted(found)


def drawn_to(wanted: Sequence[datetime], times: Sequence[datetime]) -> list[datetime]:
    """Return times, in order, the one nearest to each wanted one put there."""
    left, found = list(times), list(wanted)
    for at in wanted:
        if not left:
            return sorted(times)
        left.remove(min(left, key=lambda one: abs(one - at)))
    return sorted([*found, *left])


def _along(within: Sequence[Window], way: timedelta) -> datetime:
    """Return the instant that lies that far along windows put end to end."""
    for begin, end in within:
        if way < end - begin:
            return begin + way
        way -= end - begin
    return within[-1][1]


def _nearby(at: datetime, within: Sequence[Window]) -> Iterator[datetime]:
    """Yield the steps in windows, those nearest to an instant first."""
    nearest = _next_step(at - STEP / 2)
    most = int((within[-1][1] - within[0][0]) / STEP) + 1
    for away in range(most + 1):
        for one in (nearest + away * STEP, nearest - away * STEP):
            if any(begin <= one <= end for begin, end in within):
                yield one


def _next_step(at: datetime) -> datetime:
    """Return the first step that is not before an instant."""
    whole = minute(at)
    over = timedelta(minutes=whole.minute % (STEP // timedelta(minutes=1)))
    begun = whole - over
    return begun if begun == at else begun + STEP
