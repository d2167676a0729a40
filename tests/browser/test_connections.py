"""An account at Pinterest in a real browser: let in, let go of by Pinterest, and let in again with all plans kept."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from pressroom.kernel.clock import now
from tests.browser.conftest import PATIENCE_MILLISECONDS, Site, serving, watched
from tests.media import wait_for
from tests.pictures import one_of_a_kind
from tests.pinterest_server import PinterestServer
from tests.postgres import open_folder

pytestmark = pytest.mark.timeout(300)
SENT_MILLISECONDS = 90_000
SECONDS = 100.0
TITLES = ("Leek soup", "Carrot soup")


@pytest.fixture(scope="module")
def pinterest() -> Iterator[PinterestServer]:
    """The Pinterest that the installation knows: an account with two boards."""
    with PinterestServer() as server:
        server.add_section(server.add_board("Soups"), "Leek")
        server.add_board("Salads")
        yield server


@pytest.fixture(scope="module")
def installation(pinterest: PinterestServer) -> Iterator[Site]:
    """An installation of its own, for there people are sent to Pinterest to agree."""
    with open_folder() as folder, serving(folder, pinterest.settings) as said:
        yield Site(said["address"], said["sign_in_link"], folder, folder)


@pytest.fixture(scope="module")
def owner(browser: Browser, installation: Site) -> Iterator[BrowserContext]:
    """Its owner, signed in, at a desk."""
    context = browser.new_context(base_url=installation.address, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    context.new_page().goto(installation.sign_in_link)
    yield context
    context.close()


@pytest.fixture
def tab(owner: BrowserContext) -> Iterator[Page]:
    """A tab of theirs, in which no script may fail."""
    with watched(owner.new_page()) as page:
        yield page


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


def accounts(page: Page) -> Locator:
    """Open the connections; return the part of those to Pinterest."""
    page.goto("/connections")
    return page.locator("#provider-pinterest")


def notice(page: Page) -> Locator:
    """Return what pages say of an account that cannot be used."""
    return page.locator("main .notice", has_text="needs you to sign in again")


@pytest.fixture(scope="module")
def pins(owner: BrowserContext) -> dict[str, str]:
    """Two pins of a project that publishes with the account, ready; their ids by title."""
    page = owner.new_page()
    accounts(page).get_by_role("link", name="Connect", exact=True).click()
    expect(page.locator("#provider-pinterest")).to_contain_text("2 boards", timeout=SENT_MILLISECONDS)
    page.close()
    (account,) = asked(owner, "/api/connections")["items"]
    (board,) = asked(owner, "/api/boards?q=Soups")["items"]
    blog = {"name": "Kitchen Notes", "site_url": "https://kitchen-notes.example/"}
    project = made(owner, "/api/projects", **blog, connection_id=account["id"])
    found = {}
    for title in TITLES:
        photo = FilePayload(name=f"{title}.jpg", mimeType="image/jpeg", buffer=one_of_a_kind(title))
        form = {"file": photo, "project_id": project, "title": title, "board_id": board["id"]}
        answer = owner.request.post("/api/pins/upload", multipart=form)
        assert answer.ok, answer.text()
        found[title] = str(answer.json()["id"])
    wait_for(lambda: all(asked(owner, f"/api/pins/{one}")["status"] == "ready" for one in found.values()), SECONDS)
    return found


def publishing(page: Page, pin_id: str) -> Locator:
    """Open a pin; return what its page says of its way to Pinterest."""
    page.goto(f"/pins/{pin_id}")
    return page.locator("#panel [id^=publishing-]")


def test_who_does_not_agree_is_told_so_and_nothing_is_connected(tab: Page, pinterest: PinterestServer) -> None:
    pinterest.deny_next()
    accounts(tab).get_by_role("link", name=re.compile("^Connect")).click()
    expect(tab.get_by_role("alert")).to_contain_text("You did not allow it there.")


def test_an_account_that_pinterest_lets_go_is_let_in_again_and_all_that_was_planned_goes_out(
    tab: Page, owner: BrowserContext, pinterest: PinterestServer, pins: dict[str, str]
) -> None:
    refused, planned = (pins[title] for title in TITLES)
    pinterest.revoke_tokens()
    publishing(tab, refused).get_by_role("button", name="Publish now").click()
    expect(tab.locator("#panel [id^=publishing-]")).to_contain_text("ada_makes has to be connected again")
    due = {"scheduled_at": (now() + timedelta(seconds=5)).isoformat()}
    assert owner.request.put(f"/api/pins/{planned}/schedule", data=due).ok
    for path in ("/", "/pins", "/media", "/pins/calendar"):
        tab.goto(path)
        expect(notice(tab)).to_contain_text("ada_makes needs you to sign in again.")
        expect(notice(tab)).to_contain_text("Token refresh failed:")
    expect(publishing(tab, planned)).to_contain_text("ada_makes has to be connected again")
    assert asked(owner, f"/api/pins/{planned}")["status"] == "scheduled"

    notice(tab).get_by_role("link", name="Reconnect").click()
    part = tab.locator("#provider-pinterest")
    expect(part).to_contain_text("Needs reconnecting")
    part.get_by_role("link", name="Reconnect").click()
    expect(part.get_by_text("Active")).to_be_visible()
    expect(part.locator(".row")).to_have_count(1)
    tab.goto("/pins")
    expect(notice(tab)).to_have_count(0)
    wait_for(lambda: asked(owner, f"/api/pins/{planned}")["status"] == "published", SECONDS)
    publishing(tab, refused).get_by_role("button", name="Publish now").click()
    expect(tab.get_by_role("link", name="Open it at Pinterest")).to_be_visible(timeout=SENT_MILLISECONDS)
    assert sorted(one["title"] for one in pinterest.pins()) == sorted(TITLES)
    assert pinterest.breaches == []
