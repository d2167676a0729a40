"""The times of a week a project publishes at: written many ways, kept one way, true to the clock of their zone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.features.pins.projects.slots import MOST_SLOTS, clock_in, times, week_of, zone_name
from pressroom.kernel.errors import Invalid

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_times_of_a_week_are_kept_in_order_each_once() -> None:
    assert week_of(["fri 17:00", "Monday, 9:30", "MON 09.30", "sunday 7h05"]) == ["mon 09:30", "fri 17:00", "sun 07:05"]


@pytest.mark.parametrize("text", ["", "mon", "09:30", "xyz 09:30", "mon 24:00", "mon 9", "mon 09:60", "mo 09:30"])
def test_what_is_no_time_of_a_week_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="is no time of a"):
        week_of([text])


def test_a_week_has_at_most_a_hundred_times() -> None:
    with pytest.raises(Invalid, match=f"at most {MOST_SLOTS} times; these are 101"):
        week_of(f"mon {number // 60:02}:{number % 60:02}" for number in range(101))


def test_a_zone_is_known_by_its_iana_name_and_utc_where_none_is_named() -> None:
    assert zone_name(" Europe/Vienna ") == "Europe/Vienna"
    assert zone_name("") == "UTC"


@pytest.mark.parametrize("name", ["Vienna", "Europe", "../etc/passwd", "/etc/passwd", "a\0b", "UTC+1"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="is no time zone"):
        zone_name(name)


def test_times_come_in_order_from_an_instant_on_and_before_another() -> None:
    found = list(times(["mon 09:30", "wed 18:00"], "Europe/Vienna", MONDAY, MONDAY + timedelta(days=8)))
    assert found == [at("2026-11-23 08:30"), at("2026-11-25 17:00"), at("2026-11-30 08:30")]
    assert list(times(["mon 09:30"], "Europe/Vienna", found[0], found[0] + timedelta(days=7))) == [found[0]]


def test_a_time_keeps_to_the_clock_when_summer_time_begins_and_ends() -> None:
    found = list(times(["sun 09:00"], "Europe/Vienna", at("2027-03-20 00:00"), at("2027-04-01 00:00")))
    assert found == [at("2027-03-21 08:00"), at("2027-03-28 07:00")]


def test_a_time_that_the_clock_leaps_over_comes_an_hour_later_and_not_twice() -> None:
    found = list(times(["sun 02:30", "sun 03:30"], "Europe/Vienna", at("2027-03-27 12:00"), at("2027-03-29 00:00")))
    assert found == [at("2027-03-28 01:30")]


def test_a_time_that_comes_twice_is_the_first_of_both() -> None:
    found = list(times(["sun 02:30"], "Europe/Vienna", at("2026-10-24 12:00"), at("2026-10-26 00:00")))
    assert found == [at("2026-10-25 00:30")]


def test_a_day_of_the_zone_may_be_another_one_in_utc() -> None:
    found = list(times(["mon 00:30"], "Pacific/Auckland", at("2026-11-21 00:00"), at("2026-11-28 00:00")))
    assert found == [at("2026-11-22 11:30")]


def test_without_times_there_are_none() -> None:
    assert list(times([], "UTC", MONDAY, MONDAY + timedelta(days=700))) == []


@given(
    slots=st.lists(
        st.tuples(st.sampled_from(["mon", "thu", "sun"]), st.times().map(lambda one: f"{one:%H:%M}")).map(" ".join),
        max_size=6,
    ),
    zone=st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    days=st.integers(0, 400),
    hours=st.integers(0, 23),
)
def test_times_rise_and_stay_within_what_was_asked_for(slots: list[str], zone: str, days: int, hours: int) -> None:
    since = MONDAY + timedelta(days=days, hours=hours)
    until = since + timedelta(days=15)
    found = list(times(week_of(slots), zone, since, until))
    assert found == sorted(set(found))
    assert all(since <= one < until for one in found)
    assert len(found) <= 3 * len(slots)


def test_a_clock_is_read_as_people_write_it() -> None:
    assert [f"{clock_in(text):%H:%M}" for text in (" 9:05", "17.30", "00:00")] == ["09:05", "17:30", "00:00"]
