"""The calendar as a browser without scripts sees it, and what its scripts are answered."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pressroom.features.pins.models import PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller
from tests.page_forms import PERSON, SCRIPT, press, text_of, toast_of
from tests.planning import VIENNA, Planner, planner_of

ZONE = ZoneInfo(VIENNA)


@pytest.fixture
def planner(app: App, admin: Caller) -> Planner:
    """A blog that publishes twice a day."""
    return planner_of(app, admin)


def day(days: int = 1) -> date:
    """Return a day to come in Vienna."""
    return now().astimezone(ZONE).date() + timedelta(days=days)


def noon(days: int = 1, hour: int = 12) -> datetime:
    """Return an instant of a day to come."""
    return datetime(*day(days).timetuple()[:3], hour, tzinfo=ZONE).astimezone(UTC)


def days_of(page: str) -> dict[str, str]:
    """Return the days of a page, each with what it shows."""
    parts = re.split(r'<li class="calendar-day" id="day-([\d-]+)"', page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def planned_at(planner: Planner, pin_id: str) -> datetime | None:
    """Return when a pin goes out."""
    at = planner.caller.json(f"/api/pins/{pin_id}")["scheduled_at"]
    return datetime.fromisoformat(at) if at else None


def test_a_week_shows_pins_on_their_days_with_what_is_free_and_what_is_wrong(planner: Planner) -> None:
    planner.planned(noon(), title="Leek soup")
    planner.planned(noon(hour=13), title="Plum cake", board_id=None)
    page = text_of(planner.caller, f"/pins/calendar?view=week&day={day()}&zone={VIENNA}")
    shown = days_of(page)
    assert len(shown) == 7
    tomorrow = shown[day().isoformat()]
    assert "12:00</time> <span>Leek soup" in tomorrow
    assert "Pin must have a Pinterest board assigned" in tomorrow
    assert "<time>09:30</time> <span>free</span>" in tomorrow
    assert "1 would not go out as they are" in page


def test_a_month_begins_on_a_monday_and_shows_four_pins_of_a_day(planner: Planner) -> None:
    planner.planned(noon(), 6)
    page = text_of(planner.caller, f"/pins/calendar?day={day()}&zone={VIENNA}")
    shown = days_of(page)
    assert len(shown) % 7 == 0
    assert date.fromisoformat(next(iter(shown))).weekday() == 0
    assert ">2 more, 2 free</a>" in shown[day().isoformat()]


def test_the_calendar_is_told_in_the_reader_s_zone_by_their_cookie(planner: Planner) -> None:
    planner.planned(noon())
    planner.caller.http.cookies.set("zone", "Asia/Kathmandu")
    clock = noon().astimezone(ZoneInfo("Asia/Kathmandu"))
    page = text_of(planner.caller, f"/pins/calendar?view=week&day={clock.date()}")
    assert f"<time>{clock:%H:%M}</time> <span>Pin 1" in days_of(page)[clock.date().isoformat()]


@pytest.mark.parametrize(
    "query", ["day=soon", "day=0001-01-01", "day=9999-12-31", "zone=Nowhere", "view=year", "project=x"]
)
def test_an_address_that_makes_no_sense_shows_a_calendar_all_the_same(planner: Planner, query: str) -> None:
    assert 'id="calendar"' in text_of(planner.caller, f"/pins/calendar?{query}")


def test_a_pin_is_moved_to_another_day_at_its_time_and_back(planner: Planner) -> None:
    (pin,) = planner.planned(noon())
    fields = {"day": day(3).isoformat(), "zone": VIENNA}
    answer = planner.caller.http.post(f"/pins/{pin}/moves", data=fields, headers={**PERSON, **SCRIPT})
    toast = toast_of(answer)
    assert toast["message"].startswith("“Pin 1” goes out ")
    assert planned_at(planner, pin) == noon(3)
    assert press(planner.caller, toast["undo"]).status_code == 303
    assert planned_at(planner, pin) == noon()


def test_a_pin_without_a_time_gets_the_first_free_one_of_the_day_it_is_put_on_and_loses_it_again(
    planner: Planner,
) -> None:
    (pin,) = planner.pins()
    fields = {"day": day(2).isoformat(), "zone": VIENNA}
    answer = planner.caller.http.post(f"/pins/{pin}/moves", data=fields, headers={**PERSON, **SCRIPT})
    assert planned_at(planner, pin) == noon(2, 9) + timedelta(minutes=30)
    press(planner.caller, toast_of(answer)["undo"])
    assert planner.caller.json(f"/api/pins/{pin}")["status"] == "ready"


def test_a_pin_is_moved_by_days_on_the_clock_of_the_wall_and_by_minutes(planner: Planner) -> None:
    spring = datetime(2027, 3, 27, 12, tzinfo=ZONE)
    (pin,) = planner.planned(spring.astimezone(UTC))
    press(planner.caller, f"/pins/{pin}/moves", {"days": "1", "zone": VIENNA})
    assert planned_at(planner, pin) == datetime(2027, 3, 28, 12, tzinfo=ZONE)
    press(planner.caller, f"/pins/{pin}/moves", {"minutes": "-30", "zone": VIENNA})
    assert planned_at(planner, pin) == datetime(2027, 3, 28, 11, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2026-01-01"}, "This day is past"),
        ({"day": "soon"}, "This is no day"),
        ({"at": "2026-01-01T09:00"}, "This time is past"),
        ({"days": "-300"}, "This time is past"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_in_words(planner: Planner, fields: dict[str, str], words: str) -> None:
    (pin,) = planner.planned(noon())
    answer = planner.caller.http.post(f"/pins/{pin}/moves", data=fields, headers={**PERSON, **SCRIPT})
    assert answer.status_code in {409, 422}
    assert words in toast_of(answer)["message"]
    assert planned_at(planner, pin) == noon()


def test_the_first_pins_that_have_no_time_are_planned_from_the_tray(planner: Planner) -> None:
    ids = planner.pins(3)
    assert "Pin 3" in text_of(planner.caller, "/pins/calendar/tray")
    press(planner.caller, "/pins/planning", {"number": "2", "days": "0", "zone": VIENNA})
    assert [planned_at(planner, one) is not None for one in ids] == [True, True, False]
    press(planner.caller, "/pins/planning", {"ids": [ids[2]], "days": "3"})
    assert planned_at(planner, ids[2])
    refused = press(planner.caller, "/pins/planning", {"number": "2", "days": "0"})
    assert "There is nothing to plan" in refused.text


def test_a_plan_is_undone_as_a_whole_but_for_what_was_changed_since(planner: Planner) -> None:
    ids = planner.pins(3)
    fields = {"number": "3", "days": "0", "zone": VIENNA}
    toast = toast_of(planner.caller.http.post("/pins/planning", data=fields, headers={**PERSON, **SCRIPT}))
    press(planner.caller, f"/pins/{ids[1]}/moves", {"days": "7", "zone": VIENNA})
    press(planner.caller, toast["undo"])
    assert [planned_at(planner, one) is not None for one in ids] == [False, True, False]


def test_one_that_is_planned_anew_or_taken_off_comes_back_to_the_time_it_had(planner: Planner) -> None:
    (pin,) = planner.planned(noon(3))
    for path, fields in (("/pins/planning", {"ids": pin}), (f"/pins/{pin}/schedule/removal", {"zone": VIENNA})):
        answer = planner.caller.http.post(path, data=fields, headers={**PERSON, **SCRIPT})
        assert planned_at(planner, pin) != noon(3)
        press(planner.caller, toast_of(answer)["undo"])
        assert planned_at(planner, pin) == noon(3)


def test_free_times_name_their_project_where_several_are_shown(planner: Planner) -> None:
    week = f"/pins/calendar?view=week&day={day()}&zone={VIENNA}"
    assert "<span>free</span></button>" in text_of(planner.caller, week)
    planner.project(name="Garden Notes", slots=["mon 08:00", "sun 08:00"])
    assert "<span>free</span> <small>Garden Notes</small>" in text_of(planner.caller, week)
    assert "<small>Garden Notes</small>" not in text_of(planner.caller, f"{week}&project={planner.project_id}")


def test_a_free_time_goes_to_the_pin_that_waits_longest_and_only_once(planner: Planner) -> None:
    planner.pins(board_id=None)
    first, second = planner.pins(2)
    slot = {"project": str(planner.project_id), "at": noon(2, 17).isoformat(), "zone": VIENNA}
    press(planner.caller, "/pins/filling", slot)
    assert (planned_at(planner, first), planned_at(planner, second)) == (noon(2, 17), None)
    assert "Something goes out at this time by now" in press(planner.caller, "/pins/filling", slot).text


def test_what_is_being_published_or_is_out_cannot_be_moved(planner: Planner) -> None:
    (pin,) = planner.planned(noon(), status=PinStatus.PUBLISHING)
    page = text_of(planner.caller, f"/pins/calendar?view=week&day={day()}&zone={VIENNA}")
    entry = page[page.index(f'id="entry-{pin}"') :].partition(">")[0]
    assert "draggable" not in entry
    assert press(planner.caller, f"/pins/{pin}/moves", {"days": "1"}).status_code == 409


def test_the_times_of_a_week_are_typed_day_by_day_with_the_project(planner: Planner) -> None:
    url = f"/projects/{planner.project_id}"
    page = text_of(planner.caller, url)
    assert page.count('value="09:30, 17:00"') == 7
    week = ["9:30, 12.15", "", "", "", "17:00", "", ""]
    fields = {"name": "Blog", "site_url": "blog.example", "zone": "Europe/Berlin", "slots": week}
    assert press(planner.caller, f"{url}/settings", fields).status_code == 303
    found = planner.caller.json(f"/api/projects/{planner.project_id}")
    assert (found["zone"], found["slots"]) == ("Europe/Berlin", ["mon 09:30", "mon 12:15", "fri 17:00"])
    wrong = press(planner.caller, f"{url}/settings", fields | {"slots": ["noon"], "zone": "Berlin"})
    assert "“Berlin” is no time zone" in wrong.text
    wrong = press(planner.caller, f"{url}/settings", fields | {"slots": ["noon"]})
    assert "“noon” is no time of a day" in wrong.text
    assert 'value="noon"' in wrong.text
