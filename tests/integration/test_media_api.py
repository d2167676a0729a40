"""Pictures taken in, listed, looked at, deleted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from pressroom.core.accounts.actions import create_api_token
from pressroom.features.media.models import Item, Stage
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.clients import TRUSTED
from tests.documents import rows
from tests.library import completed, fail, picture
from tests.pictures import TINY_HEIC, encoded, flag

UNKNOWN = "019a0000-0000-7000-8000-000000000000"
KEY = {"Idempotency-Key": "abc-1"}
ROW = {
    "id", "status", "failed_stage", "error", "error_code", "source", "source_id", "source_url", "folder_id", "filename",
    "mime_type", "size", "width", "height", "frames", "storage_key", "url", "thumbnail", "placeholder", "description",
    "tags", "analysis", "colours", "metadata", "attempt", "run_id", "revision_id", "created_at", "updated_at",
    "paused_reason", "processed_at", "deleted_at",
}  # fmt: skip


def ids(listing: dict[str, Any]) -> list[str]:
    return [one["id"] for one in listing["items"]]


def test_a_picture_is_taken_in_and_answered_at_once(admin: Caller) -> None:
    answer = admin.upload_pictures(("Beach.png", picture()))
    assert answer.status_code == 202
    (item,) = answer.json()["media"]
    assert answer.headers["location"] == f"/api/media/{item['id']}"
    assert (item["status"], item["filename"], item["duplicate_of"]) == ("pending", "Beach.png", None)
    assert item["run_id"] == f"process-media:{item['id']}:1"
    assert admin.json(f"/api/runs/{item['run_id']}")["status"] == "queued"


def test_several_pictures_are_taken_in_and_what_is_none_is_named(admin: Caller, app: App) -> None:
    answer = admin.upload_pictures(
        ("b.png", picture("b")),
        ("notes.txt", b"words, no picture"),
        ("a.jpg", encoded(flag(), "JPEG")),
        ("empty.png", b""),
        ("phone.heic", TINY_HEIC),
    )
    assert answer.status_code == 202
    assert [one["filename"] for one in answer.json()["media"]] == ["b.png", "a.jpg", "phone.heic"]
    refused = {one["filename"]: one["code"] for one in answer.json()["refused"]}
    assert refused == {"notes.txt": "unsupported", "empty.png": "empty"}
    assert all(one["detail"] for one in answer.json()["refused"])
    assert len(rows(app, Item)) == 3


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("notes.txt", b"words", 415, "unsupported"),
        ("paper.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj", 415, "unsupported"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', 415, "unsupported"),
        ("empty.png", b"", 422, "empty"),
        ("big.png", picture() + b"x" * 2_000_001, 413, "too_large"),
        ("bigger.png", picture() + b"x" * 4_000_000, 413, "too_large"),
    ],
)
def test_what_is_no_picture_is_refused(  # noqa: PLR0917  # pytest passes by name
    admin: Caller, app: App, name: str, content: bytes, status: int, code: str
) -> None:
    problem_of(admin.upload_pictures((name, content)), status, code)
    assert rows(app, Item) == []


def test_a_request_without_files_is_refused(admin: Caller) -> None:
    problem_of(admin.http.post("/api/media"), 422, "validation")


def test_a_picture_named_wrongly_is_judged_by_its_content(admin: Caller) -> None:
    item_id = admin.add_picture(encoded(flag(), "JPEG"), "holiday.png")
    assert admin.picture(item_id)["mime_type"] == "image/jpeg"


def test_the_same_bytes_again_are_the_picture_that_is_here(admin: Caller, app: App) -> None:
    first = admin.add_picture(picture(), "one.png")
    again, twin = admin.upload_pictures(("two.png", picture()), ("three.png", picture())).json()["media"]
    assert again["id"] == again["duplicate_of"] == twin["duplicate_of"] == first
    assert (again["filename"], admin.picture(first)["filename"]) == ("two.png", "one.png")
    assert len(rows(app, Item)) == 1


def test_the_same_bytes_after_a_deletion_are_a_new_picture(admin: Caller) -> None:
    first = admin.add_picture(picture())
    admin.http.delete(f"/api/media/{first}")
    assert admin.add_picture(picture()) != first


def test_the_same_bytes_in_two_workspaces_are_two_pictures(admin: Caller, stranger: Caller) -> None:
    assert admin.add_picture(picture()) != stranger.add_picture(picture())


def test_an_upload_sent_again_with_its_key_starts_nothing(admin: Caller, app: App) -> None:
    first = admin.upload_pictures(("a.png", picture()), headers=KEY)
    admin.http.delete(first.headers["location"])  # the same bytes would be a new picture now
    again = admin.upload_pictures(("a.png", picture()), headers=KEY)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    assert len(rows(app, Item)) == 1
    problem_of(admin.upload_pictures(("a.png", picture("other")), headers=KEY), 409, "idempotency_key")


def test_a_picture_says_all_about_itself(admin: Caller, app: App) -> None:
    taken = datetime(2024, 6, 1, 12, 30, tzinfo=UTC)
    item_id = completed(app, admin, "harbour", look={"taken_at": taken, "camera": "Leica Q2"})
    found = admin.picture(item_id)
    assert set(found) == ROW
    assert (found["status"], found["source"], found["filename"]) == ("completed", "upload", "harbour.png")
    assert (found["mime_type"], found["size"]) == ("image/png", len(picture("harbour")))
    assert (found["width"], found["height"]) == (640, 480)
    assert found["storage_key"].startswith("assets/")
    assert found["url"] == f"/api/media/{item_id}/original"
    assert found["description"] == found["analysis"]["description"]
    assert found["tags"] == found["analysis"]["tags"] == ["harbour", "boats", "dusk"]
    assert {name: found["analysis"][name] for name in ("content", "style", "colors", "subjects", "mood")} == {
        "content": "boats in a harbour",
        "style": "photograph",
        "colors": ["navy", "orange"],
        "subjects": ["boat", "water"],
        "mood": "calm",
    }
    assert found["metadata"] == {
        "taken_at": "2024-06-01T12:30:00Z",
        "camera": "Leica Q2",
        "location": None,
        "notes": [],
    }
    assert found["colours"][0]["hex"] == "#112244"
    assert all(found[name].endswith("Z") for name in ("created_at", "updated_at", "processed_at"))
    assert found["failed_stage"] is found["error"] is found["deleted_at"] is None


def test_a_picture_that_waits_has_no_thumbnail_yet(admin: Caller) -> None:
    item_id = admin.add_picture(picture())
    found = admin.picture(item_id)
    assert (found["status"], found["width"], found["thumbnail"]) == ("pending", None, None)
    problem_of(admin.http.get(f"/api/media/{item_id}/thumbnail"), 404)


def test_a_failed_picture_says_where_and_why(admin: Caller, app: App) -> None:
    item_id = admin.add_picture(picture())
    fail(app, item_id, Stage.SEEING, "It ends early.", "truncated")
    found = admin.picture(item_id)
    assert (found["status"], found["failed_stage"]) == ("failed", "seeing")
    assert (found["error"], found["error_code"]) == ("It ends early.", "truncated")


@pytest.mark.parametrize("path", ["", "/original", "/thumbnail", "/file?to=png", "/revisions", "/lookalikes"])
def test_an_unknown_picture_is_not_found(admin: Caller, path: str) -> None:
    problem_of(admin.http.get(f"/api/media/{UNKNOWN}{path}"), 404)


def test_an_id_that_is_none_is_told_apart_from_one_not_found(admin: Caller) -> None:
    problem_of(admin.http.get("/api/media/not-a-uuid"), 422, "validation")


def test_a_deleted_picture_is_out_of_sight_and_can_be_brought_back(admin: Caller, app: App) -> None:
    item_id = completed(app, admin)
    assert admin.http.delete(f"/api/media/{item_id}").status_code == 204
    assert admin.http.delete(f"/api/media/{item_id}").status_code == 204
    assert ids(admin.json("/api/media")) == []
    assert admin.json("/api/media/status")["counts"]["completed"] == 0
    assert admin.picture(item_id)["deleted_at"]
    problem_of(admin.http.post(f"/api/media/{item_id}/processing"), 409, "deleted")
    assert admin.http.post(f"/api/media/{item_id}/restore").json()["deleted_at"] is None
    assert ids(admin.json("/api/media")) == [item_id]


def test_a_picture_is_looked_at_anew_once_for_a_key(admin: Caller, app: App) -> None:
    item_id = admin.add_picture(picture())
    path = f"/api/media/{item_id}/processing"
    problem_of(admin.http.post(path), 409, "busy")
    fail(app, item_id, Stage.SEEING)
    first, again = admin.http.post(path, headers=KEY), admin.http.post(path, headers=KEY)
    assert first.status_code == again.status_code == 202
    assert (
        first.json()
        == again.json()
        == {
            "id": item_id,
            "status": "pending",
            "run_id": f"process-media:{item_id}:2",
        }
    )
    assert first.headers["location"] == f"/api/media/{item_id}"
    found = admin.picture(item_id)
    assert (found["attempt"], found["error"], found["failed_stage"]) == (2, None, None)


@pytest.fixture
def reader(app: App, admin: Caller) -> Iterator[httpx.Client]:
    """A client whose token may only read."""
    with app.database.transaction() as session:
        token = create_api_token(
            session, workspace_id=admin.workspace_id, user_id=admin.user_id, name="screen", scope="read"
        )
    bearer = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=admin.http.base_url, headers=bearer, timeout=30, verify=TRUSTED) as client:
        yield client


def test_a_token_that_may_only_read_sees_and_changes_nothing(admin: Caller, app: App, reader: httpx.Client) -> None:
    item_id = completed(app, admin)
    assert ids(reader.get("/api/media", params={"q": "harbour"}).json()) == [item_id]
    refused = [
        reader.post("/api/media", files={"files": ("a.png", picture("new"))}),
        reader.post(f"/api/media/{item_id}/metadata"),
        reader.post(f"/api/media/{item_id}/processing"),
        reader.patch(f"/api/media/{item_id}/metadata", json={"description": "Mine"}),
        reader.delete(f"/api/media/{item_id}"),
        reader.post("/api/media/tags", json={"ids": [item_id], "add": ["mine"]}),
        reader.post("/api/media/deletion", json={"ids": [item_id]}),
        reader.post("/api/media/metadata", json={"ids": [item_id]}),
        reader.put("/api/media/wishes", json={"prompt": "Mine"}),
        reader.post("/api/artworks", json={"media_ids": [item_id]}),
        reader.post("/api/media/folders", json={"kind": "folder", "path": "/srv"}),
        reader.post("/api/drive/sync", json={"connection_id": UNKNOWN, "folder_id": "x"}),
    ]
    for answer in refused:
        problem_of(answer, 403, "read_only")
    assert admin.picture(item_id)["attempt"] == 1
