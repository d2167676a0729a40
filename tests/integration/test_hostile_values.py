"""Values no honest program sends: refused with a reason, and no failure of ours."""

from collections.abc import Mapping

import httpx
import pytest

from pressroom.kernel.app import App
from tests import library as pictures
from tests.caller import Caller, problem_of
from tests.documents import completed

HUGE = "9" * 20
PAGE = "99999999999"
READ = [
    "/api/documents?q=%00",
    "/api/documents?tag=%00",
    f"/api/documents?q=a&cursor={HUGE}",
    "/api/runs/%00",
    "/api/runs/%00/steps",
    "/api/runs?workflow=%00",
    f"/api/runs?cursor={HUGE}",
    f"/api/documents/{{id}}/pages/{PAGE}/picture",
    f"/documents/{{id}}/pages/{PAGE}/picture",
    "/documents?q=%00",
    "/documents?tag=%00",
    "/runs/%00",
    f"/runs?cursor={HUGE}",
    "/api/media?q=%00",
    "/api/media?tag=%00",
    "/api/media?colour=%00",
    f"/api/media?q=a&cursor={HUGE}",
    "/api/media?until=9999-12-31",
    "/api/artworks?q=%00",
    "/media?q=%00",
    "/media?tag=%00",
    "/artworks?q=%00",
]
POSTED = {
    "/api/runs/%00/cancel": {},
    "/api/runs/%00/retry": {},
    "/documents/{id}/metadata": {"display_name": "a\0b"},
    "/documents/{id}/regeneration": {"feedback": "a\0b"},
    "/sign-in": {"email": "\0", "password": "\0"},
    "/settings/tokens": {"name": "a\0b"},
}
NO_CURSOR = "This cursor is not one this list gave. Start again without it."
PATCHED: list[Mapping[str, object]] = [{"display_name": "a\0b"}, {"tags": ["a\0b"]}, {"summary": "\0"}]
PICTURE_PATCHED: list[Mapping[str, object]] = [{"description": "a\0b"}, {"subjects": ["a\0b"]}, {"mood": "\0"}]


def test_a_value_that_cannot_be_used_is_refused_and_not_logged_as_a_failure(
    admin: Caller, app: App, capfd: pytest.CaptureFixture[str]
) -> None:
    document_id = completed(app, admin, "hello")
    metadata = f"/api/documents/{document_id}/metadata"
    answers = [admin.http.get(path.replace("{id}", document_id)) for path in READ]
    answers += [admin.http.post(path.replace("{id}", document_id), data=form) for path, form in POSTED.items()]
    answers += [admin.http.patch(metadata, json=values) for values in PATCHED]
    answers.append(admin.http.post(metadata, json={"feedback": "a\0b"}))
    answers += _about_pictures(admin, app)
    assert {
        (one.request.method, str(one.request.url)): one.status_code for one in answers if one.status_code != 422
    } == {}
    told = {one.json()["detail"] for one in answers}
    assert {one for one in told if "cannot be used" not in one} == {NO_CURSOR}
    assert "request failed" not in "".join(capfd.readouterr())


def _about_pictures(admin: Caller, app: App) -> list[httpx.Response]:
    item_id = pictures.completed(app, admin)
    several = {"ids": [item_id]}
    answers = [admin.http.patch(f"/api/media/{item_id}/metadata", json=values) for values in PICTURE_PATCHED]
    posted: dict[str, Mapping[str, object]] = {
        f"/api/media/{item_id}/metadata": {"feedback": "a\0b"},
        "/api/media/tags": several | {"add": ["a\0b"]},
        "/api/media/metadata": several | {"feedback": "a\0b"},
        "/api/media/folders": {"kind": "folder", "path": "/srv/a\0b"},
        "/api/drive/sync": {"connection_id": item_id, "folder_id": "a\0b"},
    }
    answers += [admin.http.post(path, json=body) for path, body in posted.items()]
    answers.append(admin.http.put("/api/media/wishes", json={"prompt": "a\0b"}))
    return answers


def test_a_browser_gets_the_refusal_as_a_page(admin: Caller) -> None:
    answer = admin.http.get("/documents?q=%00", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "cannot be used" in answer.text
    problem_of(admin.http.get("/api/documents?q=%00"), 422, "unusable")
