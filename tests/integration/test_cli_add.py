"""`pressroom add`: files and folders taken in, interrupted, repeated; nothing twice."""

import signal
import time
from pathlib import Path

import pytest

from pressroom.core.accounts.actions import first_admin
from pressroom.core.usage.actions import reserve_pages
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine, ended, started
from tests.documents import rows

SECONDS = 90


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, data_dir=tmp_path, max_upload_mb=1)


@pytest.fixture
def pressroom(settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(settings, capsys, monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three notes, one of them in a folder below."""
    folder = tmp_path / "notes"
    (folder / "below").mkdir(parents=True)
    for name in ("a.txt", "b.md", "below/c.txt"):
        (folder / name).write_text(f"The note {name}.")
    return folder


def test_a_folder_is_taken_in_with_what_is_below(pressroom: CommandLine, app: App, folder: Path) -> None:
    answer = pressroom("add", folder, "--json")
    assert answer.code == 0, answer.err
    assert [Path(one["path"]).name for one in answer.json["added"]] == ["a.txt", "b.md", "c.txt"]
    assert {one["status"] for one in answer.json["added"]} == {"processing"}
    assert sorted(one.filename for one in rows(app, Document)) == ["a.txt", "b.md", "c.txt"]


def test_a_folder_taken_in_twice_is_there_once(pressroom: CommandLine, app: App, folder: Path) -> None:
    first = pressroom("add", folder, "--json").json
    second = pressroom("add", folder, "--json").json
    assert second["added"] == []
    assert [one["id"] for one in second["duplicates"]] == [one["id"] for one in first["added"]]
    assert len(rows(app, Document)) == 3


def test_forced_files_are_documents_of_their_own(pressroom: CommandLine, app: App, folder: Path) -> None:
    pressroom("add", folder)
    assert len(pressroom("add", folder, "--force", "--json").json["added"]) == 3
    assert len(rows(app, Document)) == 6


def test_folders_below_stay_out_when_asked(pressroom: CommandLine, folder: Path) -> None:
    added = pressroom("add", folder, "--no-recursive", "--json").json["added"]
    assert [Path(one["path"]).name for one in added] == ["a.txt", "b.md"]


def test_what_cannot_be_taken_is_left_aside_with_its_reason(pressroom: CommandLine, folder: Path) -> None:
    (folder / ".hidden").write_text("secret")
    (folder / ".git").mkdir()
    (folder / "empty.txt").touch()
    (folder / "song.ogg").write_bytes(b"OggS\0\0")
    (folder / "huge.txt").write_bytes(b"x" * 1_000_001)
    (folder / "nowhere.txt").symlink_to(folder / "missing")
    answer = pressroom("add", folder, "--json")
    assert answer.code == 0
    assert {Path(one["path"]).name: one["code"] for one in answer.json["skipped"]} == {
        ".hidden": "hidden",
        ".git": "hidden",
        "empty.txt": "empty",
        "song.ogg": "unsupported",
        "huge.txt": "too_large",
        "nowhere.txt": "no_file",
    }
    assert len(answer.json["added"]) == 3


def test_a_refused_file_that_was_named_makes_it_fail(pressroom: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    answer = pressroom("add", tmp_path / "empty.txt")
    assert answer.code == 1
    assert "0 taken in, 0 here already, 1 left aside." in answer.out
    assert "is empty" in answer.err


def test_a_path_that_is_not_there_is_wrong_usage(pressroom: CommandLine, tmp_path: Path) -> None:
    answer = pressroom("add", tmp_path / "nothing")
    assert answer.code == 2
    assert "Invalid value for" in answer.err


def test_a_full_month_stops_it_and_says_so(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, app: App, folder: Path
) -> None:
    pressroom = CommandLine(settings.model_copy(update={"monthly_pages": 1}), capsys, monkeypatch)
    pressroom("token", "create", "--name", "t")
    _use_up(app)
    answer = pressroom("add", folder)
    assert answer.code == 1
    assert "used up" in answer.err
    assert "3 files are still to do" in answer.err


@pytest.mark.slow
def test_an_interrupted_add_goes_on_where_it_stopped(database_url: str, app: App, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(600):
        (many / f"{number:03}.txt").write_text(f"Note number {number}.")
    environment = {"PRESSROOM_DATABASE_URL": database_url, "PRESSROOM_DATA_DIR": str(tmp_path / "data")}
    process = started(environment, "add", many, "--json")
    _wait_for_documents(app, 20)
    process.send_signal(signal.SIGINT)
    interrupted = ended(process)
    assert interrupted.code == 130, interrupted.err
    assert interrupted.json["stopped"] == "Interrupted."
    done = len(interrupted.json["added"])
    assert done == len(rows(app, Document))
    assert interrupted.json["remaining"] == 600 - done > 0

    again = ended(started(environment, "add", many, "--json"))
    assert again.code == 0, again.err
    assert len(again.json["duplicates"]) == done
    assert len(again.json["added"]) == 600 - done
    assert len(rows(app, Document)) == 600


def _use_up(app: App) -> None:
    with app.database.transaction() as session:
        user, workspace = first_admin(session)
        reserve_pages(session, workspace.id, subject=("document", user.id), pages=1, limit=0, run_id=None)


def _wait_for_documents(app: App, number: int) -> None:
    deadline = time.monotonic() + SECONDS
    while len(rows(app, Document)) < number:
        assert time.monotonic() < deadline
        time.sleep(0.05)
