"""A person's day in the plushie studio, in a real browser, with the painter that came along."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.conftest import Site
from tests.browser.pictures import PICTURED, described, drop
from tests.browser.pictures import tile as picture_tile
from tests.browser.studio import (
    compare_by_keys,
    done,
    hold,
    let_a_colleague_work,
    said,
    send,
    stop_all,
    submit,
    tile,
    wall,
)
from tests.media import wait_for
from tests.pictures import one_of_a_kind

BATCH = re.compile(r"/generations(\?.*)?$")
FULL = "You have 5 generations in progress. Please wait for one to complete."
NOTHING = "There is nothing to be seen in this picture"
IN_PROGRESS = re.compile("Waiting|Getting ready|Looking at the photo|Making the picture|Storing the picture|Finishing")


@pytest.fixture(scope="module")
def made(browser: Browser, site: Site, signed_in: Path) -> str:
    """A photo of a cat that became a plushie, made unless a test has done so: the address of its page."""
    context = browser.new_context(base_url=site.address, storage_state=signed_in)
    known = context.request.get("/api/generations?status=completed").json()["items"]
    if not known:
        page = context.new_page()
        page.goto("/generations")
        send(page, "Mochi.webp", (PICTURED / "cat.webp").read_bytes())
        done(page, "Mochi.webp")
        known = context.request.get("/api/generations?status=completed").json()["items"]
    context.close()
    return f"/generations/{known[-1]['id']}"


@pytest.fixture
def studio(page: Page) -> Page:
    """The studio, opened."""
    page.goto("/generations")
    return page


def test_a_dropped_photo_becomes_a_plushie_step_by_step_and_is_compared_kept_and_deleted(
    studio: Page, person: BrowserContext
) -> None:
    other = person.new_page()
    other.goto("/generations")
    studio.evaluate("document.body.dataset.untouched = 'yes'")
    send(studio, "Mochi.webp", (PICTURED / "cat.webp").read_bytes())
    expect(tile(studio, "Mochi.webp")).to_contain_text(IN_PROGRESS)
    expect(studio.locator("#studio-credits")).to_contain_text("in use")
    expect(studio.locator("#nav").get_by_title("In progress")).to_have_text("1")
    expect(tile(studio, "Mochi.webp").locator(".generation-faint")).to_be_attached()
    for tab in (studio, other):
        done(tab, "Mochi.webp")
        said(tab, "“Mochi.webp” is done.")
        expect(tab.locator("#studio-credits")).not_to_contain_text("in use")
    assert studio.evaluate("document.body.dataset.untouched") == "yes"

    tile(studio, "Mochi.webp").get_by_role("link").click()
    expect(studio.get_by_role("heading", name="Mochi.webp")).to_be_visible()
    compare_by_keys(studio)
    with studio.expect_download() as download:
        studio.get_by_role("link", name="Download", exact=True).click()
    assert download.value.suggested_filename == "Mochi-plushie.png"
    assert Image.open(io.BytesIO(download.value.path().read_bytes())).size == (1024, 1024)

    studio.get_by_label("More", exact=True).click()
    studio.get_by_role("button", name="Delete").click()
    said(studio, "Deleted “Mochi.webp”.")
    expect(tile(other, "Mochi.webp")).to_have_count(0)
    studio.get_by_role("button", name="Undo").click()
    said(studio, "Brought back.")
    expect(tile(other, "Mochi.webp")).to_be_visible()


def test_the_line_follows_the_pointer(page: Page, made: str) -> None:
    page.goto(made)
    box = page.locator(".compare").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 160, steps=4)
    page.mouse.up()
    at = page.locator(".compare").evaluate("frame => parseFloat(frame.style.getPropertyValue('--at'))")
    assert 23 < float(at) < 27


def test_one_that_is_over_before_it_is_shown_is_told_of_all_the_same(studio: Page, person: BrowserContext) -> None:
    with studio.expect_request(BATCH):  # a gallery that is told of changes by now
        held = hold(studio, BATCH)
        photo = FilePayload(name="fence.png", mimeType="image/png", buffer=wall("fence"))
        person.request.post("/api/generations", multipart={"file": photo, "style": "felt"})
    wait_for(lambda: not person.request.get("/api/generations?status=processing").json()["items"], 60.0)
    for route in held:
        route.continue_()
    done(studio, "fence.png", "bad")
    said(studio, "“fence.png” could not be made.")


def test_a_photo_of_nothing_fails_with_its_reason_and_is_tried_again_in_another_style(studio: Page) -> None:
    send(studio, "wall.png", wall("wall"))
    done(studio, "wall.png", "bad")
    said(studio, "“wall.png” could not be made.")
    failed = tile(studio, "wall.png")
    expect(failed).to_contain_text(NOTHING)
    expect(studio.locator("#studio-credits")).not_to_contain_text("in use")

    held = hold(studio, "**/retry")
    failed.get_by_role("combobox").select_option("clay")
    again = failed.get_by_role("button", name="Try wall.png again")
    again.click()
    expect(again).to_be_disabled()
    expect(again.locator(".spinner")).to_be_visible()
    held[0].continue_()
    said(studio, "Making “wall.png” as clay.")
    done(studio, "wall.png", "bad")
    expect(failed.get_by_role("combobox")).to_have_value("clay")
    failed.get_by_role("link").click()
    expect(studio.locator("#panel")).to_contain_text("No credit was taken")
    expect(studio.locator("#panel .panel-run")).to_have_count(2)


def test_without_a_photo_and_with_something_else_the_form_says_what_is_missing(studio: Page) -> None:
    studio.get_by_role("button", name="Make it").click()
    said(studio, "Choose a photo first")
    studio.locator("input[type=file]").set_input_files(
        {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    held = hold(studio, "**/generations")
    studio.get_by_role("button", name="Make it").click()
    expect(studio.get_by_role("button", name="Choose a photo")).to_be_disabled()
    expect(studio.get_by_role("button", name="Make it").locator(".spinner")).to_be_visible()
    held[0].continue_()
    expect(studio.locator(".toast[data-tone=bad]")).to_be_visible()
    expect(studio.get_by_role("button", name="Choose a photo")).to_be_enabled()
    expect(studio.locator("#studio")).to_contain_text("notes.jpg")


def test_a_sixth_is_refused_and_every_tab_says_so_until_there_is_room(studio: Page, person: BrowserContext) -> None:
    other = person.new_page()
    other.goto("/generations?status=processing")
    names = [f"crowd {number}.jpg" for number in range(6)]
    assert [submit(person, name) for name in names] == [202] * 5 + [429]
    for tab in (studio, other):
        expect(tab.locator("#studio-credits")).to_contain_text(FULL)
        expect(tab.get_by_role("button", name="Make it")).to_be_disabled()
    stop_all(person)
    for tab in (studio, other):
        expect(tab.get_by_role("button", name="Make it")).to_be_enabled()
        expect(tab.locator("#studio-credits")).not_to_contain_text(FULL)
    expect(other.get_by_text("None of these")).to_be_visible()


def test_one_in_progress_is_cancelled_on_its_page(studio: Page) -> None:
    send(studio, "not this one.jpg", one_of_a_kind("not this one"), "Clay")
    tile(studio, "not this one.jpg").get_by_role("link").click()
    studio.get_by_role("button", name="Cancel").click()
    expect(studio.locator("#panel")).to_contain_text("Its run was cancelled.")
    expect(studio.locator("#stage .generation-failed")).to_be_visible()


def test_a_picture_of_the_library_is_made_from_its_page_and_from_the_studio(page: Page, person: BrowserContext) -> None:
    page.goto("/media")
    drop(page, {"shelf.jpg": one_of_a_kind("shelf")})
    described(page, "shelf.jpg")
    picture_tile(page, "shelf.jpg").get_by_role("link").click()
    page.get_by_text("Make a plushie…").click()
    page.get_by_role("button", name="Paper cut").click()
    said(page, "Making “shelf.jpg” as paper cut.")
    made_of_it = page.locator("#made").get_by_role("link", name="Paper cut")
    expect(made_of_it).to_be_visible()
    made_of_it.click()
    expect(page.get_by_role("heading", name="shelf.jpg")).to_be_visible()

    page.goto("/generations")
    page.get_by_role("button", name="From the library").click()
    page.locator(".studio-pick[title]").first.click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#results .tile").first).to_have_attribute("data-name", "shelf.jpg")
    said(page, "Making “shelf.jpg” as plushie.")
    stop_all(person)


def test_what_a_colleague_makes_shows_nowhere_and_disturbs_nothing(studio: Page, site: Site, made: str) -> None:
    refused: list[str] = []
    studio.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    for path in ("/", made, "/generations"):
        studio.goto(path)
        let_a_colleague_work(site)
    send(studio, "mine.png", wall("mine"))
    done(studio, "mine.png", "bad")
    expect(studio.get_by_text("not yours.jpg")).to_have_count(0)
    expect(studio.locator(".toast", has_text="not yours")).to_have_count(0)
    assert refused == []


def test_a_result_becomes_media(page: Page, made: str) -> None:
    page.goto(made)
    page.get_by_role("button", name="Use as media").click()
    expect(page.get_by_role("heading", name="Mochi-plushie.png")).to_be_visible()
    page.goto(made)
    page.get_by_role("link", name="In the library").click()
    expect(page.get_by_role("heading", name="Mochi-plushie.png")).to_be_visible()


def test_forms_work_without_scripts(browser: Browser, site: Site, signed_in: Path, made: str) -> None:
    context = browser.new_context(base_url=site.address, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto("/generations")
    page.locator("input[type=file]").set_input_files(
        {"name": "plain.png", "mimeType": "image/png", "buffer": wall("plain")}
    )
    page.locator("#studio").get_by_text("Felt", exact=True).click()
    page.get_by_role("button", name="Make it").click()
    expect(tile(page, "plain.png")).to_be_visible()
    page.goto(made)
    before, after = page.locator(".compare-side").all()
    one, other = before.bounding_box(), after.bounding_box()
    assert one
    assert other
    assert one["x"] + one["width"] <= other["x"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_generations_is_wider_than_a_narrow_phone(
    browser: Browser, site: Site, signed_in: Path, made: str, scheme: str
) -> None:
    context = browser.new_context(
        base_url=site.address,
        storage_state=signed_in,
        viewport={"width": 360, "height": 740},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for path in ("/generations", "/generations?status=failed", made, "/-/patterns"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def test_a_plushie_becomes_a_pin_that_shows_it(page: Page, person: BrowserContext, made: str) -> None:
    project = {"name": "Toys", "site_url": "https://toys.example/"}
    assert person.request.post("/api/projects", data=project).ok
    page.goto(made)
    page.get_by_role("link", name="Make a pin").click()
    page.get_by_label("Project").select_option(label="Toys")
    page.get_by_role("button", name="Make the pin").click()
    page.wait_for_url(re.compile(r"/pins(\?|/[0-9a-f-]{36})"))
    (pin,) = (one for one in person.request.get("/api/pins").json()["items"] if one["picture_source"] == "generation")
    page.goto(f"/pins/{pin['id']}")
    picture = page.locator(".pin-picture").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
