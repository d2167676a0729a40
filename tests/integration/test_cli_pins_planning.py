"""The calendar on the command line, and pins given their times there."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from pressroom.core.connections.models import Connection
from pressroom.features.pins.models import Pin
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.settings import Settings
from tests.caller import Caller
from tests.commands import CommandLine
from tests.library import change
from tests.planning import VIENNA, Planner, planner_of

ZONE = ZoneInfo(VIENNA)
NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


@pytest.fixture
def planner(app: App, admin: Caller) -> Planner:
    """A blog that publishes twice a day, at half past nine and at five in Vienna."""
    return planner_of(app, admin)


def day(number: int) -> date:
    """Return a day to come in Vienna."""
    return now().astimezone(ZONE).date() + timedelta(days=number)


def at(number: int, clock: str) -> datetime:
    """Return the instant of a time of day in Vienna, so many days from now."""
    return datetime.combine(day(number), time.fromisoformat(clock), tzinfo=ZONE).astimezone(UTC)


def shown(pressroom: CommandLine, *arguments: str) -> list[dict[str, Any]]:
    """Return the days of the calendar as it is printed for programs."""
    days: list[dict[str, Any]] = pressroom("pins", "calendar", "--zone", VIENNA, "--json", *arguments).json["items"]
    return days


def test_pins_get_the_next_free_times_in_the_order_they_are_named(pressroom: CommandLine, planner: Planner) -> None:
    first, second, third = planner.pins(3)
    taken = planner.planned(at(1, "09:30"))
    told = pressroom("pins", "plan", third, first, second, "--json")
    times = [datetime.fromisoformat(one["scheduled_at"]) for one in told.json["results"]]
    assert (told.code, told.json["succeeded"], [one["id"] for one in told.json["results"]]) == (
        0,
        3,
        [third, first, second],
    )
    assert times == sorted(times)
    assert at(1, "09:30") not in times, f"that is the time of {taken}"
    assert {f"{one.astimezone(ZONE):%H:%M}" for one in times} <= {"09:30", "17:00"}


def test_pins_are_spread_over_days_from_a_day_on(pressroom: CommandLine, planner: Planner) -> None:
    pins = planner.pins(4)
    told = pressroom("pins", "plan", "--project", str(planner.project_id), "--days", "2", "--from", day(3).isoformat())
    assert (told.code, "4 planned." in told.err) == (0, True)
    assert all(f"{one}: {day(3).year}" in told.err for one in pins)
    planned = [one for shown_day in shown(pressroom, "--from", day(3).isoformat()) for one in shown_day["pins"]]
    assert [datetime.fromisoformat(one["at"]) for one in planned] == [
        at(number, clock) for number in (3, 4) for clock in ("09:30", "17:00")
    ]


def test_one_that_cannot_be_planned_stops_none_of_the_others_and_is_said(
    pressroom: CommandLine, planner: Planner, app: App
) -> None:
    bare, ready = planner.pins(2)
    change(app, Pin, bare, board_id=None)
    told = pressroom("pins", "plan", bare, ready, NOWHERE)
    assert told.code == 1
    assert f"{bare}: This pin has no board yet." in told.err
    assert f"{NOWHERE}: There is no such pin here." in told.err
    assert "1 planned." in told.err
    assert planner.board.pin(UUID(bare)).scheduled_at is None


def test_pins_are_named_or_narrowed_down_and_the_days_are_a_number(pressroom: CommandLine, planner: Planner) -> None:
    (pin,) = planner.pins()
    assert pressroom("pins", "plan").code == 2
    assert pressroom("pins", "plan", pin, "--project", str(planner.project_id)).code == 2
    assert pressroom("pins", "plan", pin, "--days", "367").code == 2
    assert pressroom("pins", "plan", pin, "--days", "1", "--from", "soon").code == 2


def test_the_calendar_shows_what_goes_out_what_would_fail_and_which_times_are_free(
    pressroom: CommandLine, planner: Planner, app: App
) -> None:
    (pin,) = planner.planned(at(1, "12:15"), title="Leek soup")
    change(app, Connection, planner.connection_id, active=False, last_error="Token refresh failed: taken back.")
    told = pressroom("pins", "calendar", "--zone", VIENNA, "--from", day(1).isoformat(), "--days", "1")
    assert told.code == 0
    lines = told.out.splitlines()
    order = [next(place for place, line in enumerate(lines) if clock in line) for clock in ("09:30", "12:15", "17:00")]
    assert order == sorted(order)
    for words in ("Leek soup", pin[:8], "free", "Kitchen notes", "connected again"):
        assert words in told.out, words


def test_the_calendar_is_narrowed_to_a_project_and_to_days(pressroom: CommandLine, planner: Planner) -> None:
    planner.planned(at(1, "12:00"), title="Soup")
    other = planner.project(slots=[])
    assert [one["pins"] for one in shown(pressroom, "--from", day(1).isoformat(), "--project", str(other))] == [[]] * 7
    (found,) = shown(pressroom, "--from", day(1).isoformat(), "--days", "1", "--project", str(planner.project_id))
    assert (found["date"], [one["pin"]["title"] for one in found["pins"]]) == (day(1).isoformat(), ["Soup"])
    far = pressroom("pins", "calendar", "--from", "2098-01-01", "--project", str(other))
    assert "Nothing is planned." in far.err


@pytest.mark.parametrize(
    "wrong", [("--zone", "Nowhere"), ("--days", "63"), ("--from", "tomorrow"), ("--project", NOWHERE)]
)
def test_a_calendar_of_nowhere_and_of_never_is_refused(
    pressroom: CommandLine, planner: Planner, wrong: tuple[str, str]
) -> None:
    assert planner
    assert pressroom("pins", "calendar", *wrong).code != 0
