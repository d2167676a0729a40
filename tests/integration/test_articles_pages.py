"""The pages of articles as a browser without scripts sees them, and what its scripts are answered."""

import re

import pytest

from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from pressroom.providers.articles import PictureFound
from tests.articles import complete
from tests.caller import Caller
from tests.integration.test_projects_pages import SCRIPT, SITE, added, article, idle, press, text_of, toast_of
from tests.library import change

PICTURES = tuple(
    PictureFound(url=f"{SITE}{name}.jpg", alt=alt, caption=caption, width=width, height=height)
    for name, alt, caption, width, height in (
        ("wide", "A wide table", "", 2400, 1200),
        ("tall", "A tall cake", "Best on the second day.", 1600, 2400),
        ("tiny", "", "", 320, 200),
        ("other", "Crumbs", "", 1000, 1500),
    )
)


@pytest.fixture
def project(admin: Caller, app: App) -> str:
    """A project with which nothing goes on; its id."""
    return idle(app, added(admin, pins_per_article="2"))


def ids_of(page: str) -> list[str]:
    """Return the ids of the articles on a page, in order."""
    return re.findall(r'id="article-([\w-]+)" data-live', page)


def fail(app: App, article_id: str, reason: str = "The page is gone.") -> None:
    """Fail an article."""
    change(app, Article, article_id, status=ArticleStatus.FAILED, error=reason, error_code="not_found")


def pins_of(caller: Caller, article_id: str) -> list[dict[str, str]]:
    """Return an article's pins, as the API shows them."""
    return [one for one in caller.json("/api/pins")["items"] if one["article_id"] == article_id]


def test_without_projects_the_list_says_where_articles_come_from(admin: Caller) -> None:
    page = text_of(admin, "/articles")
    assert "Articles come from your blog" in page
    assert "Add by address" not in page


def test_an_article_is_added_by_its_address(admin: Caller, project: str) -> None:
    answer = press(admin, "/articles", {"project_id": project, "url": f"{SITE}soup?utm_source=x#top"})
    assert answer.status_code == 303
    page = text_of(admin, answer.headers["location"])
    assert "blog.example/soup" in page
    assert "utm_source" not in page
    assert "It appears here as soon as it has been fetched." in page


def test_an_address_that_is_none_is_refused_in_its_form(admin: Caller, project: str) -> None:
    page = press(admin, "/articles", {"project_id": project, "url": "not an address"}).text
    assert re.search(r'id="adding-url-error">“not an address” is no web address', page)
    assert 'value="not an address"' in page
    assert re.search(r'id="add-article"[^>]* open', page)
    nowhere = press(admin, "/articles", {"project_id": "", "url": SITE}).text
    assert "Choose a project first." in nowhere
    assert admin.json("/api/articles")["items"] == []


def test_a_row_says_what_an_article_is(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    complete(app, article_id, title="Soup & bread", language="de", pictures=PICTURES)
    page = text_of(admin, "/articles")
    for words in (
        "Soup &amp; bread",
        "Kitchen Notes",
        "9 words",
        "German",
        "4 pictures, largest 1,600\u00a0",
        "Read",
    ):
        assert words in page, words
    assert SITE + "tall.jpg" not in page  # a stranger's picture is never loaded from there
    assert "Make pins" in text_of(admin, f"/articles/{article_id}/row")
    assert "Kitchen Notes" not in text_of(admin, f"/articles/{article_id}/row?of_one=true")


def test_a_failed_article_says_why_and_is_tried_again(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    fail(app, article_id)
    url = f"/articles/{article_id}"
    for path in (url, f"{url}/row", f"{url}/panel", "/articles", f"/projects/{project}"):
        page = text_of(admin, path)
        assert "The page is gone." in page, path
        assert f'action="{url}/fetching"' in page, path
    again = admin.http.post(f"{url}/fetching", headers=SCRIPT)
    assert toast_of(again)["message"] == "Fetching it again."
    assert admin.json(f"/api{url}")["status"] == "pending"
    busy = admin.http.post(f"{url}/fetching", headers=SCRIPT)
    assert (busy.status_code, toast_of(busy)["tone"]) == (409, "bad")


def test_all_that_failed_is_tried_again_at_once(admin: Caller, app: App, project: str) -> None:
    failed = [article(admin, app, project, name) for name in ("soup", "bread")]
    for one in failed:
        fail(app, one)
    change(app, Project, project, run_id="scrape-blog:x:1", attempt=1)
    assert "2 articles were not fetched." in text_of(admin, f"/projects/{project}/progress")
    answer = admin.http.post(f"/projects/{project}/missing", headers=SCRIPT)
    assert toast_of(answer)["message"] == "Trying 2 again."
    assert {admin.json(f"/api/articles/{one}")["status"] for one in failed} == {"pending"}


def test_the_list_is_narrowed_by_words_status_and_project(admin: Caller, app: App, project: str) -> None:
    soup, bread, jam = (article(admin, app, project, name) for name in ("soup", "bread", "jam"))
    other = idle(app, added(admin, name="Second", site_url="https://second.example"))
    far = article(admin, app, other, "far")
    fail(app, bread)
    assert ids_of(text_of(admin, "/articles")) == [far, jam, bread, soup]
    assert ids_of(text_of(admin, "/articles?status=failed")) == [bread]
    assert ids_of(text_of(admin, f"/articles?project={other}")) == [far]
    assert ids_of(text_of(admin, "/articles?q=soup")) == [soup]
    assert ids_of(text_of(admin, f"/articles?q=soup&project={other}")) == []
    assert "Nothing matches" in text_of(admin, f"/articles?q=soup&project={other}")
    assert ids_of(text_of(admin, "/articles?status=&project=&q=")) == [far, jam, bread, soup]
    assert len(ids_of(text_of(admin, "/articles?status=nonsense&project=nonsense"))) == 4


def test_a_long_list_goes_on_where_it_stopped(admin: Caller, app: App, project: str) -> None:
    made = [article(admin, app, project, f"post-{number}") for number in range(52)]
    page = text_of(admin, "/articles")
    more = re.search(r'href="(/articles\?cursor=[^"]+)"', page)
    assert more
    assert ids_of(page) + ids_of(text_of(admin, more[1])) == made[::-1]


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


def test_pins_are_made_of_many_articles_and_the_refused_are_told(admin: Caller, app: App, project: str) -> None:
    good = [article(admin, app, project, name) for name in ("soup", "bread")]
    bad = press(admin, "/articles", {"project_id": project, "url": f"{SITE}jam"}).headers["location"].rpartition("/")[2]
    answer = admin.http.post("/articles/pins", data={"ids": [*good, bad]}, headers=SCRIPT)
    toast = toast_of(answer)
    assert toast["message"].startswith("2 pins made; they are in Pins. 1 not: This article has not been fetched yet")
    assert toast["tone"] == "bad"
    for wrong in ("0", "99", "two"):
        refused = admin.http.post("/articles/pins", data={"ids": good, "per_article": wrong}, headers=SCRIPT)
        assert refused.status_code == 422, wrong


def test_many_are_fetched_again_deleted_and_brought_back_together(admin: Caller, app: App, project: str) -> None:
    ids = [article(admin, app, project, name) for name in ("soup", "bread")]
    again = admin.http.post("/articles/fetching", data={"ids": ids}, headers=SCRIPT)
    assert toast_of(again)["message"] == "2 being fetched again."
    deleted = admin.http.post("/articles/deletion", data={"ids": ids}, headers=SCRIPT)
    assert toast_of(deleted)["message"] == "2 deleted."
    assert ids_of(text_of(admin, "/articles")) == []
    back = admin.http.post(toast_of(deleted)["undo"], headers=SCRIPT)
    assert toast_of(back)["message"] == "2 brought back."
    assert ids_of(text_of(admin, "/articles")) == ids[::-1]


def test_one_is_deleted_and_brought_back(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    url = f"/articles/{article_id}"
    deleted = admin.http.post(f"{url}/deletion", headers=SCRIPT)
    assert toast_of(deleted)["undo"] == f"{url}/deletion/undo"
    assert admin.http.get(f"{url}/row").text == ""
    assert "Bring back" in text_of(admin, url)
    assert press(admin, f"{url}/deletion/undo").status_code == 303
    assert ids_of(text_of(admin, "/articles")) == [article_id]


def test_values_no_honest_browser_sends_are_refused_or_narrow_nothing(
    admin: Caller, app: App, project: str, capfd: pytest.CaptureFixture[str]
) -> None:
    article_id = article(admin, app, project, "soup")
    asked = (
        "/articles?q=%00",
        "/articles?project=%00&status=%00",
        f"/articles?q=a&cursor={'9' * 20}",
        "/articles?cursor=nonsense",
        "/projects/example?name=%00&site_url=%00&link_template=%00{url}",
        "/projects/example?site_url=http://[&link_template={url}",
    )
    sent: tuple[tuple[str, dict[str, str]], ...] = (
        ("/projects", {"name": "a\0b", "site_url": "https://a\0b.example", "keywords": "\0", "closing": "\0"}),
        ("/projects", {"name": "a", "site_url": "http://[::1"}),
        ("/projects", {"name": "\u202e🍲" * 40, "site_url": "https://bücher.example/", "tone": "\0"}),
        (f"/projects/{project}/settings", {"name": "a\0b", "site_url": "https://a.example", "new_board": "\0"}),
        ("/boards", {"name": "a\0b", "description": "\0"}),
        ("/articles", {"project_id": project, "url": "https://a.example/\0"}),
        (f"/articles/{article_id}/pins", {"pictures": "nonsense", "describe": "\0"}),
        ("/articles/pins", {"ids": article_id, "per_article": "²"}),
        ("/articles/deletion/undo?at=9999-12-31", {}),
    )
    answers = [admin.http.get(path, headers={"Accept": "text/html"}) for path in asked]
    answers += [press(admin, path, fields) for path, fields in sent]
    assert {(str(one.url), one.status_code) for one in answers if one.status_code >= 500} == set()
    assert "request failed" not in "".join(capfd.readouterr())
