"""Secrets move to a new key while everything runs."""

from pathlib import Path

import httpx
import pytest

from pressroom.core.backups.sealing import sealed_columns
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from pressroom.kernel.vault import Vault, VaultLocked, keys_in_file, new_key, vault_of_file, write_keys
from tests.caller import Caller
from tests.commands import CommandLine
from tests.connected import connect_pinterest, connection_row


@pytest.fixture
def pressroom(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=app.database_url, data_dir=tmp_path), capsys, monkeypatch)


def test_every_secret_is_sealed_anew_and_the_old_key_can_go(
    app: App, admin: Caller, pressroom: CommandLine, tmp_path: Path
) -> None:
    connection_id = connect_pinterest(app, admin.workspace_id)
    before = connection_row(app, connection_id).access_sealed
    running = vault_of_file(tmp_path / "secret.key")
    (old,) = keys_in_file(tmp_path / "secret.key")

    assert pressroom("admin", "rotate-keys", "--json").json == {
        "total": 2,
        "resealed": 2,
        "locked": 0,
        "dropped_old": False,
    }
    new, kept = keys_in_file(tmp_path / "secret.key")
    assert kept == old
    after = connection_row(app, connection_id).access_sealed
    assert after != before
    assert Vault([new]).open(after) == running.open(after) == running.open(before) == "access-ada"

    assert pressroom("admin", "rotate-keys", "--drop-old", "--json").json["resealed"] == 0
    assert keys_in_file(tmp_path / "secret.key") == [new]
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(VaultLocked):
        running.open(before)


def test_a_process_that_runs_seals_with_the_new_key_at_once(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    running = vault_of_file(path)
    sealed = running.seal("before")
    newest = new_key()
    write_keys(path, [newest, *keys_in_file(path)])
    assert Vault([newest]).open(running.seal("after")) == "after"
    assert running.open(sealed) == "before"
    assert running.needs_newest(sealed)
    path.unlink()
    assert running.open(sealed) == "before", "a key that was read stays good"


def test_old_keys_are_kept_while_a_secret_opens_with_none(
    app: App, admin: Caller, pressroom: CommandLine, tmp_path: Path
) -> None:
    connection_id = connect_pinterest(app, admin.workspace_id)
    with app.database.transaction() as session:
        session.merge(connection_row(app, connection_id)).access_sealed = Vault([new_key()]).seal("lost")
    answer = pressroom("admin", "rotate-keys")
    assert "1 open with no key" in answer.err
    refused = pressroom("admin", "rotate-keys", "--drop-old")
    assert refused.code == 1
    assert len(keys_in_file(tmp_path / "secret.key")) == 2


def test_keys_given_as_a_setting_are_changed_by_hand(
    app: App, admin: Caller, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    connection_id = connect_pinterest(app, admin.workspace_id)
    (old,) = keys_in_file(tmp_path / "secret.key")
    settings = {"database_url": app.database_url, "data_dir": tmp_path / "other"}
    fresh = CommandLine(Settings(), capsys, monkeypatch)("admin", "new-key").out.strip()
    pressroom = CommandLine(Settings.model_validate(settings | {"secret_keys": [fresh, old]}), capsys, monkeypatch)
    assert pressroom("admin", "rotate-keys", "--json").json["resealed"] == 2
    assert Vault([fresh]).open(connection_row(app, connection_id).access_sealed) == "access-ada"
    assert "take the old ones out there" in pressroom("admin", "rotate-keys", "--drop-old").err


def test_an_answer_is_repeated_though_keys_were_rotated_meanwhile(
    admin: Caller, pressroom: CommandLine, tmp_path: Path, app: App
) -> None:
    def send() -> httpx.Response:
        return admin.upload(("note.txt", b"hello"), headers={"Idempotency-Key": "once"})

    first = send()
    write_keys(tmp_path / "secret.key", [new_key(), *keys_in_file(tmp_path / "secret.key")])
    assert send().json() == first.json()
    assert pressroom("admin", "rotate-keys").code == 0
    assert app.vault.keys


def test_every_column_of_secrets_is_known() -> None:
    found = {f"{table.name}.{column}" for table, column in sealed_columns()}
    assert found >= {
        "connections.access_sealed",
        "connections.refresh_sealed",
        "connection_requests.verifier_sealed",
        "documents.password_offered_sealed",
        "documents.password_sealed",
        "webhooks.secret_sealed",
    }
