"""Times of schedules: cron of five fields, in UTC."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from croniter import CroniterError, croniter  # type: ignore[import-untyped]  # croniter ships no types

from pressroom.kernel.errors import Invalid

FIELDS = ("minute", "hour", "day", "month", "weekday")
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
"""As a cron counts them."""
EVERY = {f"*/{number}": number for number in range(2, 60) if not 60 % number}
"""Parts of an hour that are all of one length."""
MOST_MISSED = 50
"""Times of a schedule that are caught up with; what lies further back is left."""
LOOKED_AT = 100_000
"""Times that are gone through for the newest of those missed: two months of minutes."""


@dataclass(frozen=True, slots=True)
class MissedTimes:
    """The newest times at which nothing began: how many they are, and an instant that lies just before them."""

    number: int
    just_before: datetime


def checked_cron(text: str) -> str:
    """Return a cron in one way of writing it; raises Invalid with what is wrong."""
    parts = text.split()
    if len(parts) != len(FIELDS):
        raise Invalid(
            f"A cron has five fields ({', '.join(FIELDS)}), and this has {len(parts)}. "
            "Every quarter of an hour is `*/15 * * * *`.",
            code="cron",
        )
    cron = " ".join(parts)
    try:
        croniter(cron).get_next(datetime)
    except (CroniterError, ValueError, OverflowError) as error:
        raise Invalid(f"`{cron}` is no cron: {_reason(cron, error)}", code="cron") from error
    return cron


def next_time(cron: str, after: datetime) -> datetime:
    """Return when a schedule begins something next."""
    upcoming: datetime = croniter(cron, after.astimezone(UTC)).get_next(datetime)
    return upcoming


def in_words(cron: str) -> str | None:
    """Return when a schedule begins something, in words; None where that takes more than a few."""
    match cron.split():
        case ["*", "*", "*", "*", "*"]:
            return "every minute"
        case [part, "*", "*", "*", "*"] if number := EVERY.get(part):
            return f"every {number} minutes"
        case [minute, "*", "*", "*", "*"] if minute.isdecimal():
            return f"every hour at :{int(minute):02}"
        case [minute, hour, "*", "*", "*"] if (minute + hour).isdecimal():
            return f"every day at {_clock(hour, minute)}"
        case [minute, hour, "*", "*", weekday] if (minute + hour + weekday).isdecimal():
            return f"every {WEEKDAYS[int(weekday) % 7]} at {_clock(hour, minute)}"
        case _:
            return None


def _clock(hour: str, minute: str) -> str:
    return f"{int(hour):02}:{int(minute):02} UTC"


def missed_since(cron: str, start: datetime, end: datetime) -> MissedTimes | None:
    """Return the newest times of a schedule after `start` and before `end`; None where there is none."""
    times = croniter(cron, start.astimezone(UTC))
    newest: deque[datetime] = deque(maxlen=MOST_MISSED)
    for time in islice(iter(lambda: times.get_next(datetime), None), LOOKED_AT):
        if time >= end:
            break
        newest.append(time)
    return MissedTimes(len(newest), newest[0] - timedelta(seconds=1)) if newest else None


def _reason(cron: str, error: Exception) -> str:
    """Return what is wrong with a cron, naming the field where it is one alone."""
    wrong = [name for name, part in zip(FIELDS, cron.split(), strict=True) if not _is_field(name, part)]
    if wrong:
        return f"the {' and the '.join(wrong)} cannot be that."
    return f"{str(error).rstrip('.')}."


def _is_field(name: str, part: str) -> bool:
    alone = " ".join(part if each == name else "*" for each in FIELDS)
    return bool(croniter.is_valid(alone))
