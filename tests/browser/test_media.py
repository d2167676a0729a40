"""A person's day with pictures, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.pictures import DESCRIBED_MILLISECONDS, PICTURED, copy_pictures, described, drop, tile
from tests.pictures import one_of_a_kind

KNOWN = ("cat.webp", "coffee.webp", "rocket.webp")


@pytest.fixture(scope="module")
def library(browser: Browser, site: Site, signed_in: Path) -> None:
    """Three described pictures, and many more from long ago."""
    context = browser.new_context(base_url=site.address, storage_state=signed_in)
    page = context.new_page()
    page.goto("/media")
    drop(page, {name: (PICTURED / name).read_bytes() for name in KNOWN})
    described(page, *KNOWN)
    copy_pictures(site, "cat.webp", 150)
    context.close()


@pytest.fixture
def opened(page: Page, library: None) -> Page:
    """The library, with its pictures."""
    del library
    page.goto("/media")
    return page


def choose(page: Page, *names: str) -> None:
    """Choose tiles by hand."""
    for name in names:
        tile(page, name).hover()
        tile(page, name).get_by_label(f"Choose {name}", exact=True).check()


def load_more(page: Page) -> None:
    """Scroll to the end of what is loaded; at once, for it may be fetched again at any moment."""
    page.locator(".grid-more").evaluate("more => more.scrollIntoView()")


def bulk(page: Page) -> Locator:
    """Return the bar of what can be done with those chosen."""
    return page.locator("#bulk")


def said(page: Page, words: str) -> None:
    """Wait for a toast that says it."""
    expect(page.locator(".toast", has_text=words).first).to_be_visible()


def test_dropped_pictures_appear_at_once_and_are_described_without_reloading(opened: Page) -> None:
    opened.evaluate("document.body.dataset.untouched = 'yes'")
    drop(opened, {name: one_of_a_kind(name) for name in ("one.jpg", "two.jpg")})
    expect(tile(opened, "two.jpg")).to_be_visible()
    described(opened, "one.jpg", "two.jpg")
    expect(tile(opened, "one.jpg").locator(".picture")).to_be_visible()
    assert opened.evaluate("document.body.dataset.untouched") == "yes"


def test_a_list_that_is_empty_fills_by_itself(page: Page, person: BrowserContext) -> None:
    page.goto("/media?tag=stray")
    expect(page.get_by_text("No picture fits")).to_be_visible()
    other = person.new_page()
    other.goto("/media")
    drop(other, {"stray.jpg": one_of_a_kind("stray")})
    described(other, "stray.jpg")
    person.request.post("/api/media/tags", data={"ids": [an_id(person)], "add": ["stray"]})
    expect(tile(page, "stray.jpg")).to_be_visible()
    expect(page.get_by_text("No picture fits")).to_be_hidden()


def test_what_is_no_picture_is_refused_with_the_reason_and_the_same_again_is_here_already(opened: Page) -> None:
    drop(opened, {"notes.jpg": b"not a picture", "the same again.webp": (PICTURED / "rocket.webp").read_bytes()})
    expect(opened.locator("#uploads .row", has_text="notes.jpg").get_by_text("Not taken")).to_be_visible()
    again = opened.locator("#uploads .row", has_text="the same again")
    expect(again.get_by_text("Here already")).to_be_visible()
    again.get_by_role("link", name="Open").click()
    expect(opened.get_by_role("heading", name="rocket.webp")).to_be_visible()


def test_a_picture_is_found_by_what_is_meant(opened: Page) -> None:
    opened.get_by_placeholder("What is in the picture").fill("kitten")
    expect(opened.locator("#results .tile").first).to_be_visible()
    expect(opened).to_have_url(re.compile("q=kitten"))
    expect(opened.locator("#results .tile").first.get_by_label("Choose cat.webp")).to_be_attached()
    expect(tile(opened, "rocket.webp")).to_have_count(0)


def test_the_library_is_narrowed_by_colour_and_by_day(opened: Page) -> None:
    opened.get_by_title("blue", exact=True).click()
    expect(tile(opened, "cat.webp")).to_have_count(0)
    expect(tile(opened, "rocket.webp")).to_be_visible()
    opened.get_by_title("Any colour").click()
    opened.get_by_text("More filters").click()
    opened.get_by_label("From").fill("2002-01-01")
    expect(tile(opened, "cat.webp")).to_be_visible()
    expect(tile(opened, "copy 1.webp")).to_have_count(0)
    opened.get_by_label("to", exact=True).fill("2002-01-02")
    expect(opened.get_by_text("No picture fits")).to_be_visible()


FAR_BELOW = """batch => {
  batch.style.marginBottom = "60000px";
  const below = batch.cloneNode();
  below.id = "batch-below";
  below.style.minHeight = "10px";
  batch.after(below);
  htmx.trigger(batch, "htmx:load", { elt: batch });
}"""
"""Puts another batch so far below one that this one may leave the page."""


def test_a_picture_that_changed_while_its_batch_was_out_of_the_page_comes_back_changed(
    opened: Page, person: BrowserContext
) -> None:
    load_more(opened)
    batch = opened.locator("#results .grid-batch:not(#batch-first, #batch-below)")
    name = batch.locator(".tile").first.get_attribute("id") or ""
    batch.evaluate(FAR_BELOW)
    opened.locator("#batch-below").evaluate("batch => batch.scrollIntoView()")
    expect(batch.locator(".tile")).to_have_count(0)
    edited = {"description": "Seen in another light"}
    answer = person.request.patch(f"/api/media/{name.removeprefix('media-')}/metadata", data=edited)
    assert answer.ok, answer.text()
    batch.evaluate("batch => batch.scrollIntoView()")
    expect(opened.locator(f"#{name}")).to_contain_text("Seen in another light")


def test_words_are_edited_regenerated_compared_and_restored(opened: Page) -> None:
    tile(opened, "coffee.webp").get_by_role("link").click()
    panel = opened.locator("#panel")
    panel.get_by_text("Edit by hand").click()
    panel.get_by_label("Tags").fill("breakfast, my own tag")
    panel.get_by_role("button", name="Save").click()
    expect(panel.locator(".facts").get_by_role("link", name="my own tag")).to_be_visible()
    panel.get_by_label("What should be different?").fill("it is a chocolate")
    panel.get_by_role("button", name="Regenerate").click()
    expect(panel.locator(".panel-summary")).to_contain_text("chocolate", timeout=DESCRIBED_MILLISECONDS)
    expect(panel.locator(".revision")).to_have_count(3)
    panel.get_by_role("button", name="Compare").click()
    expect(panel.locator(".diff ins, .diff del").first).to_be_visible()
    edited = panel.locator(".revision", has=opened.get_by_role("button", name="Restore")).first
    edited.get_by_role("button", name="Restore").click()
    expect(panel.locator(".facts").get_by_role("link", name="my own tag")).to_be_visible()


def test_a_picture_becomes_an_artwork_with_a_price_by_a_persons_click(opened: Page) -> None:
    tile(opened, "rocket.webp").get_by_role("link").click()
    opened.get_by_role("button", name="Make it an artwork").click()
    opened.get_by_label("Title").fill("Lift-off")
    opened.get_by_label("Price").fill("1,250.50")
    opened.get_by_label("Currency").select_option("EUR")
    opened.get_by_role("button", name="Save").click()
    opened.goto("/artworks")
    work = opened.locator(".tile", has_text="Lift-off")
    expect(work).to_contain_text("1,250.50 EUR")
    work.get_by_role("link").click()
    opened.get_by_label("Title").fill("Liftoff")
    opened.get_by_label("Price").fill("cheap")
    opened.get_by_role("button", name="Save").click()
    expect(opened.locator(".field-error")).to_contain_text("“cheap” is not a price")
    expect(opened.get_by_label("Title")).to_have_value("Liftoff")


def test_many_are_chosen_by_keys_tagged_described_made_artworks_deleted_and_brought_back(opened: Page) -> None:
    drop(opened, {name: one_of_a_kind(name) for name in ("right.jpg", "middle.jpg", "left.jpg")})
    described(opened, "left.jpg", "middle.jpg", "right.jpg")
    newest = opened.locator("#results .tile")
    newest.first.get_by_role("link").focus()
    opened.keyboard.press("Space")
    opened.keyboard.press("Shift+ArrowRight")
    opened.keyboard.press("Shift+ArrowRight")
    expect(bulk(opened)).to_contain_text("3 chosen")

    bulk(opened).get_by_text("Add tags…").click()
    bulk(opened).get_by_label("Add tags").fill("batch")
    opened.keyboard.press("Enter")
    said(opened, "3 tagged.")
    opened.goto("/media?tag=batch")
    expect(newest).to_have_count(3)

    choose(opened, "left.jpg", "right.jpg")
    bulk(opened).get_by_text("Describe again…").click()
    bulk(opened).get_by_label("Describe again").fill("add tag renewed")
    bulk(opened).get_by_role("button", name="Describe", exact=True).click()
    said(opened, "2 being described again.")
    opened.goto("/media?tag=renewed&status=completed")
    expect(newest).to_have_count(2, timeout=DESCRIBED_MILLISECONDS)

    opened.goto("/media")
    choose(opened, "left.jpg", "middle.jpg")
    bulk(opened).get_by_role("button", name="Make artworks").click()
    said(opened, "2 made artworks.")
    expect(tile(opened, "left.jpg").get_by_title("An artwork")).to_be_visible()

    choose(opened, "middle.jpg", "right.jpg")
    bulk(opened).get_by_role("button", name="Delete").click()
    expect(tile(opened, "right.jpg")).to_have_count(0)
    opened.get_by_role("button", name="Undo").click()
    said(opened, "2 brought back.")
    expect(tile(opened, "right.jpg")).to_be_visible()


def test_a_batch_that_does_not_come_says_so_and_comes_when_asked_again(person: BrowserContext, library: None) -> None:
    del library
    page = person.new_page()  # its console tells of the failure
    page.goto("/media")
    page.route("**/media/batch*", lambda route: route.fulfill(status=503), times=1)
    load_more(page)
    expect(page.get_by_text("The next pictures did not come.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#results .grid-batch")).to_have_count(2)
    expect(tile(page, "copy 30.webp")).to_be_attached()


def test_the_way_back_leads_to_the_same_tile(opened: Page) -> None:
    load_more(opened)
    far = tile(opened, "copy 30.webp")
    far.scroll_into_view_if_needed()
    far.get_by_role("link").click()
    expect(opened.get_by_role("heading", name="copy 30.webp")).to_be_visible()
    opened.go_back()
    expect(tile(opened, "copy 30.webp")).to_be_in_viewport()


def test_forms_work_without_scripts(browser: Browser, site: Site, signed_in: Path, library: None) -> None:
    del library
    context = browser.new_context(base_url=site.address, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto("/media")
    page.locator("input[type=file]").set_input_files(
        {"name": "plain.jpg", "mimeType": "image/jpeg", "buffer": one_of_a_kind("plain")}
    )
    page.get_by_role("button", name="Send").click()
    expect(tile(page, "plain.jpg")).to_be_visible()
    page.goto("/media?q=cat")
    tile(page, "cat.webp").get_by_role("link").click()
    page.get_by_text("Edit by hand").click()
    page.get_by_label("Mood").fill("watchful")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".facts").get_by_text("watchful")).to_be_visible()
    (site.photos / "plain").mkdir()
    page.goto("/media/folders")
    page.get_by_label("Only a part of it").fill("plain")
    page.locator("#add-local").get_by_role("button", name="Add this folder").click()
    expect(page.get_by_role("heading", name="plain")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_pictures_is_wider_than_a_narrow_phone(
    browser: Browser, site: Site, signed_in: Path, library: None, scheme: str
) -> None:
    del library
    context = browser.new_context(
        base_url=site.address,
        storage_state=signed_in,
        viewport={"width": 360, "height": 740},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for path in ("/media", "/media?q=cat", "/media/folders", "/connections", "/artworks", f"/media/{an_id(context)}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def an_id(person: BrowserContext) -> str:
    """Return the id of the newest picture."""
    return str(person.request.get("/api/media?limit=1").json()["items"][0]["id"])
