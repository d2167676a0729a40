"""News that come while somebody chooses: what was chosen stands, and is done."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.calendar import TITLES, planned_blog
from tests.browser.conftest import Site
from tests.browser.pictures import PICTURED, described, drop
from tests.browser.pins import rows
from tests.browser.told import note, sent

NOBODY = "00000000-0000-0000-0000-000000000000"
PACE_MILLISECONDS = 3000  # the counts above the table are fetched at most this often


@pytest.fixture(scope="module")
def project_id(browser: Browser, site: Site, signed_in: Path) -> str:
    """A blog with four pins that are ready."""
    context = browser.new_context(base_url=site.address, storage_state=signed_in)
    page = context.new_page()
    page.goto("/media")
    drop(page, {"cat.webp": (PICTURED / "cat.webp").read_bytes()})
    described(page, "cat.webp")
    context.close()
    return planned_blog(site, name="News of the Kitchen")


def pins_of(page: Page, project_id: str) -> list[dict[str, Any]]:
    """Return the pins of the blog."""
    found: list[dict[str, Any]] = page.request.get(f"/api/pins?project_id={project_id}").json()["items"]
    return found


def tag(page: Page, pin_id: str, word: str) -> None:
    """Change something about a pin elsewhere, of which the page that is open will hear."""
    changed = page.request.patch(f"/api/pins/{pin_id}", data={"tags": [word]})
    assert changed.ok, changed.text()


def test_a_filter_is_not_given_up_for_counts_that_are_fetched_again_meanwhile(page: Page, project_id: str) -> None:
    page.goto(f"/pins?project={project_id}")
    expect(rows(page)).to_have_count(len(TITLES))
    page.wait_for_timeout(PACE_MILLISECONDS)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("planned=no"), hold)
    page.locator("#planned").select_option(label="Not planned")
    with page.expect_response(lambda answer: "planned" not in answer.url and "/pins?" in answer.url):
        tag(page, pins_of(page, project_id)[0]["id"], "held")
    page.wait_for_timeout(500)
    for route in held:
        route.continue_()
    expect(page).to_have_url(re.compile("planned=no"))


def test_a_filter_is_answered_though_the_list_is_fetched_again_meanwhile(page: Page) -> None:
    for name in ("media/uploaded", "boards/sync.requested"):
        sent(page.request, "/api/events", {"name": name, "data": {"media_id": NOBODY, "connection_id": NOBODY}})
    page.goto("/runs/events")
    expect(page.locator("#rows .row")).to_have_count(2)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/runs/events\?name="), hold)
    page.get_by_label("Name").select_option("boards/sync.requested")
    sent(page.request, "/api/events", {"name": "media/uploaded", "data": {"media_id": NOBODY}})
    page.wait_for_timeout(PACE_MILLISECONDS)
    held[0].continue_()
    expect(page).to_have_url(re.compile("name=boards"))
    expect(page.locator("#rows .row")).to_have_count(1)


def test_rows_between_are_chosen_along_though_the_list_came_anew(page: Page) -> None:
    for name in ("auk", "bittern", "crane"):
        note(page.request, name)
    page.goto("/runs?workflow=process_document")
    boxes = {name: page.locator("#rows .row", has_text=name).get_by_role("checkbox") for name in ("auk", "crane")}
    boxes["crane"].check()
    note(page.request, "dipper")
    expect(page.locator("#rows .row", has_text="dipper")).to_be_visible()
    boxes["auk"].click(modifiers=["Shift"])
    expect(page.locator("#bulk [data-part=count]")).to_have_text("3 chosen")


def test_what_is_pressed_stays_until_it_is_let_go_of(page: Page) -> None:
    document_id = note(page.request, "egret")
    page.goto("/documents")
    row = page.locator(".row", has_text="egret").filter(has_text="Completed").first
    row.get_by_role("link").first.hover()
    page.mouse.down()
    changed = page.request.patch(f"/api/documents/{document_id}/metadata", data={"tags": ["pressed"]})
    assert changed.ok, changed.text()
    page.wait_for_timeout(PACE_MILLISECONDS)
    page.mouse.up()
    expect(page).to_have_url(re.compile(document_id))


def test_what_was_chosen_and_not_saved_yet_outlives_news_of_the_pin(page: Page, project_id: str) -> None:
    pin = pins_of(page, project_id)[1]
    page.goto(f"/pins/{pin['id']}")
    board = page.get_by_label("Board", exact=True)
    board.select_option(index=0)
    tag(page, pin["id"], "meanwhile")
    page.wait_for_timeout(PACE_MILLISECONDS)
    expect(board).to_have_value("")
    page.locator("#panel").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[id^=publishing-]")).to_contain_text("Pin must have a Pinterest board assigned")
    after = page.request.get(f"/api/pins/{pin['id']}").json()
    assert after["board_id"] is None
    assert after["tags"] == ["meanwhile"]
