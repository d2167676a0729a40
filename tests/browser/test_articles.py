"""A blogger adds their blog, watches its posts come in, and makes pins of their pictures, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.blog import Answer, Blog, blog

SETTLED_MILLISECONDS = 4000
READ_MILLISECONDS = 90_000
MISSING = "/posts/zwetschgenkuchen-vom-blech"
TITLE = "Zwetschgenkuchen"


@pytest.fixture
def site_of_posts() -> Iterator[Blog]:
    """A blog of a few posts, one of which is not there at first."""
    with blog() as site:
        yield site


@pytest.fixture
def added(page: Page, site_of_posts: Blog) -> Page:
    """A person who has just added their blog, and stands on its page."""
    add_blog(page, site_of_posts)
    return page


def add_blog(page: Page, site: Blog, name: str = "Kitchen Notes") -> None:
    """Add a blog by its name and address alone."""
    page.goto("/projects")
    form = page.locator("#add-project")
    form.get_by_label("Name", exact=True).fill(name)
    form.get_by_label("Address of the blog").fill(site.url)
    form.get_by_role("button", name="Add it and look for articles").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def read(page: Page) -> None:
    """Wait until the project's page tells, by itself, that the blog has been read."""
    expect(page.locator("#scrape").get_by_text("Up to date")).to_be_visible(timeout=READ_MILLISECONDS)


def counted(page: Page, label: str) -> Locator:
    """Return a number of the tally."""
    return page.locator("#scrape .tally-one", has=page.get_by_text(label, exact=True)).locator(".tally-count")


def row(page: Page, title: str) -> Locator:
    """Return the row of an article."""
    return page.locator("#main .row", has_text=title)


def test_a_blog_is_read_before_one_s_eyes_and_what_failed_comes_when_it_is_mended(
    page: Page, site_of_posts: Blog
) -> None:
    site_of_posts.answers[MISSING] = [Answer(b"gone", status=404)] * 3
    add_blog(page, site_of_posts)
    page.evaluate("document.body.dataset.untouched = 'yes'")
    expect(page.locator("#articles .row").first).to_be_visible(timeout=READ_MILLISECONDS)
    read(page)
    number = len(site_of_posts.posts)
    expect(counted(page, "Fetched")).to_have_text(str(number - 1))
    expect(counted(page, "Failed")).to_have_text("1")
    expect(page.locator("#articles .row")).to_have_count(number)
    failed = row(page, TITLE)
    expect(failed).to_contain_text("404")
    site_of_posts.answers.clear()
    failed.get_by_role("button", name="Try again").click()
    expect(failed.get_by_text("Read", exact=True)).to_be_visible(timeout=READ_MILLISECONDS)
    expect(page.locator("#scrape").get_by_text("was not fetched")).to_have_count(0)
    assert page.evaluate("document.body.dataset.untouched") == "yes"


def test_pins_are_made_of_the_chosen_pictures_and_stand_beside_the_article(added: Page) -> None:
    read(added)
    row(added, "Red lentil soup").get_by_role("link").first.click()
    expect(added.locator("#text")).to_contain_text("vegan without trying")
    boxes = added.locator("#pictures").get_by_role("checkbox").and_(added.locator("[name=pictures]"))
    expect(boxes).to_have_count(2)
    for number in range(2):
        boxes.nth(number).check()
    added.locator("#pictures [name=describe]").check()
    added.get_by_role("button", name="Make pins of the chosen").dblclick()
    expect(added.get_by_text("2 pins being written.")).to_be_visible()
    pins = added.locator("#pins .row")
    expect(pins).to_have_count(2, timeout=READ_MILLISECONDS)
    for number in range(2):
        expect(pins.nth(number).get_by_text("Ready")).to_be_visible(timeout=READ_MILLISECONDS)
        expect(pins.nth(number).locator("img.thumb")).to_be_visible(timeout=READ_MILLISECONDS)
    expect(added.locator("#pictures img.thumb")).to_have_count(2, timeout=READ_MILLISECONDS)


def test_pictures_that_were_ticked_stay_so_while_the_article_changes(added: Page) -> None:
    read(added)
    row(added, "Red lentil soup").get_by_role("link").first.click()
    boxes = added.locator("#pictures [name=pictures]")
    boxes.nth(1).check()
    added.locator("#pictures").evaluate("element => { element.dataset.untouched = 'yes'; }")
    with added.expect_response(re.compile("/articles/[^/]+$")):  # the news of its having been fetched again
        added.get_by_role("button", name="Fetch again").click()
    expect(added.locator("#panel")).to_contain_text("Read")
    added.wait_for_timeout(SETTLED_MILLISECONDS)
    expect(boxes.nth(1)).to_be_checked()
    expect(added.locator("#pictures")).to_have_attribute("data-untouched", "yes")
    boxes.nth(1).uncheck()
    added.locator("#pictures [name=describe]").focus()
    added.locator("#pictures [name=describe]").blur()
    expect(added.locator("#pictures")).not_to_have_attribute("data-untouched", "yes")


def test_a_change_in_one_tab_shows_in_another(added: Page, person: BrowserContext, site_of_posts: Blog) -> None:
    read(added)
    other = person.new_page()
    other.goto("/articles")
    before = other.locator("#results .row", has_text=site_of_posts.posts[0].title)
    expect(before.first).to_be_visible()
    article = added.locator("#articles .row").first
    name = article.locator(".row-name").inner_text()
    article.get_by_role("link").first.click()
    added.locator("#panel").get_by_role("button", name="Delete").click()
    expect(added.get_by_text("It can be brought back for a day.")).to_be_visible()
    address = re.sub(r".*/articles/", "article-", added.url)
    expect(other.locator(f"#{address}")).to_have_count(0)
    added.get_by_role("button", name="Undo").click()
    expect(other.locator(f"#{address}")).to_contain_text(name)


def test_chosen_articles_become_pins_together(page: Page, site_of_posts: Blog) -> None:
    add_blog(page, site_of_posts, "Bulk")
    read(page)
    page.get_by_role("link", name="to choose from").click()
    rows = page.locator("#results .row")
    expect(rows).to_have_count(len(site_of_posts.posts))
    choose_rows(page)
    bar = page.locator("#bulk")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_text("Make pins of these").click()
    bar.get_by_role("button", name="Make pins", exact=True).dblclick()
    expect(page.locator(".toast")).to_have_text(re.compile("2 pins made"))
    for number in range(2):
        expect(rows.nth(number)).to_contain_text("1 pin")
    page.locator(".toast").get_by_role("link", name="Open Pins").click()
    page.wait_for_url("**/pins")


def choose_rows(page: Page) -> None:
    """Choose all rows in each of the ways there are, and leave the first two chosen."""
    boxes, count = page.locator("#results [name=ids]"), page.locator("#bulk [data-part=count]")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(count).to_have_text("3 chosen")
    page.keyboard.press("Control+a")
    expect(count).to_have_text(f"{boxes.count()} chosen")
    page.get_by_role("button", name="Cancel", exact=True).click()
    boxes.nth(1).check()
    page.get_by_role("button", name="All shown").click()
    expect(count).to_have_text(f"{boxes.count()} chosen")
    page.get_by_role("button", name="Cancel", exact=True).click()
    boxes.nth(0).check()
    boxes.nth(1).check()


def test_what_is_typed_shows_where_pins_will_lead(page: Page, site_of_posts: Blog) -> None:
    page.goto("/projects")
    form = page.locator("#add-project")
    form.get_by_label("Address of the blog").fill(site_of_posts.url)
    form.get_by_text("More", exact=True).click()
    link = form.get_by_label("Where its pins lead")
    link.fill("{url}?utm_campaign={slug}")
    expect(page.locator("#link-example")).to_contain_text("a-post/?utm_campaign=a-post")
    link.fill("{nonsense}")
    expect(page.locator("#link-example")).to_contain_text("{nonsense}")
    form.get_by_label("Name", exact=True).fill("Not yet")
    form.get_by_role("button", name="Add it and look for articles").click()
    expect(form.locator("#new-link-error")).to_be_visible()
    expect(form.get_by_label("Address of the blog")).to_have_value(site_of_posts.url)


def test_a_deleted_project_comes_back_by_undo(added: Page) -> None:
    read(added)
    added.get_by_role("button", name="Delete project").click()
    expect(added.get_by_text("with its articles and pins.").first).to_be_visible()
    added.get_by_role("button", name="Undo").click()
    expect(added.get_by_text("It can be brought back for a day")).to_have_count(0)
    expect(added.locator("#articles .row").first).to_be_visible()


def test_a_board_is_renamed_and_deleted_where_it_stands(page: Page) -> None:
    page.goto("/projects")
    boards = page.locator("#boards")
    boards.get_by_label("New board").fill("Bread & butter")
    boards.get_by_role("button", name="Add board").click()
    one = boards.locator(".row", has_text="Bread & butter")
    one.get_by_text("Edit").click()
    one.get_by_label("Name").fill("Bread and jam")
    one.get_by_role("button", name="Save").click()
    renamed = boards.locator(".row", has_text="Bread and jam")
    expect(renamed).to_be_visible()
    renamed.get_by_role("button", name="Delete board").click()
    expect(renamed).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(renamed).to_be_visible()
