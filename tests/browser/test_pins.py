"""A person's evening with pins, in a real browser: made, written, made better, planned."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import PATIENCE_MILLISECONDS, Site
from tests.browser.pictures import PICTURED, described, drop
from tests.browser.pins import WRITTEN_MILLISECONDS, Blog, blog_of, cell, offer, rows, untitled

BAD = FilePayload(name="bad.png", mimeType="image/png", buffer=b"no picture")
KNOWN = ("cat.webp", "coffee.webp", "rocket.webp")


@pytest.fixture(scope="module")
def blog(browser: Browser, site: Site, signed_in: Path) -> Blog:
    """A blog, three described pictures, and a pin of its article for each."""
    context = browser.new_context(base_url=site.address, storage_state=signed_in)
    page = context.new_page()
    page.goto("/media")
    drop(page, {name: (PICTURED / name).read_bytes() for name in KNOWN})
    described(page, *KNOWN)
    found = blog_of(site, context)
    context.close()
    return found


@pytest.fixture
def table(page: Page, blog: Blog) -> Page:
    """The table, with three pins of the article."""
    page.goto(f"/pins?article={blog.article_id}")
    if not rows(page).count():
        page.goto(f"/pins/new?article={blog.article_id}")
        for name in KNOWN:
            offer(page, name).check()
        expect(page.get_by_role("button", name="Make 3 pins")).to_be_visible()
        page.get_by_role("button", name="Make 3 pins").click()
        page.wait_for_url("**/pins?article=*")
    expect(rows(page)).to_have_count(3)
    return page


def said(page: Page, words: str) -> None:
    """Wait for a toast that says it."""
    expect(page.locator(".toast", has_text=words).first).to_be_visible()


def choose_all(page: Page) -> None:
    """Choose every row by the keyboard."""
    rows(page).first.locator("[data-part=open]").focus()
    page.keyboard.press("Control+a")
    expect(page.locator("#bulk [data-part=count]")).to_have_text("3 chosen")


def ready(page: Page) -> None:
    """Have the three pins written, where they are not."""
    if untitled(page).count():
        choose_all(page)
        page.locator("#bulk summary", has_text="Write").click()
        expect(page.locator("#bulk #estimate")).to_have_text(re.compile("3 pins: free, runs on this server"))
        page.get_by_role("button", name="Write them").click()
        expect(page.locator("#writing")).to_contain_text(re.compile("of 3 pins"))
        expect(untitled(page)).to_have_count(0, timeout=WRITTEN_MILLISECONDS)


def test_many_are_written_after_the_cost_was_said_and_become_ready_without_reloading(table: Page) -> None:
    table.evaluate("document.body.dataset.untouched = 'yes'")
    ready(table)
    expect(table.locator("#writing")).to_contain_text("3 of 3 pins written", timeout=WRITTEN_MILLISECONDS)
    expect(cell(rows(table).first, "description")).to_contain_text(re.compile("soup", re.IGNORECASE))
    assert table.evaluate("document.body.dataset.untouched") == "yes"


def test_a_cell_is_edited_by_the_keyboard_saved_and_locked(table: Page) -> None:
    ready(table)
    first = rows(table).first
    first.locator("[data-part=open]").focus()
    table.keyboard.press("e")
    editor = first.get_by_role("textbox", name="Title")
    expect(editor).to_be_focused()
    editor.fill("x" * 103)
    expect(first.locator(".pin-left")).to_have_text("3 too many")
    table.keyboard.press("Enter")
    expect(first.locator("[data-part=error]")).to_contain_text("at most 100 characters")
    table.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    table.keyboard.press("Enter")
    first.get_by_role("textbox", name="Title").fill("Leek soup, quick and vegan")
    table.keyboard.press("Enter")
    expect(cell(first, "title")).to_have_text("Leek soup, quick and vegan")
    expect(first.get_by_role("button", name="Unlock the title")).to_be_visible()
    expect(cell(first, "title")).to_be_focused()
    table.keyboard.press("j")
    expect(cell(rows(table).nth(1), "title")).to_be_focused()
    table.keyboard.press("x")
    expect(rows(table).nth(1).get_by_role("checkbox")).to_be_checked()
    table.keyboard.press("Shift+ArrowUp")
    expect(table.locator("#bulk [data-part=count]")).to_have_text("2 chosen")
    table.keyboard.press("Escape")
    expect(table.locator("#bulk")).to_be_hidden()


def test_leaving_a_cell_saves_it_and_a_lock_can_be_taken_off(table: Page) -> None:
    ready(table)
    last = rows(table).last
    cell(last, "tags").click()
    last.get_by_role("textbox", name="Tags").fill("winter, soup")
    table.locator("h1").click()
    expect(last.locator(".tag")).to_have_text(["winter", "soup"])
    cell(last, "board").click()
    last.get_by_role("combobox", name="Board").select_option(label="Baking")
    table.keyboard.press("Enter")
    expect(cell(last, "board")).to_have_text("Baking")
    cell(last, "title").click()
    last.get_by_role("textbox", name="Title").fill("Soup for a cold evening")
    table.keyboard.press("Enter")
    last.get_by_role("button", name="Unlock the title").click()
    expect(last.get_by_role("button", name="Unlock the title")).to_have_count(0)


def test_many_get_a_board_and_times_a_view_of_them_is_kept_and_the_board_shows_them(table: Page) -> None:
    ready(table)
    choose_all(table)
    table.locator("#bulk summary", has_text="Board").click()
    table.locator("#bulk-board").select_option(label="Dinners")
    table.get_by_role("button", name="Set the board").click()
    said(table, "3 put on the board.")
    choose_all(table)
    table.locator("#bulk summary", has_text="Schedule").click()
    table.locator("#bulk-at").fill("2031-06-01T12:00")
    table.locator("#bulk-every").fill("90")
    table.get_by_role("button", name="Schedule", exact=True).click()
    said(table, "3 scheduled.")
    waiting = table.locator("#results .pin-row .state", has_text="Waits")  # for an account to be connected
    expect(waiting).to_have_count(3)
    table.locator("#planned").select_option(label="Planned")
    expect(table).to_have_url(re.compile("planned=yes"))
    table.locator("summary", has_text="Save this view").click()
    table.get_by_label("Name of the view").fill("Summer")
    table.get_by_role("button", name="Save", exact=True).click()
    expect(table.locator("#views [aria-current=true]")).to_have_text("Summer")
    table.goto("/pins/board")
    card = table.locator("#column-scheduled .pin-card").first
    expect(table.locator("#column-scheduled .pin-card")).to_have_count(3)
    card.locator("summary").click()
    card.get_by_role("button", name="Take off the schedule").click()
    expect(table.locator("#column-scheduled .pin-card")).to_have_count(2)
    expect(table.locator("#column-ready .pin-card")).to_have_count(1)


def test_a_pin_is_made_better_by_feedback_compared_restored_and_what_is_locked_stays(table: Page) -> None:
    ready(table)
    rows(table).nth(1).locator("[data-part=open]").click()
    panel = table.locator("#panel")
    title = table.get_by_label("Title", exact=True)
    text = table.get_by_label("Description", exact=True)
    before = text.input_value()
    title.fill("My own title")
    expect(table.locator("[data-shown=title]")).to_have_text("My own title")
    expect(panel.locator("input[name=locked][value=title]")).to_be_checked()
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(table.locator(".panel-name")).to_have_text("My own title")
    table.get_by_label("What should be different?").fill("shorter")
    panel.get_by_role("button", name="Write again").click()
    expect(panel.locator(".pin-said[data-by=person]")).to_have_text("shorter", timeout=WRITTEN_MILLISECONDS)
    expect(title).to_have_value("My own title")
    expect(text).not_to_have_value(before)
    assert len(text.input_value()) < len(before)
    expect(panel.locator(".revision").first).to_contain_text("Built-in model, free")
    panel.get_by_role("button", name="Compare").click()
    expect(panel.locator(".pin-beside del").first).to_be_visible()
    panel.get_by_role("button", name="Restore").first.click()
    expect(text).to_have_value(before)
    table.locator("#fit").get_by_text("Whole picture").click()
    expect(table.locator(".pin-frame")).to_have_attribute("data-fit", "pad")


def test_what_was_typed_and_refused_stays_with_its_reason(table: Page) -> None:
    ready(table)
    rows(table).first.locator("[data-part=open]").click()
    table.get_by_label("Title", exact=True).fill("y" * 120)
    expect(table.locator("#title-left")).to_have_text("20 too many")
    table.locator("#panel").get_by_role("button", name="Save", exact=True).click()
    expect(table.locator("#title-error")).to_contain_text("this one has 120")
    expect(table.get_by_label("Title", exact=True)).to_have_value("y" * 120)


def test_a_pin_is_made_of_a_picture_of_the_library_and_of_one_that_is_dropped(page: Page, blog: Blog) -> None:
    page.goto("/media")
    page.locator(".tile", has=page.get_by_label("Choose coffee.webp", exact=True)).locator("[data-part=open]").click()
    page.get_by_role("link", name="Make a pin").click()
    expect(offer(page, "coffee.webp")).to_be_checked()
    drop(page, {"mine.jpg": (PICTURED / "astronaut.webp").read_bytes()})
    expect(page.get_by_text("mine.jpg")).to_be_visible()
    page.get_by_label("Have them written at once").check()
    page.get_by_role("button", name="Make 2 pins").click()
    page.wait_for_url(f"**/pins?project={blog.project_id}")
    newest = rows(page).nth(0)
    expect(newest.locator(".state")).to_have_text("Ready", timeout=WRITTEN_MILLISECONDS)
    expect(newest.locator(".pin-thumb-picture")).to_be_visible(timeout=PATIENCE_MILLISECONDS)


def test_the_library_is_searched_in_place_while_a_pin_is_made(page: Page, blog: Blog) -> None:
    page.goto(f"/pins/new?project={blog.project_id}")
    offer(page, "cat.webp").check()
    page.get_by_role("searchbox", name="Search the library").fill("coffee")
    expect(offer(page, "coffee.webp")).to_be_visible()
    expect(offer(page, "cat.webp")).to_be_checked()
    page.get_by_label("Article").select_option(label="Leek soup in twenty minutes")
    expect(offer(page, "cat.webp")).to_be_checked()


def test_a_second_click_makes_nothing_twice_and_a_file_that_is_none_is_kept_out(page: Page, blog: Blog) -> None:
    page.goto(f"/pins?project={blog.project_id}")
    before = rows(page).count()
    page.goto(f"/pins/new?project={blog.project_id}")
    offer(page, "rocket.webp").check()
    page.get_by_role("button", name="Make the pin").dblclick()
    page.wait_for_url(re.compile("/pins/[0-9a-f-]{36}$"))
    page.goto(f"/pins?project={blog.project_id}")
    expect(rows(page)).to_have_count(before + 1)
    page.goto(f"/pins/new?project={blog.project_id}")
    picture = (PICTURED / "astronaut.webp").read_bytes()
    page.locator("#files").set_input_files([BAD, FilePayload(name="good.webp", mimeType="image/webp", buffer=picture)])
    page.get_by_role("button", name="Make 2 pins").click()
    expect(page.locator("#making .notice")).to_contain_text("1 pin was made, 1 file not taken.")
    page.locator("#files").set_input_files(BAD)
    page.get_by_role("button", name="Make the pin").click()
    expect(page.locator("#making .notice")).to_contain_text("No pin was made.")
    expect(page.locator("#making [data-part=chosen]")).to_have_text("bad.png")


def test_what_is_typed_is_saved_before_it_is_written_again_and_what_changed_nothing_says_so(table: Page) -> None:
    ready(table)
    rows(table).nth(2).locator("[data-part=open]").click()
    title, panel = table.get_by_label("Title", exact=True), table.locator("#panel")
    for name in ("Description", "Alt text", "Keywords"):
        panel.get_by_role("checkbox", name=f"Lock the {name.lower()}").check(force=True)
    title.fill("Typed and never saved")
    panel.get_by_role("button", name="Write again").click()
    said(table, "Nothing changed.")
    expect(panel.locator(".pin-said")).to_have_count(3, timeout=WRITTEN_MILLISECONDS)
    table.reload()
    expect(title).to_have_value("Typed and never saved")
    expect(panel.locator("input[name=locked][value=title]")).to_be_checked()
    title.fill("z" * 120)
    panel.get_by_role("button", name="Write again").click()
    expect(table.locator("#title-error")).to_contain_text("this one has 120")
    expect(title).to_have_value("z" * 120)


def test_a_message_lies_over_nothing_that_is_used_with_the_chosen(table: Page) -> None:
    ready(table)
    choose_all(table)
    table.locator("#bulk summary", has_text="Schedule").click()
    table.locator("#bulk-at").fill("2001-01-01T00:00")
    table.get_by_role("button", name="Schedule", exact=True).click()
    toast, menu = table.locator(".toast").first, table.locator("#bulk details[open] .menu-items")
    expect(toast).to_contain_text("past")
    toast.get_by_role("button", name="Dismiss").focus()  # it stays
    choose_all(table)
    table.locator("#bulk summary", has_text="Schedule").click()
    for width in (1440, 380):
        table.set_viewport_size({"width": width, "height": 800})
        message = toast.bounding_box()
        assert message
        for used in (menu, table.locator("#bulk")):
            box = used.bounding_box()
            assert box
            assert message["y"] + message["height"] <= box["y"]


def test_the_numbers_beside_the_statuses_follow_the_words_and_what_happens(table: Page) -> None:
    ready(table)
    chips = table.locator("#pin-statuses")
    expect(chips).to_contain_text(re.compile(r"(Ready|Scheduled)\s*[123]"))
    table.locator("#query").fill("nothing says this")
    expect(chips).not_to_contain_text("Ready")
    table.locator("#query").fill("")
    choose_all(table)
    table.locator("#bulk").get_by_role("button", name="Delete", exact=True).click()
    expect(chips).not_to_contain_text("Ready")
    table.locator(".toast").get_by_role("button", name="Undo").last.click()
    expect(rows(table)).to_have_count(3)
    expect(chips).to_contain_text(re.compile(r"(Ready|Scheduled)\s*[123]"))
