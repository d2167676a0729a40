"""A folder of a Drive synced by one call, and folders to choose from."""

from collections.abc import Iterator

import pytest

from pressroom.core.connections.models import Connection
from pressroom.features.media.models import Folder
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.providers.oauth import FakeOAuthProvider
from pressroom.providers.sources import FakeSource
from tests.caller import Caller, admin_of, problem_of
from tests.documents import rows
from tests.doors import fake_doors
from tests.library import change, connect, rest
from tests.serving import served

UNKNOWN = "019a0000-0000-7000-8000-000000000000"
KEY = {"Idempotency-Key": "abc-1"}


@pytest.fixture
def drive() -> FakeSource:
    """What stands for Google Drive."""
    return FakeSource()


@pytest.fixture
def provider() -> FakeOAuthProvider:
    """What stands for Google's sign-in."""
    return FakeOAuthProvider()


@pytest.fixture
def caller(app: App, drive: FakeSource, provider: FakeOAuthProvider) -> Iterator[Caller]:
    """The owner of the first workspace, on a server that reaches the fakes."""
    with served(app, fake_doors(source=drive, oauth=provider)) as server, admin_of(app, server.url) as caller:
        yield caller


@pytest.fixture
def asked(caller: Caller, app: App, drive: FakeSource) -> dict[str, object]:
    """What names a folder of a connected Drive."""
    return {"connection_id": connect(app, caller), "folder_id": drive.add_folder("Holidays")}


def test_one_call_adds_a_folder_and_starts_its_sync(caller: Caller, asked: dict[str, object]) -> None:
    answer = caller.http.post("/api/drive/sync", json=asked)
    assert answer.status_code == 202, answer.text
    started = answer.json()
    assert {"message", "event_id", "run_id"} <= set(started)
    assert started["event_id"] == started["run_id"] == f"sync-folder:{started['folder_id']}:1"
    assert "Holidays" in started["message"]
    assert answer.headers["location"] == f"/api/media/folders/{started['folder_id']}"
    folder = caller.json(answer.headers["location"])
    assert (folder["status"], folder["kind"], folder["remote_id"]) == ("syncing", "google_drive", asked["folder_id"])
    assert folder["connection_id"] == asked["connection_id"]


def test_the_same_call_again_syncs_the_folder_that_is_there(caller: Caller, app: App, asked: dict[str, object]) -> None:
    first = caller.http.post("/api/drive/sync", json=asked).json()
    problem_of(caller.http.post("/api/drive/sync", json=asked), 409, "busy")
    rest(app, first["folder_id"])
    second = caller.http.post("/api/drive/sync", json=asked).json()
    assert second["folder_id"] == first["folder_id"]
    assert second["run_id"] == f"sync-folder:{first['folder_id']}:2"
    assert len(rows(app, Folder)) == 1


def test_a_call_sent_again_with_its_key_starts_nothing(caller: Caller, app: App, asked: dict[str, object]) -> None:
    first = caller.http.post("/api/drive/sync", json=asked, headers=KEY)
    rest(app, first.json()["folder_id"])
    again = caller.http.post("/api/drive/sync", json=asked, headers=KEY)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    other = caller.http.post("/api/drive/sync", json=asked | {"every": "hour"}, headers=KEY)
    problem_of(other, 409, "idempotency_key")


def test_options_are_kept_where_they_are_given_and_left_where_not(
    caller: Caller, app: App, asked: dict[str, object]
) -> None:
    wanted = {"include_subfolders": True, "prompt": "Name the lake.", "every": "hour"}
    folder_id = caller.http.post("/api/drive/sync", json=asked | wanted).json()["folder_id"]
    for more in ({}, {"every": "day"}):
        rest(app, folder_id)
        assert caller.http.post("/api/drive/sync", json=asked | more).status_code == 202
        kept = caller.json(f"/api/media/folders/{folder_id}")
        assert {name: kept[name] for name in wanted} == wanted | more
    schedules = app.durable.client.list_schedules(schedule_name_prefix="sync-folder:")
    assert [one["schedule"] for one in schedules] == ["0 3 * * *"]


def test_a_folder_known_by_another_name_is_not_added_twice(caller: Caller, app: App, drive: FakeSource) -> None:
    connection_id = connect(app, caller)
    first = caller.http.post("/api/drive/sync", json={"connection_id": connection_id, "folder_id": "root"}).json()
    change(app, Folder, first["folder_id"], remote_id="root", name="My Drive")
    rest(app, first["folder_id"])
    again = caller.http.post("/api/drive/sync", json={"connection_id": connection_id, "folder_id": " root "}).json()
    assert again["folder_id"] == first["folder_id"]
    assert drive.calls["folder"] == 1


def test_another_account_takes_a_folder_over(caller: Caller, app: App, asked: dict[str, object]) -> None:
    folder_id = caller.http.post("/api/drive/sync", json=asked).json()["folder_id"]
    rest(app, folder_id)
    other = connect(app, caller, "grace@example.test")
    assert caller.http.post("/api/drive/sync", json=asked | {"connection_id": other}).status_code == 202
    assert caller.json(f"/api/media/folders/{folder_id}")["connection_id"] == other


@pytest.mark.parametrize(
    "body", [{}, {"connection_id": UNKNOWN}, {"folder_id": "x"}, {"connection_id": "mine", "folder_id": "x"}]
)
def test_a_call_that_names_no_folder_is_refused(admin: Caller, body: dict[str, str]) -> None:
    problem_of(admin.http.post("/api/drive/sync", json=body), 422, "validation")


def test_an_unknown_account_or_folder_is_not_found(caller: Caller, app: App, asked: dict[str, object]) -> None:
    problem_of(caller.http.post("/api/drive/sync", json=asked | {"connection_id": UNKNOWN}), 404)
    problem_of(caller.http.post("/api/drive/sync", json=asked | {"folder_id": "folder-99"}), 404)
    assert rows(app, Folder) == []


def test_a_lost_account_says_so_and_asks_to_be_reconnected(
    caller: Caller, app: App, drive: FakeSource, provider: FakeOAuthProvider, asked: dict[str, object]
) -> None:
    drive.failures["folder"] = [ProviderAuthLost("Google Drive no longer lets this account in. Reconnect it.")]
    provider.failures["refresh"] = [ProviderAuthLost("Google Drive no longer lets this account in. Reconnect it.")]
    body = problem_of(caller.http.post("/api/drive/sync", json=asked), 409, "auth_lost")
    assert "Reconnect" in body["detail"]
    assert rows(app, Folder) == []
    (connection,) = caller.json("/api/connections")["items"]
    assert (connection["active"], "no longer lets" in connection["last_error"]) == (False, True)


def test_a_token_refused_before_its_time_is_renewed_and_the_call_goes_on(
    caller: Caller, app: App, drive: FakeSource, provider: FakeOAuthProvider, asked: dict[str, object]
) -> None:
    drive.failures["folder"] = [ProviderAuthLost("401")]
    assert caller.http.post("/api/drive/sync", json=asked).status_code == 202
    assert provider.calls["refresh"] == 1
    assert all(one.active for one in rows(app, Connection))


def test_folders_to_choose_from_are_listed_and_searched(
    caller: Caller, app: App, drive: FakeSource, asked: dict[str, object]
) -> None:
    below = drive.add_folder("Lake", str(asked["folder_id"]))
    connection_id = str(asked["connection_id"])

    def named(**params: str) -> list[str]:
        return [
            one["name"] for one in caller.json("/api/drive/folders", connection_id=connection_id, **params)["items"]
        ]

    assert named() == ["Holidays"]
    assert named(parent=str(asked["folder_id"])) == named(q="lak") == ["Lake"]
    assert named(parent=below) == []
    (found,) = caller.json("/api/drive/folders", connection_id=connection_id)["items"]
    assert set(found) == {"id", "name", "has_children", "drive_id"}
    assert found["has_children"] is True
    assert app


def test_folders_of_an_account_that_is_not_there_are_not_listed(caller: Caller, app: App) -> None:
    problem_of(caller.http.get("/api/drive/folders", params={"connection_id": UNKNOWN}), 404)
    problem_of(caller.http.get("/api/drive/folders"), 422, "validation")
    lost = connect(app, caller, is_active=False)
    problem_of(caller.http.get("/api/drive/folders", params={"connection_id": lost}), 409, "auth_lost")
