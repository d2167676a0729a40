"""A backup holds everything, is restored into an empty installation only, and says what is in it."""

import json
import stat
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pressroom.core.assets.models import Asset
from pressroom.core.backups.dumping import dump
from pressroom.core.backups.manifest import KEY, MANIFEST
from pressroom.core.floor.settling import limits_in_force, queue_settings
from pressroom.features.documents.models import Document
from pressroom.features.pins.publishing.models import Outcome, PublishAttempt
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from pressroom.kernel.vault import VaultLocked, keys_in_file, write_keys
from pressroom.main import Composer
from pressroom.providers.pinterest import FakePinterest
from tests.caller import Caller
from tests.commands import CommandLine
from tests.connected import connect_pinterest, connection_row
from tests.documents import rows
from tests.publishing import publisher_of


@pytest.fixture
def pressroom(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=app.database_url, data_dir=tmp_path), capsys, monkeypatch)


@pytest.fixture
def elsewhere(data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line of a new installation, of which nothing is there yet."""
    return CommandLine(Settings(data_dir=data_dir / "new"), capsys, monkeypatch)


@contextmanager
def restored(elsewhere: CommandLine) -> Iterator[App]:
    with Composer(elsewhere.settings).app() as app:
        yield app


def test_everything_is_there_again_runs_that_wait_and_secrets_too(
    admin: Caller, app: App, pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path
) -> None:
    document_id = admin.add("To whom it may concern", "letter.txt")
    connection_id = connect_pinterest(app, admin.workspace_id)
    file = tmp_path / "press.tar"
    made = pressroom("backup", file, "--json").json
    assert (made["files"], made["holds_key"], made["missing"]) == (1, True, [])
    assert made["contents"] | {"documents": 1, "runs_under_way": 1, "users": 1, "sealed_secrets": 2} == made["contents"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    answer = elsewhere("restore", file, "--json")
    assert answer.json["contents"] == made["contents"]
    with restored(elsewhere) as fresh:
        (document,) = rows(fresh, Document)
        assert (str(document.id), document.filename) == (document_id, "letter.txt")
        (asset,) = rows(fresh, Asset)
        assert fresh.storage.path(asset.storage_key).read_bytes() == b"To whom it may concern"
        run = fresh.durable.client.list_workflows(workflow_ids=[f"process-document:{document_id}:1"])[0]
        assert run.status == "ENQUEUED"
        assert fresh.vault.open(connection_row(fresh, connection_id).access_sealed) == "access-ada"


def test_one_to_look_at_begins_nothing_and_pins_that_were_due_are_in_doubt(
    app: App, pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path
) -> None:
    publisher = publisher_of(app, FakePinterest())
    pin_id = publisher.due("Leek soup")
    app.durable.client.register_queue("own_workflow")
    pressroom("backup", tmp_path / "press.tar")
    answer = elsewhere("restore", "--paused", tmp_path / "press.tar")
    assert "may have been published since: 1. Their boards are looked at" in answer.err
    assert "nothing of it begins until its queues are resumed" in answer.err
    with restored(elsewhere) as fresh, fresh.database.transaction() as session:
        assert {limits.at_once for limits in limits_in_force(session).values()} == {0}
        assert queue_settings(session)["own_workflow"].paused_at
        (attempt,) = session.query(PublishAttempt)
        assert (attempt.pin_id, attempt.outcome) == (pin_id, Outcome.SENT)


def test_plug_ins_are_there_again(pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path) -> None:
    folder = pressroom.settings.plugins_folder
    (folder / "shop").mkdir(parents=True)
    (folder / "__pycache__").mkdir()
    for name in ("_words.py", "shop/names.json", "__pycache__/words.pyc"):
        (folder / name).write_text(f"# {name}")
    assert pressroom("backup", tmp_path / "press.tar", "--json").json["plugins"] == ["_words.py", "shop/names.json"]

    assert "Plug-ins" in elsewhere("restore", tmp_path / "press.tar").out
    fresh = elsewhere.settings.plugins_folder
    assert {one.relative_to(fresh).as_posix() for one in fresh.rglob("*") if one.is_file()} == {
        "_words.py",
        "shop/names.json",
    }
    assert (fresh / "shop/names.json").read_text() == "# shop/names.json"


def test_plug_ins_that_are_there_are_not_replaced(
    pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path
) -> None:
    for at, content in ((pressroom, "old"), (elsewhere, "new")):
        at.settings.plugins_folder.mkdir(parents=True)
        (at.settings.plugins_folder / "ledger.py").write_text(f"# {content}")
    pressroom("backup", tmp_path / "press.tar")
    answer = elsewhere("restore", tmp_path / "press.tar")
    assert answer.code == 0, answer.err
    assert "has files already" in answer.out + answer.err
    assert (elsewhere.settings.plugins_folder / "ledger.py").read_text() == "# new"


def test_a_person_is_told_plainly_whether_the_key_is_in_it(
    admin: Caller, app: App, pressroom: CommandLine, tmp_path: Path
) -> None:
    connect_pinterest(app, admin.workspace_id)
    assert "is in it: who has the file can open the secrets" in pressroom("backup", tmp_path / "with.tar").out
    without = pressroom("backup", tmp_path / "without.tar", "--no-key")
    assert "is NOT in it: 2 stored secrets open only with your secret.key" in without.out
    with tarfile.open(tmp_path / "without.tar") as archive:
        assert KEY not in archive.getnames()


def test_keys_that_change_while_it_is_made_are_all_in_it(
    admin: Caller, app: App, pressroom: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect_pinterest(app, admin.workspace_id)
    key_file = tmp_path / "secret.key"
    (old,) = keys_in_file(key_file)

    def dump_meanwhile(url: str, *, snapshot: str, into: Path) -> None:
        dump(url, snapshot=snapshot, into=into)
        write_keys(key_file, ["another"])

    monkeypatch.setattr("pressroom.core.backups.making.dump", dump_meanwhile)
    pressroom("backup", tmp_path / "press.tar")
    with tarfile.open(tmp_path / "press.tar") as archive:
        file = archive.extractfile(KEY)
        assert file is not None
        assert file.read().decode().split() == ["another", old]


def test_without_the_key_secrets_stay_shut_and_all_else_is_there(
    admin: Caller, app: App, pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path
) -> None:
    connection_id = connect_pinterest(app, admin.workspace_id)
    pressroom("backup", tmp_path / "press.tar", "--no-key")
    assert elsewhere("restore", tmp_path / "press.tar").code == 0
    with restored(elsewhere) as fresh, pytest.raises(VaultLocked):
        fresh.vault.open(connection_row(fresh, connection_id).access_sealed)


def test_a_backup_is_never_restored_over_data(admin: Caller, pressroom: CommandLine, tmp_path: Path) -> None:
    admin.add("hello")
    pressroom("backup", tmp_path / "press.tar")
    answer = pressroom("restore", tmp_path / "press.tar")
    assert answer.code == 1
    assert "The database is not empty" in answer.err


def test_a_backup_replaces_no_file(pressroom: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "here.tar").write_bytes(b"precious")
    answer = pressroom("backup", tmp_path / "here.tar")
    assert answer.code == 1
    assert "is there already" in answer.err
    assert (tmp_path / "here.tar").read_bytes() == b"precious"


def test_another_key_is_not_replaced(
    admin: Caller, pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path
) -> None:
    admin.add("hello")
    pressroom("backup", tmp_path / "press.tar")
    elsewhere.settings.data_dir.mkdir()
    key = elsewhere.settings.data_dir / "secret.key"
    key.write_text("another")
    answer = elsewhere("restore", tmp_path / "press.tar")
    assert "holds another key" in answer.err
    assert key.read_text() == "another"


def test_what_is_damaged_cut_off_or_something_else_is_refused(
    admin: Caller, pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path
) -> None:
    admin.add("To whom it may concern")
    whole = tmp_path / "whole.tar"
    pressroom("backup", whole)
    content = whole.read_bytes()
    broken = tmp_path / "broken.tar"
    for bad, said in (
        (content.replace(b"To whom it may", b"To whom it MAY"), "The backup is damaged: assets/"),
        (content[: len(content) // 2], "no whole backup"),
        (b"hello" * 1000, "no whole backup"),
        (b"", "no whole backup"),
    ):
        broken.write_bytes(bad)
        answer = elsewhere("restore", broken)
        assert answer.code == 2, answer.err
        assert said in answer.err
    assert elsewhere("restore", whole).code == 0, "what failed can be repeated"


def test_a_newer_backup_says_what_to_install(pressroom: CommandLine, elsewhere: CommandLine, tmp_path: Path) -> None:
    pressroom("backup", tmp_path / "press.tar")
    with TemporaryDirectory() as folder, tarfile.open(tmp_path / "newer.tar", "w") as newer:
        with tarfile.open(tmp_path / "press.tar") as archive:
            archive.extractall(folder, filter="data")
        manifest = Path(folder) / MANIFEST
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"revision": "9999", "version": "9.9"}))
        newer.add(folder, arcname="")
    answer = elsewhere("restore", tmp_path / "newer.tar")
    assert answer.code == 2
    assert "made by Pressroom 9.9, which is newer" in answer.err
