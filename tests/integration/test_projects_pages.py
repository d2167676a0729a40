"""The pages of projects and boards as a browser without scripts sees them, and what its scripts are answered."""

import re
from uuid import UUID

from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from tests.articles import counted
from tests.caller import Caller
from tests.library import change, connect
from tests.page_forms import SCRIPT, press, text_of, toast_of
from tests.project_pages import SITE, added, article, board, idle


def test_without_a_project_the_page_invites_to_add_a_blog(admin: Caller) -> None:
    page = text_of(admin, "/projects")
    assert "Its name and address are enough" in page
    assert 'action="/projects"' in page
    assert 'aria-current="page">Projects' in page


def test_a_name_and_an_address_are_enough_and_the_blog_is_looked_through_at_once(admin: Caller) -> None:
    url = added(admin)
    page = text_of(admin, url)
    assert "Kitchen Notes" in page
    assert 'value="https://blog.example/"' in page
    assert "Looking for articles" in page
    assert f'action="{url}/stop"' in page
    row = text_of(admin, f"{url}/row")
    assert "blog.example · 0 articles · 0 pins" in row


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(admin: Caller) -> None:
    typed = {"name": "Kitchen & Co", "site_url": "ftp://blog", "tone": "warm", "closing": "Bye"}
    answer = press(admin, "/projects", typed)
    assert answer.status_code == 200
    assert re.search(r'id="new-site-error">“ftp://blog” is no web address', answer.text)
    assert 'value="Kitchen &amp; Co"' in answer.text
    assert 'value="warm"' in answer.text
    assert ">Bye</textarea>" in answer.text
    assert admin.json("/api/projects")["items"] == []


def test_what_is_wrong_under_more_is_unfolded(admin: Caller) -> None:
    for field, value, id_ in (
        ("link_template", "https://elsewhere.example/", "new-link-error"),
        ("pins_per_article", "many", "new-each-error"),
        ("pins_per_article", "40", "new-each-error"),
        ("keywords", "x" * 61, "new-keywords-error"),
        ("board_id", "no-board", "new-board-error"),
        ("board_id", str(UUID(int=7)), "new-board-error"),
        ("new_board", "x" * 200, "new-new-board-error"),
        ("language", "the best one", "new-language-error"),
    ):
        page = press(admin, "/projects", {"name": "A", "site_url": SITE, field: value}).text
        assert f'id="{id_}"' in page, (field, value)
        assert re.search(r'id="new-more"[^>]* open', page), field
    assert admin.json("/api/boards")["items"] == []


def test_a_board_is_made_in_place_and_one_of_that_name_is_not_made_twice(admin: Caller) -> None:
    added(admin, new_board="Weeknight dinners")
    url = added(admin, name="Second", site_url="https://second.example", new_board="weeknight  Dinners")
    boards = admin.json("/api/boards")["items"]
    assert [one["name"] for one in boards] == ["Weeknight dinners"]
    assert admin.json(f"/api{url}")["board_id"] == boards[0]["id"]
    assert f'value="{boards[0]["id"]}" selected' in text_of(admin, url)


def test_a_link_is_shown_as_it_will_be_or_why_it_is_none(admin: Caller) -> None:
    asked = {"name": "A", "site_url": "blog.example", "link_template": "{url}?utm_campaign={slug}"}
    shown = admin.http.get("/projects/example", params=asked).text
    assert "utm_campaign=a-<wbr>post" in shown
    wrong = admin.http.get("/projects/example", params=asked | {"link_template": "{nonsense}"}).text
    assert "field-error" in wrong


def test_settings_are_saved_and_refused_in_their_place(admin: Caller) -> None:
    url = added(admin)
    fields = {"name": "Notes", "site_url": SITE, "keywords": "vegan, quick", "fit": "pad", "pins_per_article": "3"}
    assert press(admin, f"{url}/settings", fields).headers["location"] == url
    project = admin.json(f"/api{url}")
    assert (project["name"], project["keywords"], project["fit"]) == ("Notes", ["vegan", "quick"], "pad")
    refused = admin.http.post(f"{url}/settings", data=fields | {"name": " ", "tone": "dry"}, headers=SCRIPT)
    assert refused.status_code == 200
    assert 'id="project-name-error"' in refused.text
    assert 'value="dry"' in refused.text
    assert admin.json(f"/api{url}")["name"] == "Notes"
    saved = admin.http.post(f"{url}/settings", data=fields | {"keywords": " vegan ,quick"}, headers=SCRIPT)
    assert (saved.status_code, toast_of(saved)["tone"]) == (200, "ok")
    assert 'id="project-name-error"' not in saved.text
    assert 'value="vegan, quick"' in saved.text


def test_an_account_of_another_service_is_no_choice_for_publishing(admin: Caller, app: App) -> None:
    account = connect(app, admin)
    page = text_of(admin, "/projects")
    assert account not in page
    assert 'name="connection_id"' not in page


def test_a_look_that_is_over_says_what_it_came_to_and_another_can_begin(admin: Caller, app: App) -> None:
    url = added(admin)
    result = counted(total=5, succeeded=3, failed=1, unchanged=1)
    ended = {"via": "feed", "notes": ["The feed holds 20 posts only."], "ended_at": "2026-11-22T01:00:00Z"}
    project_id = idle(app, url, last_result=result | ended, last_scraped_at=now())
    article(admin, app, project_id, "soup")
    page = text_of(admin, url)
    assert "Found in its feed." in page
    assert "The feed holds 20 posts only." in page
    assert "3 articles fetched, 1 unchanged, 1 failed" in text_of(admin, f"{url}/row")
    assert f'href="/articles?project={project_id}"' in text_of(admin, f"{url}/row")  # its next step: pins
    answer = admin.http.post(f"{url}/scrape", headers=SCRIPT)
    assert toast_of(answer)["message"] == "Looking for new articles."
    assert "Look for new articles" not in text_of(admin, f"{url}/progress")
    busy = admin.http.post(f"{url}/scrape", headers=SCRIPT)
    assert (busy.status_code, toast_of(busy)["tone"]) == (409, "bad")


def test_a_look_that_failed_says_why_and_can_be_tried_again(admin: Caller, app: App) -> None:
    url = added(admin)
    change(app, Project, url.rpartition("/")[2], status=ScrapeStatus.FAILED, error="The site's name leads nowhere.")
    for path in (url, f"{url}/progress", f"{url}/row", "/projects"):
        assert "leads nowhere" in text_of(admin, path).replace("&#39;", "'"), path
    assert f'action="{url}/scrape"' in text_of(admin, f"{url}/row")


def test_a_look_is_stopped(admin: Caller) -> None:
    url = added(admin)
    assert press(admin, f"{url}/stop").status_code == 303
    assert admin.json(f"/api{url}")["status"] == "failed"


def test_a_deleted_project_leaves_the_list_and_comes_back_with_its_articles(admin: Caller, app: App) -> None:
    url = added(admin)
    project_id = idle(app, url)
    article_id = article(admin, app, project_id, "soup")
    deleted = admin.http.post(f"{url}/deletion", headers=SCRIPT)
    assert toast_of(deleted)["undo"] == f"{url}/deletion/undo"
    assert project_id not in text_of(admin, "/projects")
    assert admin.http.get(f"{url}/row").text == ""
    assert article_id not in text_of(admin, "/articles")
    assert "Bring back" in text_of(admin, url)
    assert press(admin, f"{url}/deletion/undo").status_code == 303
    assert f'id="project-{project_id}"' in text_of(admin, "/projects")
    assert article_id in text_of(admin, "/articles")


def test_a_board_is_added_renamed_deleted_and_brought_back(admin: Caller) -> None:
    board_id = board(admin)
    page = text_of(admin, "/projects")
    assert f'id="board-{board_id}"' in page
    assert f'href="/pins?board={board_id}"' in page
    fields = {"name": "Cakes", "description": "Sweet"}
    assert press(admin, f"/boards/{board_id}/settings", fields).status_code == 303
    assert admin.json(f"/api/boards/{board_id}")["name"] == "Cakes"
    deleted = admin.http.post(f"/boards/{board_id}/deletion", headers=SCRIPT)
    assert f'id="board-{board_id}"' not in text_of(admin, "/projects")
    assert press(admin, toast_of(deleted)["undo"]).status_code == 303
    assert f'id="board-{board_id}"' in text_of(admin, "/projects")


def test_a_board_s_name_is_refused_in_its_place(admin: Caller) -> None:
    board_id = board(admin)
    other = board(admin, "Soups")
    twice = press(admin, "/boards", {"name": "baking", "description": "Again"}).text
    assert 'id="board-name-error">There is a board called “baking” already.' in twice
    assert 'value="Again"' in twice
    renamed = press(admin, f"/boards/{other}/settings", {"name": "Baking"}).text
    assert f'id="name-{other}-error"' in renamed
    assert f'id="name-{board_id}-error"' not in renamed
    told = admin.http.post(f"/boards/{other}/settings", data={"name": "Baking"}, headers=SCRIPT)
    assert (told.status_code, toast_of(told)["tone"]) == (409, "bad")


def test_a_blog_that_is_let_rest_says_why_instead_of_seeming_to_be_read(admin: Caller, app: App) -> None:
    project_id = added(admin).rpartition("/")[2]
    change(app, Project, project_id, status=ScrapeStatus.WAITING, error="The site is busy (503).")
    for path in ("/", f"/projects/{project_id}/row"):
        row = text_of(admin, path).split(f'id="project-{project_id}"')[1].split("</li>")[0]
        assert "The site is busy (503)." in row
        assert "<progress" not in row
        assert not re.search(r">\s*0\s*<", row)


def test_home_tells_what_goes_on_with_blogs_and_what_failed(admin: Caller, app: App) -> None:
    assert 'id="blogs"' in text_of(admin, "/")
    url = added(admin)
    page = text_of(admin, "/")
    project_id = url.rpartition("/")[2]
    assert f'id="project-{project_id}"' in page
    assert "Nothing printed yet" not in page
    change(app, Project, project_id, status=ScrapeStatus.FAILED, error="The site's name leads nowhere.")
    article_id = article(admin, app, project_id, "soup")
    press(admin, f"/articles/{article_id}/pins", {"describe": "yes"})
    change(app, Article, article_id, status=ArticleStatus.FAILED, error="It is gone.")
    page = text_of(admin, "/")
    for words in (
        "“Kitchen Notes” was not read to its end",
        "1 article could not be fetched",
        "1 pin is being written",
        "The site&#39;s name leads nowhere.",
        "It is gone.",
        f'action="/projects/{project_id}/scrape"',
    ):
        assert words in page, words
    assert f'id="project-{project_id}"' not in page
