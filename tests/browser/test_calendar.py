"""A week planned in a real browser: pins dragged to days and free times, moved by keys, many planned at once."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.calendar import TITLES, planned_blog
from tests.browser.conftest import Site
from tests.browser.pictures import PICTURED, described, drop

SLOTS = tuple(f"{day} {time}" for day in ("mon", "tue", "wed", "thu", "fri") for time in ("09:30", "17:00"))
TODAY = date.today()  # noqa: DTZ011  # only a week well ahead is looked at
MONDAY = TODAY + timedelta(days=21 - TODAY.weekday())

NEWS_MILLISECONDS = 3000


@pytest.fixture(scope="module")
def project_id(browser: Browser, site: Site, signed_in: Path) -> str:
    """A blog with times of a week, and four pins that wait for theirs."""
    context = browser.new_context(base_url=site.address, storage_state=signed_in)
    page = context.new_page()
    page.goto("/media")
    drop(page, {"cat.webp": (PICTURED / "cat.webp").read_bytes()})
    described(page, "cat.webp")
    context.close()
    return planned_blog(site, name="Calendar Notes", slots=SLOTS)


@pytest.fixture
def calendar(page: Page, project_id: str) -> Page:
    """The week, three weeks from now, of that blog alone."""
    page.goto(f"/pins/calendar?view=week&day={MONDAY}&project={project_id}&zone=Europe/Vienna")
    return page


def day(page: Page, number: int) -> Locator:
    """Return a day of the week, Monday being 0."""
    return page.locator(f"#day-{MONDAY + timedelta(days=number)}")


def pins(place: Locator) -> Locator:
    """Return the pins of a day."""
    return place.locator(".calendar-pin")


def quiet(page: Page) -> None:
    """Wait until the news of what was done just before have come: they draw the tray anew, and end a drag."""
    page.wait_for_timeout(NEWS_MILLISECONDS)


def test_a_pin_is_dragged_to_a_day_then_to_a_free_time_then_moved_by_keys_and_taken_off(calendar: Page) -> None:
    calendar.locator(".tray-pin", has_text=TITLES[0]).drag_to(day(calendar, 2).locator(".calendar-date"))
    expect(pins(day(calendar, 2))).to_contain_text(f"09:30 {TITLES[0]}")
    expect(calendar.locator(".tray-pin", has_text=TITLES[0])).to_have_count(0)
    pins(day(calendar, 2)).drag_to(day(calendar, 4).locator(".calendar-slot", has_text="17:00"))
    expect(pins(day(calendar, 4))).to_contain_text(f"17:00 {TITLES[0]}")
    expect(pins(day(calendar, 2))).to_have_count(0)
    pins(day(calendar, 4)).get_by_role("link").focus()
    calendar.keyboard.press("Shift+ArrowLeft")
    expect(pins(day(calendar, 3))).to_contain_text(f"17:00 {TITLES[0]}")
    expect(pins(day(calendar, 3)).get_by_role("link")).to_be_focused()
    calendar.keyboard.press("m")
    calendar.get_by_role("button", name="Take off the schedule").click()
    expect(calendar.locator(".tray-pin", has_text=TITLES[0])).to_be_visible()
    expect(pins(day(calendar, 3))).to_have_count(0)


def test_a_move_is_undone_from_its_toast(calendar: Page) -> None:
    quiet(calendar)
    calendar.locator(".tray-pin", has_text=TITLES[1]).drag_to(day(calendar, 1).locator(".calendar-date"))
    expect(pins(day(calendar, 1))).to_contain_text(TITLES[1])
    calendar.get_by_role("button", name="Undo").last.click()
    expect(pins(day(calendar, 1))).to_have_count(0)
    expect(calendar.locator(".tray-pin", has_text=TITLES[1])).to_be_visible()


def test_a_free_time_is_filled_by_pressing_it(calendar: Page) -> None:
    day(calendar, 0).get_by_role("button", name="09:30 is free").click()
    expect(pins(day(calendar, 0))).to_contain_text("09:30")
    pins(day(calendar, 0)).hover()
    pins(day(calendar, 0)).get_by_role("button").click()
    calendar.get_by_role("button", name="Take off the schedule").click()
    expect(pins(day(calendar, 0))).to_have_count(0)


def test_all_that_wait_are_planned_at_once(calendar: Page, project_id: str) -> None:
    expect(calendar.locator(".tray-pin")).to_have_count(len(TITLES))
    calendar.get_by_role("button", name="Plan", exact=True).click()
    expect(calendar.locator(".toast", has_text="4 planned")).to_be_visible()
    expect(calendar.locator(".tray-pin")).to_have_count(0)
    for pin in calendar.request.get(f"/api/pins?project_id={project_id}").json()["items"]:
        assert pin["status"] == "scheduled"
        calendar.request.post(f"/pins/{pin['id']}/schedule/removal")
