"""Pins brought to Pinterest in a real browser: an account connected, many published at once, one taken back."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.pictures import PICTURED, described, drop
from tests.browser.pins import rows
from tests.media import wait_for

pytestmark = pytest.mark.timeout(300)
PUBLISHED_MILLISECONDS = 90_000
SECONDS = 60.0
KNOWN = ("cat.webp", "coffee.webp", "rocket.webp")
TITLES = ("A cat that knows", "Coffee for two", "Without a board")


@dataclass(frozen=True, slots=True)
class Account:
    """A connected account, and a project with three pins that publishes with it."""

    project_id: str
    pin_ids: dict[str, str]


def asked(person: BrowserContext, path: str) -> Any:  # noqa: ANN401  # JSON
    """Return what the API answers."""
    answer = person.request.get(path)
    assert answer.ok, answer.text()
    return answer.json()


def made(person: BrowserContext, path: str, **wanted: object) -> str:
    """Make something over the API; return its id."""
    answer = person.request.post(path, data=wanted)
    assert answer.ok, answer.text()
    return str(answer.json()["id"])


@pytest.fixture(scope="module")
def account(browser: Browser, site: Site, signed_in: Path) -> Account:
    """An account that a person connected, and pins of three pictures, one of them on no board."""
    person = browser.new_context(base_url=site.address, storage_state=signed_in)
    page = person.new_page()
    page.goto("/connections")
    page.locator("#provider-pinterest a.button").first.click()
    expect(page.locator("#provider-pinterest").get_by_text("Active")).to_be_visible()
    (connection,) = (one for one in asked(person, "/api/connections")["items"] if one["provider"] == "pinterest")

    def synced() -> list[dict[str, Any]]:
        return [one for one in asked(person, "/api/boards")["items"] if one.get("connection_id") == connection["id"]]

    wait_for(lambda: len(synced()) == 3, SECONDS)
    page.goto("/media")
    drop(page, {name: (PICTURED / name).read_bytes() for name in KNOWN})
    described(page, *KNOWN)
    blog = {"name": "Published Notes", "site_url": "https://published-notes.example/"}
    project_id = made(person, "/api/projects", **blog, connection_id=connection["id"])
    library = {one["filename"]: one["id"] for one in asked(person, "/api/media")["items"]}
    boards = {title: None if title == TITLES[-1] else synced()[0]["id"] for title in TITLES}
    pin_ids = {
        title: made(
            person,
            "/api/pins",
            project_id=project_id,
            picture={"media_id": library[name]},
            title=title,
            description="Told by a person.",
            link=f"https://published-notes.example/{name}",
            board_id=boards[title],
        )
        for title, name in zip(TITLES, KNOWN, strict=True)
    }
    wait_for(lambda: all(asked(person, f"/api/pins/{one}")["status"] == "ready" for one in pin_ids.values()), SECONDS)
    person.close()
    return Account(project_id, pin_ids)


def publish_chosen(page: Page, account: Account) -> None:
    """Choose the three pins, and publish them after what that comes to was said."""
    page.goto(f"/pins?project={account.project_id}")
    expect(rows(page)).to_have_count(3)
    rows(page).first.locator("[data-part=open]").focus()
    page.keyboard.press("Control+a")
    page.locator("#bulk summary", has_text="Publish").click()
    said = page.locator("#bulk [data-estimate='/pins/publication/estimate'] [data-part=estimate]")
    expect(said).to_contain_text("2 pins go to Pinterest now")
    expect(said).to_contain_text("1 not: Pin must have a Pinterest board assigned")
    page.get_by_role("button", name="Publish them now").click()


def test_chosen_pins_are_published_and_the_table_tells_without_reloading(page: Page, account: Account) -> None:
    publish_chosen(page, account)
    expect(page.locator("#writing")).to_contain_text("2 of 3 pins published", timeout=PUBLISHED_MILLISECONDS)
    expect(page.locator("#results .pin-row .state", has_text="Published")).to_have_count(2)
    link = page.locator("#results .pin-row a.external").first
    expect(link).to_have_attribute("href", re.compile(r"https://www\.pinterest\.com/pin/\d+/"))
    page.locator("#writing").get_by_role("link", name="its run").click()
    expect(page.get_by_text("Pin must have a Pinterest board assigned").first).to_be_visible()


def test_a_pin_is_withdrawn_changed_and_published_again_with_what_was_typed(page: Page, account: Account) -> None:
    page.goto(f"/pins/{account.pin_ids[TITLES[0]]}")
    panel = page.locator("#panel")
    if panel.get_by_role("button", name="Publish now").count():
        panel.get_by_role("button", name="Publish now").click()
    publishing = panel.locator("[id^=publishing-]")
    expect(publishing.get_by_role("link", name="Open it at Pinterest")).to_be_visible(timeout=PUBLISHED_MILLISECONDS)
    expect(publishing.locator(".pin-sent-try").first).to_contain_text("request demo-")
    publishing.locator("summary", has_text="Withdraw").click()
    publishing.get_by_role("button", name="Withdraw it").click()
    expect(publishing.get_by_role("button", name="Publish now")).to_be_visible(timeout=PUBLISHED_MILLISECONDS)
    page.get_by_label("Title", exact=True).fill("A cat that came back")
    publishing.get_by_role("button", name="Publish now").click()
    expect(publishing.get_by_role("link", name="Open it at Pinterest")).to_be_visible(timeout=PUBLISHED_MILLISECONDS)
    expect(page.locator(".panel-name")).to_have_text("A cat that came back")
    expect(publishing.locator(".pin-sent-try")).to_have_count(2)


def test_what_stands_in_the_way_is_said_and_goes_when_it_is_mended(page: Page, account: Account) -> None:
    page.goto(f"/pins/{account.pin_ids[TITLES[-1]]}")
    publishing = page.locator("#panel [id^=publishing-]")
    expect(publishing).to_contain_text("Pin must have a Pinterest board assigned")
    expect(publishing.get_by_role("button", name="Publish now")).to_have_count(0)
    page.get_by_label("Board", exact=True).select_option(index=1)
    page.locator("#panel").get_by_role("button", name="Save", exact=True).click()
    expect(publishing.get_by_role("button", name="Publish now")).to_be_visible()
