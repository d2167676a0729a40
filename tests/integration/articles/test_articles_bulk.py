"""The same thing done with many articles, and what no honest browser sends."""

import json
import re

import pytest

from pressroom.kernel.app import App
from tests.caller import Caller
from tests.page_forms import SCRIPT, press, text_of, toast_of
from tests.project_pages import SITE, article, ids_of


def test_pins_are_made_of_many_articles_and_the_refused_are_told(admin: Caller, app: App, project: str) -> None:
    good = [article(admin, app, project, name) for name in ("soup", "bread")]
    bad = press(admin, "/articles", {"project_id": project, "url": f"{SITE}jam"}).headers["location"].rpartition("/")[2]
    answer = admin.http.post("/articles/pins", data={"ids": [*good, bad]}, headers=SCRIPT)
    toast = toast_of(answer)
    assert toast["message"].startswith("2 pins made. 1 not: This article has not been fetched yet")
    assert json.loads(answer.headers["hx-trigger"])["toast"]["link"] == {"url": "/pins", "label": "Open Pins"}
    assert toast["tone"] == "bad"
    for wrong in ("0", "99", "two"):
        refused = admin.http.post("/articles/pins", data={"ids": good, "per_article": wrong}, headers=SCRIPT)
        assert refused.status_code == 422, wrong


def test_texts_are_written_at_once_only_where_that_is_ticked(admin: Caller, app: App, project: str) -> None:
    article_id = article(admin, app, project, "soup")
    for path in ("/articles", f"/articles/{article_id}", f"/pins/new?article={article_id}"):
        boxes = re.findall(r'<input type="checkbox"[^>]*name="(?:describe|write)"[^>]*>', text_of(admin, path))
        assert len(boxes) == 1, path
        assert "checked" not in boxes[0], path


def test_what_having_pins_of_many_articles_written_costs_is_said_before(admin: Caller, app: App, project: str) -> None:
    ids = [article(admin, app, project, name) for name in ("soup", "bread")]
    said = [
        admin.http.post("/articles/pins/estimate", data={"ids": ids, "per_article": number}, headers=SCRIPT).text
        for number in ("1", "9")
    ]
    assert "2 pins: free, runs on this server." in said[0]
    made = admin.http.post("/articles/pins", data={"ids": ids, "per_article": "9"}, headers=SCRIPT)
    assert f"{toast_of(made)['message'].split(' made')[0]}: free" in said[1]


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
