"""Folders and accounts on the command line: added, synced and waited for, let go."""

from pathlib import Path

import pytest

from pressroom.features.media.models import Folder, Item
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.caller import Caller
from tests.commands import CommandLine, ended, started
from tests.documents import rows
from tests.library import connect
from tests.pictures import encoded, flag

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with two pictures, one of them below, and a text."""
    folder = tmp_path / "photos"
    (folder / "below").mkdir(parents=True)
    (folder / "flag.jpg").write_bytes(encoded(flag((300, 200)), "JPEG"))
    (folder / "below" / "flag.png").write_bytes(encoded(flag((200, 300)), "PNG"))
    (folder / "notes.txt").write_text("No picture.")
    return folder


def test_a_folder_is_added_with_what_was_chosen_and_listed(pressroom: CommandLine, app: App, photos: Path) -> None:
    chosen = ("--sub-folders", "--every", "hour", "--prompt", "Name the flag.", "--keep-location")
    added = pressroom("folders", "add", photos, *chosen, "--json").json
    assert (added["name"], added["remote_id"], added["kind"]) == ("photos", str(photos), "folder")
    assert (added["include_subfolders"], added["every"], added["prompt"], added["keep_location"]) == (
        True,
        "hour",
        "Name the flag.",
        True,
    )
    (schedule,) = app.durable.client.list_schedules(schedule_name_prefix="sync-folder:")
    assert schedule["schedule"] == "0 * * * *"
    assert [one["id"] for one in pressroom("folders", "list", "--json").json["items"]] == [added["id"]]
    assert "photos" in pressroom("folders", "list").out
    assert "Name the flag." in pressroom("folders", "show", added["id"]).out
    again = pressroom("folders", "add", photos / ".")
    assert again.code == 1
    assert "already" in again.err


def test_a_path_that_is_no_folder_is_wrong_usage(pressroom: CommandLine, photos: Path) -> None:
    assert pressroom("folders", "add", photos / "nothing").code == 2
    assert pressroom("folders", "add", photos / "flag.jpg").code == 2
    assert pressroom("folders", "add", photos, "--every", "second").code == 2


def test_a_sync_is_started_and_goes_on_behind(pressroom: CommandLine, photos: Path) -> None:
    folder_id = pressroom("folders", "add", photos).out.strip()
    answer = pressroom("folders", "sync", folder_id)
    assert (answer.code, answer.out) == (0, f"Started sync-folder:{folder_id}:1\n")
    assert "looked through right now" in pressroom("folders", "sync", folder_id).err
    shown = pressroom("folders", "show", folder_id, "--json").json
    assert (shown["status"], shown["progress"]["total"]) == ("syncing", 0)


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_waiting_for_a_sync_needs_no_server(database_url: str, tmp_path: Path, photos: Path, app: App) -> None:
    environment = {"PRESSROOM_DATABASE_URL": database_url, "PRESSROOM_DATA_DIR": str(tmp_path / "data")}
    added = ended(started(environment, "folders", "add", photos, "--sub-folders", "--json"))
    folder_id = added.json["id"]
    answer = ended(started(environment, "folders", "sync", folder_id, "--wait", "--json"), 200)
    assert answer.code == 0, answer.err
    assert (answer.json["status"], answer.json["progress"]["described"]) == ("idle", 2)
    assert {one.filename: one.status for one in rows(app, Item)} == {"flag.jpg": "completed", "flag.png": "completed"}

    (photos / "broken.jpg").write_bytes(encoded(flag((301, 200)), "JPEG")[:200])
    again = ended(started(environment, "folders", "sync", folder_id, "--wait"), 200)
    assert again.code == 1, again.err
    assert "could not be seen or described" in again.err


def test_a_folder_is_let_go_and_its_schedule_with_it(pressroom: CommandLine, app: App, photos: Path) -> None:
    folder_id = pressroom("folders", "add", photos, "--every", "day").out.strip()
    assert pressroom("folders", "remove", folder_id, "--json").json == {"removed": folder_id}
    assert rows(app, Folder) == []
    assert list(app.durable.client.list_schedules(schedule_name_prefix="sync-folder:")) == []
    answer = pressroom("folders", "remove", folder_id)
    assert (answer.code, answer.err) == (1, "There is no such folder here.\n")


def test_accounts_are_listed_without_tokens_and_let_go(pressroom: CommandLine, admin: Caller, app: App) -> None:
    nothing = pressroom("connections", "list")
    assert "http://127.0.0.1:8288/connections" in nothing.err
    connection_id = connect(app, admin)
    connect(app, admin, "grace@example.test", is_active=False)
    answer = pressroom("connections", "list", "--json")
    assert [(one["account"], one["active"]) for one in answer.json["items"]] == [
        ("ada@example.test", True),
        ("grace@example.test", False),
    ]
    assert "secret" not in answer.out
    told = pressroom("connections", "list")
    assert "ada@example.test" in told.out
    assert "Reconnect those that are lost in a browser" in told.err
    # Google is not set up here, so it cannot be told: that keeps nobody from leaving.
    removed = pressroom("connections", "remove", connection_id)
    assert (removed.code, "ada@example.test is let go." in removed.err) == (0, True)
    assert len(pressroom("connections", "list", "--json").json["items"]) == 1
    assert pressroom("connections", "remove", NOWHERE).code == 1


@pytest.mark.parametrize(
    ("settings", "name", "status"),
    [
        ({}, "Google Drive", "ok"),
        ({"google_client_id": "id"}, "Google Drive", "failed"),
        ({"google_client_id": "id", "google_client_secret": "secret"}, "Google Drive", "ok"),
        ({"media_roots": ["{folder}"]}, "Media folders", "ok"),
        ({"media_roots": ["{folder}", "{folder}/nothing"]}, "Media folders", "failed"),
        ({"vision_model": "nonsense:model"}, "Vision model", "failed"),
        ({"paint_model": "nonsense:model"}, "Painting model", "failed"),
        ({}, "Painting model", "ok"),
        ({}, "Search by meaning", "ok"),
    ],
)
def test_the_doctor_looks_at_what_pictures_need(  # noqa: PLR0917  # pytest passes by name
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, object],
    name: str,
    status: str,
) -> None:
    given = {
        key: [str(one).replace("{folder}", str(tmp_path)) for one in value] if isinstance(value, list) else value
        for key, value in settings.items()
    }
    chosen = Settings.model_validate({"database_url": database_url, "data_dir": tmp_path, "port": 0, **given})
    answer = CommandLine(chosen, capsys, monkeypatch)("doctor", "--json")
    (found,) = [one for one in answer.json["checks"] if one["name"] == name]
    assert found["status"] == status, found
    assert "secret" not in found["detail"]
