"""The list of articles as a browser without scripts sees it, and what its scripts are answered."""

import re

import pytest

from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from tests.articles import complete
from tests.caller import Caller
from tests.library import change
from tests.page_forms import SCRIPT, press, text_of, toast_of
from tests.project_pages import PICTURES, SITE, added, article, fail, idle, ids_of


def test_every_page_of_the_part_has_its_title_then_the_same_tabs_and_what_is_counted(
    admin: Caller, app: App, project: str
) -> None:
    complete(app, article(admin, app, project, "soup"), pictures=PICTURES)
    assert admin.http.post("/api/pins", json={"project_id": project}).status_code < 300
    for path in ("/pins", "/pins/board", "/articles", "/projects"):
        page = text_of(admin, path)
        assert re.search(r'data-width="wide".*<h1>.*class="tabs".*By status', page, re.DOTALL), path
        assert re.search(r'title="In all">1</b>', page), path


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


@pytest.mark.parametrize("code", ["address", "paywall"])
def test_where_trying_again_does_not_help_nobody_is_asked_to(admin: Caller, app: App, project: str, code: str) -> None:
    article_id = article(admin, app, project, "soup")
    fail(app, article_id, "It is for subscribers only.", code)
    for page in ("/articles", f"/articles/{article_id}"):
        assert "It is for subscribers only." in text_of(admin, page)
        assert "Try again" not in text_of(admin, page)


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
