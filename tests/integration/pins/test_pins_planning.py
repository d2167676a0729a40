"""When pins go out, over the API: free times, many spread over days, the calendar and what it warns of."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pressroom.core.connections.models import Connection
from pressroom.features.pins.models import PinStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.caller import Caller, problem_of
from tests.library import change
from tests.pin_api import GONE
from tests.planning import VIENNA, Planner, planner_of

ZONE = ZoneInfo(VIENNA)
DAY = timedelta(days=1)


@pytest.fixture
def planner(app: App, admin: Caller) -> Planner:
    """A blog that publishes twice a day."""
    return planner_of(app, admin)


def instant(day: date, clock: str) -> datetime:
    """Return the instant of a time of day in Vienna."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE).astimezone(UTC)


def tomorrow(days: int = 1) -> date:
    """Return a day to come in Vienna."""
    return now().astimezone(ZONE).date() + days * DAY


def times(results: list[dict[str, Any]]) -> list[datetime]:
    """Return the times that pins were given."""
    return [datetime.fromisoformat(one["scheduled_at"]) for one in results]


def calendar(planner: Planner, first: date, days: int = 1, **asked: str) -> list[dict[str, Any]]:
    """Return days of the calendar."""
    query: dict[str, str | int] = {"first": first.isoformat(), "days": days, "zone": VIENNA, **asked}
    found: list[dict[str, Any]] = planner.caller.json("/api/pins/calendar", **query)["items"]
    return found


def concerns(planner: Planner, day: date) -> list[list[tuple[str, str]]]:
    """Return what stands against each pin of a day: how bad it is, and its code."""
    (shown,) = calendar(planner, day)
    return [[(one["kind"], one["code"]) for one in pin["concerns"]] for pin in shown["pins"]]


def test_pins_get_the_next_free_times_of_the_week_in_the_order_they_are_named(planner: Planner) -> None:
    free = [
        datetime.fromisoformat(one) for one in planner.caller.json(f"/api/projects/{planner.project_id}/slots")["items"]
    ]
    ids = planner.pins(3)
    results = planner.plan([ids[2], ids[0], ids[1]])
    assert [one["id"] for one in results] == [ids[2], ids[0], ids[1]]
    assert times(results) == free[:3]
    assert free == sorted(free)
    assert {one.astimezone(ZONE).strftime("%H:%M") for one in free} == {"09:30", "17:00"}
    assert planner.caller.json(f"/api/pins/{ids[0]}")["status"] == "scheduled"
    left = planner.caller.json(f"/api/projects/{planner.project_id}/slots", limit=1)
    assert left["zone"] == VIENNA
    assert datetime.fromisoformat(left["items"][0]) == free[3]


def test_a_time_another_blog_of_the_same_account_uses_is_not_free(planner: Planner) -> None:
    other = planner.project(slots=["mon 12:00"])
    (first, *_) = planner.caller.json(f"/api/projects/{planner.project_id}/slots")["items"]
    planner.planned(datetime.fromisoformat(first) + timedelta(seconds=20), project_id=other)
    assert first not in planner.caller.json(f"/api/projects/{planner.project_id}/slots")["items"]


def test_pins_planned_anew_do_not_stand_in_their_own_way(planner: Planner) -> None:
    ids = planner.pins(4)
    before = times(planner.plan(ids))
    assert times(planner.plan(ids[::-1])) == before


def test_two_blogs_of_one_account_never_get_the_same_time(planner: Planner) -> None:
    other = planner.project(slots=["mon 09:30", "tue 09:30", "wed 09:30"])
    ids = [*planner.pins(6), *planner.pins(3, project_id=other)]
    given = times(planner.plan(ids))
    assert len(set(given)) == 9


def test_what_is_in_the_way_of_one_pin_stops_none_of_the_others(planner: Planner) -> None:
    (good,) = planner.pins()
    (bare,) = planner.pins(board_id=None)
    (out,) = planner.pins(status=PinStatus.PUBLISHED, pinterest_pin_id="1", published_at=now())
    (lost,) = planner.pins(project_id=planner.project(slots=[], name="No times"))
    results = {one["id"]: one for one in planner.plan([bare, good, out, lost, GONE])}
    assert results[good]["success"]
    assert results[bare]["error"] == "This pin has no board yet. Choose one, then schedule it."
    assert results[out]["error"] == "This pin is published already."
    assert results[lost]["error"] == "The project “No times” has no times of a week yet. Set them on its page."
    assert results[GONE]["error"] == "There is no such pin here."


def test_pins_are_spread_over_days_at_times_of_the_week_as_evenly_as_these_allow(planner: Planner) -> None:
    results = planner.plan(planner.pins(6), days=6, first=tomorrow().isoformat())
    given = [one.astimezone(ZONE) for one in times(results)]
    assert [one.date() for one in given] == [tomorrow(number) for number in range(1, 7)]
    assert all(one.strftime("%H:%M") in {"09:30", "17:00"} for one in given)


def test_days_that_are_past_are_called_so(planner: Planner) -> None:
    (told,) = planner.plan(planner.pins(), days=3, first="2026-01-01")
    assert told["error"] == "These days are past. Choose some that are still to come."


def test_more_pins_than_times_of_the_week_are_spread_over_the_hours_of_the_days(planner: Planner) -> None:
    results = planner.plan(planner.pins(12), days=2, first=tomorrow().isoformat())
    given = [one.astimezone(ZONE) for one in times(results)]
    assert [sum(one.date() == tomorrow(number) for one in given) for number in (1, 2)] == [6, 6]
    assert all(9 <= one.hour < 21 and one.minute % 5 == 0 for one in given)
    assert [f"{one:%H:%M}" for one in given[:6]] == ["09:30", "12:00", "14:00", "17:00", "18:00", "20:00"]


def test_where_no_time_of_the_week_is_set_the_hours_of_the_days_are_shared_out_evenly(planner: Planner) -> None:
    other = planner.project(slots=[], board_id=planner.board_id)
    results = planner.plan(planner.pins(12, project_id=other), days=2, first=tomorrow().isoformat())
    given = [one.astimezone(ZONE) for one in times(results)]
    assert {after - before for before, after in pairwise(given[:6])} == {timedelta(hours=2)}


def test_pins_of_one_article_do_not_follow_one_another_while_there_are_others(planner: Planner) -> None:
    first, second = (planner.board.article(planner.project_id, name) for name in ("leek-soup", "plum-cake"))
    ids = [*planner.pins(2, article_id=first), *planner.pins(2, article_id=second)]
    results = sorted(planner.plan(ids), key=lambda one: str(one["scheduled_at"]))
    assert [one["id"] for one in results] == [ids[0], ids[2], ids[1], ids[3]]


def test_a_day_that_is_full_is_said(planner: Planner) -> None:
    results = planner.plan(planner.pins(200), days=1, first=tomorrow().isoformat())
    refused = [one for one in results if not one["success"]]
    assert len(set(times([one for one in results if one["success"]]))) == 200 - len(refused) > 140
    assert {one["error"] for one in refused} == {"There is no free time left in these days. Take more days."}


@pytest.mark.parametrize("wanted", [{"days": 0}, {"days": 367}, {"first": "soon"}, {"pin_ids": []}])
def test_what_makes_no_plan_is_refused(planner: Planner, wanted: dict[str, Any]) -> None:
    body = {"pin_ids": [GONE], **wanted}
    assert planner.caller.http.post("/api/pins/planning", json=body).status_code == 422


def test_the_calendar_tells_pins_of_each_day_of_a_zone_with_what_is_free(planner: Planner) -> None:
    early, late = instant(tomorrow(), "00:30"), instant(tomorrow(), "17:00")
    (first,) = planner.planned(early)
    (second,) = planner.planned(late)
    planner.planned(instant(tomorrow(2), "00:00"))
    (day, after) = calendar(planner, tomorrow(), 2)
    assert [(one["pin"]["id"], one["concerns"]) for one in day["pins"]] == [(first, []), (second, [])]
    assert (day["total"], after["total"]) == (2, 1)
    assert [datetime.fromisoformat(one["at"]) for one in day["free"]] == [instant(tomorrow(), "09:30")]
    assert {one["project_id"] for one in after["free"]} == {str(planner.project_id)}
    assert len(after["free"]) == 2


def test_a_published_pin_stands_where_it_was_published(planner: Planner) -> None:
    at = now() - timedelta(minutes=5)
    (pin,) = planner.pins(
        status=PinStatus.PUBLISHED, pinterest_pin_id="1", published_at=at, scheduled_at=at - timedelta(days=3)
    )
    found = calendar(planner, at.astimezone(ZONE).date() - 4 * DAY, 5)
    assert [one["pin"]["id"] for one in found[-1]["pins"]] == [pin]
    assert sum(day["total"] for day in found) == 1


def test_the_calendar_of_a_project_shows_no_other_s_pins(planner: Planner) -> None:
    other = planner.project(slots=[])
    planner.planned(instant(tomorrow(), "12:00"))
    (day,) = calendar(planner, tomorrow(), project_id=str(other))
    assert (day["total"], day["pins"], day["free"]) == (0, [], [])


def test_what_would_fail_is_said_before_it_fails(planner: Planner, app: App) -> None:
    at = instant(tomorrow(), "12:00")
    planner.planned(at, board_id=None)
    assert concerns(planner, tomorrow()) == [[("blocks", "obstacle")]]
    planner.planned(at + timedelta(hours=1))
    change(app, Connection, str(planner.connection_id), active=False, last_error="Token refresh failed: gone")
    (first, second) = concerns(planner, tomorrow())
    assert (first, second) == ([("blocks", "obstacle")] * 2, [("blocks", "obstacle")])
    (day,) = calendar(planner, tomorrow())
    assert "Token refresh failed" in day["pins"][1]["concerns"][0]["text"]


def test_a_sign_in_that_ends_before_a_pin_is_due_and_cannot_be_renewed_is_said(planner: Planner, app: App) -> None:
    planner.planned(instant(tomorrow(3), "12:00"))
    ends = now() + timedelta(days=1)
    change(app, Connection, str(planner.connection_id), token_expires_at=ends)
    assert concerns(planner, tomorrow(3)) == [[]]
    change(app, Connection, str(planner.connection_id), refresh_sealed=None)
    assert concerns(planner, tomorrow(3)) == [[("blocks", "token")]]


def test_an_account_that_pinterest_lets_wait_is_said(planner: Planner, app: App) -> None:
    planner.planned(now() + timedelta(minutes=20))
    used_up = {
        "at": now().isoformat(),
        "limits": [{"name": "org_write", "limit": 10, "remaining": 0, "resets_in": 3600}],
    }
    change(app, Connection, str(planner.connection_id), rates=used_up)
    day = (now() + timedelta(minutes=20)).astimezone(ZONE).date()
    assert concerns(planner, day) == [[("warns", "rate")]]


def test_pins_of_an_account_at_one_time_are_said(planner: Planner) -> None:
    at = instant(tomorrow(), "12:00")
    planner.planned(at, project_id=planner.project(slots=[]))
    planner.planned(at)
    planner.planned(at + timedelta(minutes=1))
    assert concerns(planner, tomorrow()) == [[("warns", "same_time")], [("warns", "same_time")], []]


def test_an_article_that_comes_to_a_board_twice_within_a_day_is_said_of_the_later_pin(planner: Planner) -> None:
    article = planner.board.article(planner.project_id, "soup")
    at = instant(tomorrow(), "12:00")
    planner.planned(at, article_id=article)
    planner.planned(at + timedelta(hours=3), article_id=article)
    planner.planned(at + timedelta(hours=4), article_id=article, board_id=planner.board.board("Elsewhere"))
    first, second, third = concerns(planner, tomorrow())
    assert (first, second) == ([], [("warns", "repeated")])
    assert ("warns", "repeated") not in third


def test_more_pins_a_day_than_are_good_for_an_account_are_said(planner: Planner, app: App) -> None:
    most = app.limits.daily_pins
    planner.planned(instant(tomorrow(), "12:00"), most + 1)
    (day,) = calendar(planner, tomorrow())
    assert (day["total"], len(day["pins"])) == (most + 1, most + 1)
    (crowd,) = day["crowded"]
    assert (crowd["account"], crowd["planned"], crowd["limit"]) == ("kitchen_notes", most + 1, most)


@pytest.mark.parametrize("query", ["zone=Nowhere", "first=1999-01-01", "days=63", "days=0", "first=2100-01-01"])
def test_a_calendar_of_nowhere_and_of_never_is_refused(planner: Planner, query: str) -> None:
    assert planner.caller.http.get(f"/api/pins/calendar?{query}").status_code == 422


def test_a_project_keeps_the_times_of_its_week_in_its_zone(admin: Caller) -> None:
    wanted = {"name": "Blog", "site_url": "blog.example", "zone": VIENNA, "slots": ["fri 17:00", "Monday 9:30"]}
    made = admin.http.post("/api/projects", json=wanted).json()
    assert (made["zone"], made["slots"]) == (VIENNA, ["mon 09:30", "fri 17:00"])
    path = f"/api/projects/{made['id']}"
    assert admin.http.patch(path, json={"slots": []}).json()["slots"] == []
    assert admin.http.patch(path, json={"tone": "warm"}).json()["zone"] == VIENNA
    refused = admin.http.patch(path, json={"slots": ["noon"]})
    assert problem_of(refused, 422, "slots")["detail"].startswith("“noon” is no time of a week")
    assert problem_of(admin.http.patch(path, json={"zone": "Vienna"}), 422, "zone")["detail"].startswith(
        "“Vienna” is no time zone"
    )
