"""Documents listed, opened, downloaded."""

import pytest
from sqlalchemy import select, update

from pressroom.core.assets.models import Asset
from pressroom.features.documents.models import Page, Stage
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.documents import completed, fail, read

UNKNOWN = "019a0000-0000-7000-8000-000000000000"


def test_a_document_says_all_about_itself(admin: Caller, app: App) -> None:
    document_id = completed(app, admin, "The rent is due.\fSigned in May.", "lease.txt")
    found = admin.document(document_id)
    assert found["status"] == "completed"
    assert found["display_name"] == "Lease for Elm Street"
    assert found["tags"] == ["lease", "rent", "home"]
    assert found["summary"] == "A flat is let."
    assert found["language"] == "en"
    assert found["page_count"] == found["pages_read"] == 2
    assert found["failed_stage"] is found["error"] is found["error_code"] is None
    assert found["created_at"].endswith("Z")
    assert found["completed_at"] >= found["created_at"]
    assert found["highlights"] is None


def test_a_failed_document_says_where_and_why(admin: Caller, app: App) -> None:
    document_id = admin.add("locked")
    fail(app, document_id, Stage.READING, "It needs a password.", "encrypted")
    found = admin.document(document_id)
    assert (found["status"], found["failed_stage"]) == ("failed", "reading")
    assert (found["error"], found["error_code"]) == ("It needs a password.", "encrypted")


def test_the_text_comes_as_plain_text_with_form_feeds_between_pages(admin: Caller, app: App) -> None:
    document_id = admin.add("x")
    read(app, document_id, "Erste Seite: Grüße", "Second page")
    answer = admin.http.get(f"/api/documents/{document_id}/text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "Erste Seite: Grüße\fSecond page"


def test_the_text_of_a_document_that_is_not_read_yet_is_empty(admin: Caller) -> None:
    assert admin.http.get(f"/api/documents/{admin.add('x')}/text").text == ""


def test_the_original_comes_back_byte_for_byte_under_its_name(admin: Caller) -> None:
    document_id = admin.add("byte for byte", "Größe & Gewicht.txt")
    answer = admin.http.get(f"/api/documents/{document_id}/original")
    assert answer.content == b"byte for byte"
    assert answer.headers["content-disposition"] == ("attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%26%20Gewicht.txt")


def test_an_original_shown_in_place_cannot_run_anything(admin: Caller) -> None:
    document_id = admin.add("<script>alert(1)</script>", "page.txt")
    answer = admin.http.get(f"/api/documents/{document_id}/original", params={"download": "false"})
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_page_without_a_picture_says_so(admin: Caller, app: App) -> None:
    document_id = admin.add("x")
    read(app, document_id, "only words")
    problem_of(admin.http.get(f"/api/documents/{document_id}/pages/1/picture"), 404)
    problem_of(admin.http.get(f"/api/documents/{document_id}/pages/2/picture"), 404)


def test_an_original_that_is_gone_from_the_disk_is_a_clear_404(admin: Caller, app: App) -> None:
    document_id = admin.add("soon gone")
    for path in (app.storage.path(key) for key in stored_keys(app)):
        path.unlink()
    body = problem_of(admin.http.get(f"/api/documents/{document_id}/original"), 404)
    assert "backup" in body["detail"]


@pytest.mark.parametrize("path", ["", "/text", "/original", "/pages/1/picture", "/revisions"])
def test_an_unknown_document_is_not_found(admin: Caller, path: str) -> None:
    problem_of(admin.http.get(f"/api/documents/{UNKNOWN}{path}"), 404)


def test_an_id_that_is_none_is_told_apart_from_one_not_found(admin: Caller) -> None:
    problem_of(admin.http.get("/api/documents/not-a-uuid"), 422, "validation")


def test_documents_are_listed_newest_first_in_pages(admin: Caller) -> None:
    added = [admin.add(f"note {number}") for number in range(5)]
    first = admin.json("/api/documents", limit=2)
    second = admin.json("/api/documents", limit=2, cursor=first["next_cursor"])
    third = admin.json("/api/documents", limit=2, cursor=second["next_cursor"])
    listed = [one["id"] for page in (first, second, third) for one in page["items"]]
    assert listed == list(reversed(added))
    assert third["next_cursor"] is None


def test_documents_are_narrowed_by_status_and_tag(admin: Caller, app: App) -> None:
    done = completed(app, admin, "rent")
    waiting = admin.add("not read yet")
    assert ids(admin.json("/api/documents", status="completed")) == [done]
    assert ids(admin.json("/api/documents", status="processing")) == [waiting]
    assert ids(admin.json("/api/documents", tag="lease")) == [done]
    assert ids(admin.json("/api/documents", tag="leas")) == []


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"status": "done"}, "validation"),
        ({"limit": "0"}, "validation"),
        ({"limit": "201"}, "validation"),
        ({"cursor": "yesterday"}, "cursor"),
        ({"q": "x", "cursor": "yesterday"}, "cursor"),
        ({"q": "x" * 501}, "validation"),
    ],
)
def test_a_list_asked_for_wrongly_is_refused(admin: Caller, params: dict[str, str], code: str) -> None:
    problem_of(admin.http.get("/api/documents", params=params), 422, code)


def test_a_path_that_does_not_exist_is_a_problem_too(admin: Caller) -> None:
    problem_of(admin.http.get("/api/nothing"), 404)
    problem_of(admin.http.put("/api/documents"), 405)


def ids(listing: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["id"] for one in listing["items"]]


def stored_keys(app: App) -> list[str]:
    with app.database.transaction() as session:
        return list(session.scalars(select(Asset.storage_key)))


@pytest.mark.parametrize("path", ["/api/documents/{id}/original", "/documents/{id}/original"])
def test_an_original_says_its_length_and_comes_in_parts_to_who_asks(admin: Caller, path: str) -> None:
    path = path.replace("{id}", admin.add("byte for byte"))
    assert admin.http.get(path).headers["content-length"] == "13"
    head = admin.http.head(path)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "13", b"")
    part = admin.http.get(path, headers={"Range": "bytes=5-7"})
    assert (part.status_code, part.content) == (206, b"for")
    assert part.headers["content-range"] == "bytes 5-7/13"
    assert part.headers["content-security-policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("path", ["/api/documents/{id}/pages/1/picture", "/documents/{id}/pages/1/picture"])
def test_a_page_s_picture_says_its_length_and_may_be_kept(admin: Caller, app: App, path: str) -> None:
    document_id = admin.add("x")
    read(app, document_id, "words")
    key = app.storage.put("pages/tests/1-picture.jpg", b"a picture")
    with app.database.transaction() as session:
        session.execute(update(Page).values(picture_key=key))
    path = path.replace("{id}", document_id)
    found = admin.http.get(path)
    assert (found.content, found.headers["content-length"]) == (b"a picture", "9")
    assert found.headers["content-type"] == "image/jpeg"
    assert "immutable" in found.headers["cache-control"]
    assert admin.http.head(path).headers["content-length"] == "9"
    assert admin.http.get(path, headers={"Range": "bytes=2-"}).content == b"picture"
