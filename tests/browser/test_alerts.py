"""What goes wrong, as an owner learns of it: a banner on every page, a mail, and both gone once all is well."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, BrowserContext, Page, expect

from tests.browser.told import asked, note, sent
from tests.mail_server import MailServer, mail_server
from tests.media import wait_for

BROKEN, SOUND = 5, 6
LONGEST_SECONDS = 90.0


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    """The mail server that the installation writes to."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def installed_with(post: MailServer) -> Mapping[str, str]:
    """Alerts are mailed, and looked for when a test asks."""
    return {"PRESSROOM_SMTP_URL": post.url, "PRESSROOM_ALERTS_TO": '["ops@example.org"]'}


@pytest.fixture
def look(person: BrowserContext) -> Callable[[], None]:
    """Look whether all is well, and wait until that is done."""
    schedule = "/api/schedules/look_for_alerts"
    sent(person.request, f"{schedule}/pause", status=200)

    def look() -> None:
        sent(person.request, f"{schedule}/runs")
        wait_for(lambda: not _under_way(person.request, schedule), LONGEST_SECONDS)

    return look


def _under_way(request: APIRequestContext, schedule: str) -> list[Any]:
    return [one for one in asked(request, f"{schedule}/runs")["items"] if one["status"] in {"queued", "running"}]


def ended(request: APIRequestContext, number: int) -> bool:
    """Tell whether so many documents are done with, well or not."""
    statuses = [one["status"] for one in asked(request, "/api/documents?limit=50")["items"]]
    return sum(one in {"completed", "failed"} for one in statuses) >= number


def test_what_keeps_failing_is_told_until_it_does_so_no_more(
    page: Page, look: Callable[[], None], post: MailServer
) -> None:
    page.goto("/alerts")
    expect(page.get_by_text("All is well", exact=True)).to_be_visible()
    for number in range(BROKEN):
        note(page.request, f"torn {number}", b"%%PDF-1.7 torn off here: %d" % number)
    wait_for(lambda: ended(page.request, BROKEN), LONGEST_SECONDS)
    look()
    expect(page.locator("#alerts .state")).to_have_text("Lasts")
    page.goto("/documents")
    banner = page.locator(".notice", has_text="A workflow keeps failing.")
    expect(banner).to_contain_text("5 of 5 runs of the last hour failed")
    wait_for(lambda: len(post.kept) == 1)
    assert post.kept[0]["subject"] == "Pressroom: A workflow keeps failing."
    look()
    assert len(post.kept) == 1, "it is told once"
    banner.get_by_role("link", name="See the runs").click()
    expect(page.locator("#rows .row")).to_have_count(BROKEN)
    page.locator(".notice").get_by_role("button", name="Put aside").click()
    expect(page.locator(".notice")).to_have_count(0)
    expect(page).to_have_url("/runs?status=failed&workflow=process_document")
    page.goto("/alerts")
    for number in range(SOUND):
        note(page.request, f"sound {number}")
    wait_for(lambda: ended(page.request, BROKEN + SOUND), LONGEST_SECONDS)
    look()
    expect(page.locator("#alerts .state")).to_have_text("Over")
    wait_for(lambda: len(post.kept) == 2)  # the second says that it is over
    assert post.kept[1]["subject"] == "Pressroom: Well again: A workflow keeps failing."
