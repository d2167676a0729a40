"""A pin moved by days keeps to the clock on the wall, and moved by minutes to the clock that never leaps."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.planning.actions import move_by
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid

VIENNA = ZoneInfo("Europe/Vienna")
QUARTER = timedelta(minutes=15)


def planned(at: datetime) -> Pin:
    """Return a pin that goes out at a time."""
    return Pin(
        status=PinStatus.SCHEDULED, scheduled_at=at, board_id=UUID(int=1), asset_id=UUID(int=2), title="Leek soup"
    )


def summer_s_end() -> datetime:
    """Return the next instant at which clocks in Vienna go back from three to two, later than tomorrow."""
    year = (now() + timedelta(days=100)).year + 1
    last = date(year, 10, 31)
    return datetime(year, 10, 31 - (last.weekday() + 1) % 7, 1, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [-45, -30, -15, 15, 30, 45])
def test_in_the_hour_that_comes_twice_a_quarter_later_is_later(minutes: int) -> None:
    at = summer_s_end() + 2 * QUARTER
    assert at.astimezone(VIENNA).fold == 1
    assert move_by(planned(at), minutes=minutes, zone=VIENNA).scheduled_at == at + timedelta(minutes=minutes)


def test_a_day_later_is_at_the_same_time_of_day_though_the_day_has_25_hours() -> None:
    at = summer_s_end() - timedelta(hours=12)
    moved = move_by(planned(at), days=1, zone=VIENNA).scheduled_at
    assert moved == at + timedelta(hours=25)


def test_a_pin_without_a_time_is_not_moved() -> None:
    with pytest.raises(Invalid, match="no time yet"):
        move_by(Pin(), days=1, zone=VIENNA)
