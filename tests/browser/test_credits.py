"""An owner grants and refunds credits, and the member sees it without reloading, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.pictures import PICTURED
from tests.commands import ended, started

MADE_MILLISECONDS = 120_000


@pytest.fixture(scope="module")
def grace(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """Grace, a member who owns nothing, signed in."""
    environment = {"PRESSROOM_DATA_DIR": str(site.folder), "PRESSROOM_PORT": site.address.rpartition(":")[2]}
    link = ended(started(environment, "user", "create", "--name", "Grace")).out.strip()
    context = browser.new_context(base_url=site.address)
    context.new_page().goto(link)
    yield context
    context.close()


@pytest.fixture
def strip(grace: BrowserContext) -> Iterator[Locator]:
    """What Grace may spend, as the studio she has open says it."""
    page = grace.new_page()
    page.goto("/generations")
    page.evaluate("document.body.dataset.untouched = 'yes'")
    yield page.locator("#studio-credits .spending-number")
    assert page.evaluate("document.body.dataset.untouched") == "yes"
    page.close()


@pytest.fixture
def settings(page: Page) -> Locator:
    """The owner's settings, at the credits."""
    page.goto("/settings#credits")
    return page.locator("#credits")


def available(strip: Locator) -> int:
    """Return how many Grace may spend."""
    return int(strip.inner_text())


def balance(settings: Locator) -> Locator:
    """Return Grace's balance, as the owner sees it."""
    return settings.locator("tr", has_text="Grace").locator(".spending-amount")


def test_a_grant_is_told_and_shows_with_the_member_at_once(settings: Locator, strip: Locator) -> None:
    before = available(strip)
    settings.get_by_label("Grant to").select_option(label="Grace")
    settings.get_by_label("Credits", exact=True).fill("7")
    settings.get_by_role("textbox", name="Reason").fill("For the summer fair")
    settings.get_by_role("button", name="Grant").click()
    expect(settings.page.locator(".toast", has_text="Granted 7 credits to Grace.")).to_be_visible()
    expect(strip).to_have_text(str(before + 7))
    expect(balance(settings)).to_have_text(str(before + 7))
    newest = settings.locator(".spending-entry").first
    expect(newest).to_contain_text("For the summer fair")
    expect(newest).to_contain_text(re.compile("Granted · Grace · by "))


def test_a_picture_that_was_paid_for_is_refunded_once(settings: Locator, strip: Locator, grace: BrowserContext) -> None:
    before = available(strip)
    cup = FilePayload(name="cup.webp", mimeType="image/webp", buffer=(PICTURED / "coffee.webp").read_bytes())
    answer = grace.request.post("/api/generations", multipart={"file": cup})
    assert answer.ok, answer.text()
    expect(strip).to_have_text(str(before - 1))
    charge = settings.locator(".spending-entry", has_text="in the style plushie").filter(has_text="Paid · Grace")
    expect(charge).to_be_visible(timeout=MADE_MILLISECONDS)
    charge.get_by_role("button", name="Refund").click()
    dialog = settings.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Refund 1 credit to Grace?")
    dialog.get_by_label("Reason").fill("It came out grey")
    dialog.get_by_role("button", name="Refund").click()
    expect(settings.page.locator(".toast", has_text="Refunded 1 credit.")).to_be_visible()
    expect(strip).to_have_text(str(before))
    expect(settings.locator(".spending-entry").first).to_contain_text("It came out grey")
    expect(charge.get_by_text("refunded", exact=True)).to_be_visible()
    expect(charge.get_by_role("button", name="Refund")).to_have_count(0)


def test_a_member_sees_their_own_credits_and_no_way_to_grant(grace: BrowserContext, strip: Locator) -> None:
    page = grace.new_page()
    page.goto("/settings#credits")
    credits_ = page.locator("#credits")
    expect(credits_.locator(".spending-number")).to_have_text(strip.inner_text())
    expect(credits_.locator(".spending-entry", has_text="Welcome")).to_have_count(1)
    expect(credits_.get_by_label("Grant to")).to_have_count(0)
    expect(credits_.locator("form, table")).to_have_count(0)
    expect(credits_.get_by_role("button", name="Refund")).to_have_count(0)
    page.close()
