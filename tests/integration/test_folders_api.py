"""Folders that pictures come from: added, changed, synced, their files tried again, let go."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pressroom.core.accounts.actions import create_api_token, create_user
from pressroom.features.media.models import FolderFile, Item
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.providers.sources import FakeSource
from tests.caller import Caller, admin_of, problem_of
from tests.documents import rows
from tests.doors import fake_doors
from tests.library import change, connect, fail_file, fill, folder_row, picture, rest, watch
from tests.serving import served

UNKNOWN = "019a0000-0000-7000-8000-000000000000"
KEY = {"Idempotency-Key": "abc-1"}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of this server that may be watched."""
    folder = tmp_path / "photos"
    (folder / "2024" / "June").mkdir(parents=True)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "out").symlink_to(tmp_path)
    (folder / "file.png").write_bytes(picture())
    return folder


@pytest.fixture
def drive() -> FakeSource:
    """What stands for Google Drive."""
    return FakeSource()


@pytest.fixture
def owner(app: App, photos: Path, drive: FakeSource) -> Iterator[Caller]:
    """The owner of the first workspace, on a server whose photos may be watched and whose Drive is the fake."""
    doors = fake_doors(media_roots=[photos])
    real = doors.source

    def opened(kind: str, **more: Any) -> Any:  # noqa: ANN401  # as the fake doors are typed
        return real(kind, **more) if kind == "folder" else drive

    object.__setattr__(doors, "source", opened)
    with served(app, doors) as server, admin_of(app, server.url) as caller:
        yield caller


def add(caller: Caller, **wanted: object) -> dict[str, Any]:
    answer = caller.http.post("/api/media/folders", json=wanted)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def schedules(app: App) -> dict[str, str]:
    """Return the engine's schedules of folders, by the folder's id."""
    kept = app.durable.client.list_schedules(schedule_name_prefix="sync-folder:")
    return {one["context"]["folder_id"]: one["schedule"] for one in kept}


def test_a_folder_of_this_server_is_added_with_what_was_chosen(owner: Caller, app: App, photos: Path) -> None:
    wanted = {"include_subfolders": True, "keep_location": True, "prompt": " Name the lake. ", "every": "hour"}
    added = add(owner, kind="folder", path=str(photos / "2024"), **wanted)
    assert added["name"] == "2024"
    assert added["remote_id"] == str(photos / "2024")
    assert added["status"] == "idle"
    assert added["connection_id"] is added["last_result"] is added["run_id"] is None
    assert {name: added[name] for name in wanted} == wanted | {"prompt": "Name the lake."}
    assert schedules(app) == {added["id"]: "0 * * * *"}
    listed = owner.json("/api/media/folders")
    assert [one["id"] for one in listed["items"]] == [added["id"]]
    assert listed["next_cursor"] is None


def test_the_root_itself_may_be_watched_once(owner: Caller, photos: Path) -> None:
    add(owner, kind="folder", path=str(photos))
    again = owner.http.post("/api/media/folders", json={"kind": "folder", "path": f"{photos}/2024/.."})
    problem_of(again, 409, "known")


@pytest.mark.parametrize(
    "path", ["/etc", "..", "{photos}/..", "{photos}/../../etc", "{photos}/out", "{photos}-other", "~", "photos"]
)
def test_a_path_outside_of_what_may_be_watched_is_refused(owner: Caller, photos: Path, path: str) -> None:
    wanted = {"kind": "folder", "path": path.replace("{photos}", str(photos))}
    body = problem_of(owner.http.post("/api/media/folders", json=wanted), 403, "outside")
    assert "PRESSROOM_MEDIA_ROOTS" in body["detail"]
    assert owner.json("/api/media/folders")["items"] == []


@pytest.mark.parametrize("path", ["{photos}/nothing", "{photos}/file.png", "{photos}/loop", "{photos}/" + "n" * 300])
def test_a_path_that_is_no_folder_is_not_found(owner: Caller, photos: Path, path: str) -> None:
    wanted = {"kind": "folder", "path": path.replace("{photos}", str(photos))}
    assert owner.http.post("/api/media/folders", json=wanted).status_code in {403, 404, 422}
    assert owner.json("/api/media/folders")["items"] == []


def test_where_nothing_may_be_watched_nothing_is(admin: Caller, photos: Path) -> None:
    wanted = {"kind": "folder", "path": str(photos)}
    problem_of(admin.http.post("/api/media/folders", json=wanted), 403, "outside")


def test_only_an_owner_has_a_folder_of_the_server_watched(owner: Caller, app: App, photos: Path) -> None:
    with app.database.transaction() as session:
        member = create_user(session, name="Member", workspace_id=owner.workspace_id)
        token = create_api_token(session, workspace_id=owner.workspace_id, user_id=member.id, name="member")
    headers = {"Authorization": f"Bearer {token}"}
    wanted = {"kind": "folder", "path": str(photos)}
    problem_of(owner.http.post("/api/media/folders", json=wanted, headers=headers), 403, "owner_only")


def test_a_folder_of_a_drive_is_added_by_its_id(owner: Caller, app: App, drive: FakeSource) -> None:
    connection_id = connect(app, owner)
    folder_id = drive.add_folder("Holidays")
    added = add(owner, kind="google_drive", connection_id=connection_id, folder_id=folder_id)
    assert (added["name"], added["remote_id"], added["connection_id"]) == ("Holidays", folder_id, connection_id)
    again = {"kind": "google_drive", "connection_id": connection_id, "folder_id": folder_id}
    problem_of(owner.http.post("/api/media/folders", json=again), 409, "known")


def test_a_folder_a_drive_does_not_have_is_not_found(owner: Caller, app: App) -> None:
    wanted = {"kind": "google_drive", "connection_id": connect(app, owner), "folder_id": "folder-99"}
    problem_of(owner.http.post("/api/media/folders", json=wanted), 404)


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (ProviderBusy("Drive is busy."), 503, "busy"),
        (ProviderRefused("Drive will not."), 502, "refused_outside"),
        (ProviderAuthLost("Drive forgot you."), 409, "auth_lost"),
    ],
)
def test_what_a_drive_answers_is_told(  # noqa: PLR0917  # pytest passes by name
    owner: Caller, app: App, drive: FakeSource, failure: ProviderBusy, status: int, code: str
) -> None:
    drive.failures["folder"] = [failure, failure]
    wanted = {"kind": "google_drive", "connection_id": connect(app, owner), "folder_id": "root"}
    problem_of(owner.http.post("/api/media/folders", json=wanted), status, code)
    assert owner.json("/api/media/folders")["items"] == []


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"kind": "folder"}, "path"),
        ({"kind": "google_drive"}, "folder"),
        ({"kind": "google_drive", "folder_id": "x"}, "folder"),
        ({"kind": "google_drive", "connection_id": UNKNOWN}, "folder"),
        ({"kind": "dropbox", "path": "/x"}, "validation"),
        ({"kind": "folder", "path": "/x", "every": "second"}, "validation"),
        ({"kind": "folder", "path": ""}, "validation"),
        ({"kind": "folder", "path": "/x\0"}, "validation"),
        ({"kind": "folder", "path": "/x", "prompt": "x" * 2001}, "validation"),
        ({}, "validation"),
    ],
)
def test_a_folder_asked_for_wrongly_is_refused(admin: Caller, wanted: dict[str, str], code: str) -> None:
    problem_of(admin.http.post("/api/media/folders", json=wanted), 422, code)


def test_a_folder_of_another_s_account_is_not_found(admin: Caller, stranger: Caller, app: App) -> None:
    wanted = {"kind": "google_drive", "connection_id": connect(app, stranger), "folder_id": "root"}
    problem_of(admin.http.post("/api/media/folders", json=wanted), 404)


def test_what_was_chosen_is_changed_and_its_schedule_with_it(admin: Caller, app: App) -> None:
    folder_id = watch(app, admin)
    path = f"/api/media/folders/{folder_id}"
    changed = admin.http.put(path, json={"include_subfolders": True, "every": "day"}).json()
    assert (changed["include_subfolders"], changed["every"], changed["prompt"]) == (True, "day", None)
    assert schedules(app) == {folder_id: "0 3 * * *"}
    assert admin.http.put(path, json={"every": "never"}).json()["every"] == "never"
    assert schedules(app) == {}


def test_a_folder_let_go_leaves_its_pictures(admin: Caller, app: App) -> None:
    folder_id = watch(app, admin)
    admin.http.put(f"/api/media/folders/{folder_id}", json={"every": "minute"})
    item_id = admin.add_picture(picture())
    change(app, Item, item_id, folder_id=folder_id, source="google_drive")
    fill(app, folder_id, "a.png")
    assert admin.http.delete(f"/api/media/folders/{folder_id}").status_code == 204
    problem_of(admin.http.get(f"/api/media/folders/{folder_id}"), 404)
    assert admin.picture(item_id)["folder_id"] is None
    assert rows(app, FolderFile) == []
    assert schedules(app) == {}


def test_a_sync_is_started_and_told_at_once(admin: Caller, app: App) -> None:
    folder_id = watch(app, admin)
    answer = admin.http.post(f"/api/media/folders/{folder_id}/sync", headers=KEY)
    assert answer.status_code == 202
    started = answer.json()
    assert set(started) == {"message", "event_id", "run_id", "folder_id"}
    assert "Holidays" in started["message"]
    assert started["event_id"] == started["run_id"] == f"sync-folder:{folder_id}:1"
    assert answer.headers["location"] == f"/api/media/folders/{folder_id}"
    found = admin.json(f"/api/media/folders/{folder_id}")
    assert (found["status"], found["run_id"]) == ("syncing", started["run_id"])
    assert admin.json(f"/api/runs/{started['run_id']}")["status"] == "queued"
    assert admin.http.post(f"/api/media/folders/{folder_id}/sync", headers=KEY).json() == started
    problem_of(admin.http.post(f"/api/media/folders/{folder_id}/sync"), 409, "busy")


def test_a_folder_tells_how_far_its_sync_is_and_what_it_came_to(admin: Caller, app: App) -> None:
    folder_id = watch(app, admin)
    admin.http.post(f"/api/media/folders/{folder_id}/sync")
    fill(app, folder_id, "a.png", "b.png", "c.png")
    progress = admin.json(f"/api/media/folders/{folder_id}")["progress"]
    assert set(progress) == {
        "total", "done", "queued", "stored", "here_already", "described", "skipped", "unchanged", "storage_failures",
        "ai_failures", "unreadable", "bytes_total", "bytes_stored",
    }  # fmt: skip
    assert (progress["total"], progress["queued"], progress["done"]) == (3, 3, 0)
    rest(app, folder_id, total=3, succeeded=2, failed=1)
    found = admin.json(f"/api/media/folders/{folder_id}")
    assert found["status"] == "idle"
    assert found["last_synced_at"].endswith("Z")
    assert found["last_result"] == {"total": 3, "succeeded": 2, "failed": 1}


def test_files_are_listed_newest_first_in_pages_and_by_what_became_of_them(admin: Caller, app: App) -> None:
    folder_id = watch(app, admin)
    files = fill(app, folder_id, *(f"{number}.png" for number in range(5)))
    fail_file(app, files[2])
    path = f"/api/media/folders/{folder_id}/files"
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.json(path, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == list(reversed(files))
    (failed,) = admin.json(path, status="failed")["items"]
    assert (failed["id"], failed["reason"], failed["code"]) == (files[2], "The disk was full.", "storage")
    assert len(admin.json(path, status="found")["items"]) == 4
    problem_of(admin.http.get(path, params={"cursor": "yesterday"}), 422, "cursor")
    problem_of(admin.http.get(path, params={"status": "lost"}), 422, "validation")


def test_a_failed_file_is_tried_again_once_for_a_key(admin: Caller, app: App) -> None:
    folder_id = watch(app, admin)
    good, bad = fill(app, folder_id, "good.png", "bad.png")
    fail_file(app, bad)
    path = f"/api/media/folders/{folder_id}/files"
    problem_of(admin.http.post(f"{path}/{good}/retry"), 409, "not_failed")
    first = admin.http.post(f"{path}/{bad}/retry", headers=KEY)
    again = admin.http.post(f"{path}/{bad}/retry", headers=KEY)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert (first.json()["reason"], first.json()["code"]) == (None, None)
    assert first.json()["status"] in {"found", "queued"}
    assert admin.http.get(first.headers["location"]).status_code == 200
    problem_of(admin.http.post(f"{path}/{bad}/retry"), 409, "not_failed")
    problem_of(admin.http.post(f"{path}/{UNKNOWN}/retry"), 404)


def test_all_failed_files_are_tried_again(admin: Caller, app: App) -> None:
    folder_id = watch(app, admin)
    files = fill(app, folder_id, "a.png", "b.png", "c.png")
    for one in files[:2]:
        fail_file(app, one)
    path = f"/api/media/folders/{folder_id}/files/retry"
    answer = admin.http.post(path)
    assert (answer.status_code, answer.json()) == (202, {"files": 2})
    assert admin.http.post(path).json() == {"files": 0}


def test_a_file_of_another_folder_is_not_this_one_s(admin: Caller, app: App) -> None:
    mine, other = watch(app, admin), watch(app, admin, remote_id="remote-2")
    (file,) = fill(app, other, "a.png")
    fail_file(app, file)
    problem_of(admin.http.post(f"/api/media/folders/{mine}/files/{file}/retry"), 404)


@pytest.mark.parametrize("path", ["", "/files"])
def test_an_unknown_folder_is_not_found(admin: Caller, path: str) -> None:
    problem_of(admin.http.get(f"/api/media/folders/{UNKNOWN}{path}"), 404)


def test_a_folder_keeps_its_choices_to_its_workspace(admin: Caller, stranger: Caller, app: App) -> None:
    mine, theirs = watch(app, admin), watch(app, stranger)  # the same folder of the same Drive
    stranger.http.put(f"/api/media/folders/{theirs}", json={"prompt": "Theirs"})
    assert folder_row(app, mine).prompt is None
    assert [one["id"] for one in admin.json("/api/media/folders")["items"]] == [mine]
    with app.database.transaction() as session:
        assert session.scalar(select(Item.id)) is None
