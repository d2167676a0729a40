"""How instants, lengths of time, sizes and numbers are written on a page."""

from datetime import datetime

from markupsafe import Markup, escape

MINUTE, HOUR, DAY = 60, 3600, 86_400
WEEK = 7 * DAY
SHORT = 10
"""Seconds from which a length of time is written as on a clock."""
THOUSAND = 1000
UNITS = ("bytes", "kB", "MB", "GB", "TB")


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago an instant was, in words; from a week on, its date."""
    seconds = (now - at).total_seconds()
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{seconds // MINUTE:.0f} min ago"
    if seconds < DAY:
        return f"{seconds // HOUR:.0f} h ago"
    if seconds < WEEK:
        return plural(int(seconds // DAY), "day") + " ago"
    return f"{at.day} {at:%B}" if at.year == now.year else f"{at.day} {at:%B %Y}"


def relative_time(at: datetime, now: datetime) -> Markup:
    """Return an instant as a `<time>` that says how long ago it was, and exactly when on hover."""
    return Markup('<time datetime="{}" title="{}" data-behaviour="relative-time">{}</time>').format(
        at.isoformat(), instant(at), ago(at, now)
    )


def elapsed(since: datetime, now: datetime) -> Markup:
    """Return a `<time>` that counts up from an instant, as on a clock."""
    return Markup('<time datetime="{}" title="Since {}" data-behaviour="elapsed">{}</time>').format(
        since.isoformat(), instant(since), clock((now - since).total_seconds())
    )


def instant(at: datetime) -> str:
    """Return an instant in full, in UTC."""
    return f"{at.day} {at:%B %Y, %H:%M:%S} UTC"


def duration(seconds: float) -> str:
    """Return a length of time: `4 ms`, `1.2 s`, `0:41`, `1:02:03`."""
    if round(seconds * THOUSAND) < THOUSAND:
        return f"{seconds * THOUSAND:.0f} ms"
    if round(seconds, 1) < SHORT:
        return f"{seconds:.1f} s"
    return clock(round(seconds))


def clock(seconds: float) -> str:
    """Return a length of time as on a clock: `0:41`, `1:02:03`."""
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // HOUR, whole % HOUR // MINUTE, whole % MINUTE
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def file_size(size: float) -> str:
    """Return a number of bytes in the unit that suits it, thousand by thousand."""
    for unit in UNITS:
        if round(size) < THOUSAND or unit == UNITS[-1]:
            break
        size /= THOUSAND
    return f"{size:.0f} {unit}" if size >= SHORT or unit == UNITS[0] else f"{size:.1f} {unit}"


def number(value: float) -> str:
    """Return a number with its thousands grouped."""
    return f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count and its noun: `1 page`, `2,000 pages`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def code(value: str) -> Markup:
    """Return text with a break allowed after each separator, for long identifiers."""
    parts = value.replace(":", ":\0").replace("/", "/\0").replace("-", "-\0").split("\0")
    return Markup("<wbr>").join(escape(part) for part in parts)
