"""One article's page: read, its pictures chosen, pins made of them."""

import re

from pressroom.kernel.app import App
from tests.articles import complete
from tests.caller import Caller
from tests.page_forms import SCRIPT, press, text_of, toast_of
from tests.project_pages import PICTURES, SITE, article, pins_of


def test_an_article_is_read_with_what_is_known_of_it(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    complete(
        app,
        article_id,
        text="First <b>paragraph</b>.\n\nSecond one.",
        author="Ada",
        description="About soup.",
        notes=("Its date is not said.",),
    )
    page = text_of(admin, f"/articles/{article_id}")
    assert '<p dir="auto">First &lt;b&gt;paragraph&lt;/b&gt;.</p>' in page
    assert '<p dir="auto">Second one.</p>' in page
    for words in ("Ada", "About soup.", "English", "Its date is not said.", 'rel="noopener noreferrer external"'):
        assert words in page, words


def test_a_very_long_article_is_shown_in_part_and_says_so(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    complete(app, article_id, text="word " * 100_000)
    page = text_of(admin, f"/articles/{article_id}")
    assert len(page) < 150_000
    assert "The whole text is kept and used." in page


def test_pictures_come_best_first_and_those_a_project_would_take_are_chosen(
    admin: Caller, app: App, project: str
) -> None:
    article_id = article(admin, app, project, "soup")
    complete(app, article_id, pictures=PICTURES)
    page = text_of(admin, f"/articles/{article_id}")
    names = re.findall(r'name="pictures"[^>]*aria-label="([^"]*)"( checked)?', page)
    assert names == [("A tall cake", " checked"), ("Crumbs", " checked"), ("A wide table", ""), ("tiny.jpg", "")]
    for words in ("1,600&nbsp;", "Best on the second day.", "small for a pin", "wider than high"):
        assert words in page, words
    assert SITE + "tall.jpg" not in page


def test_a_pin_is_made_of_each_chosen_picture(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    complete(app, article_id, pictures=PICTURES)
    page = text_of(admin, f"/articles/{article_id}")
    boxes = re.findall(r'name="pictures" value="([\w-]+)"', page)
    answer = admin.http.post(f"/articles/{article_id}/pins", data={"pictures": boxes[2:]}, headers=SCRIPT)
    assert toast_of(answer)["message"] == "2 pins made."
    assert len(pins_of(admin, article_id)) == 2
    shown = text_of(admin, f"/articles/{article_id}")
    assert shown.count('<li class="row" id="pin-') == 2
    chosen = re.findall(r'name="pictures"[^>]* checked', shown)
    assert len(chosen) == 2  # those without a pin yet


def test_without_a_choice_as_many_pins_are_made_as_the_project_wants(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    complete(app, article_id, pictures=PICTURES)
    url = f"/articles/{article_id}"
    assert press(admin, f"{url}/pins", {"describe": "yes"}).headers["location"] == f"{url}#pins"
    assert [one["status"] for one in pins_of(admin, article_id)] == ["describing", "describing"]
    assert "2 pins" in text_of(admin, f"{url}/row")
    press(admin, f"{url}/pins")
    none_left = admin.http.post(f"{url}/pins", headers=SCRIPT)
    assert (none_left.status_code, toast_of(none_left)["tone"]) == (409, "bad")


def test_pictures_that_an_article_no_longer_shows_are_refused(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    elsewhere = article(admin, app, project, "bread")
    foreign = re.findall(r'name="pictures" value="([\w-]+)"', text_of(admin, f"/articles/{elsewhere}"))
    answer = admin.http.post(f"/articles/{article_id}/pins", data={"pictures": foreign}, headers=SCRIPT)
    assert answer.status_code == 422
    assert pins_of(admin, article_id) == []


def test_nothing_is_made_of_what_was_never_fetched(admin: Caller, project: str) -> None:
    url = press(admin, "/articles", {"project_id": project, "url": f"{SITE}soup"}).headers["location"]
    assert "They are listed here once it has been fetched." in text_of(admin, url)
    assert press(admin, f"{url}/pins").status_code == 409
