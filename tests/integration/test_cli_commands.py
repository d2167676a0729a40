"""Documents, runs, users and tokens from the command line: what it prints, as JSON and in words."""

from io import StringIO
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from pressroom import __version__, main
from pressroom.core.accounts.actions import create_user, create_workspace
from pressroom.core.accounts.models import Role
from pressroom.features.documents.models import Stage
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine
from tests.documents import describe, fail, read
from tests.serving import ThreadedServer

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


@pytest.fixture
def note(pressroom: CommandLine, tmp_path: Path) -> str:
    """The id of a note that waits to be read."""
    path = tmp_path / "note.txt"
    path.write_text("Rent is due on the first.")
    return str(pressroom("add", path, "--json").json["added"][0]["id"])


def test_the_version_is_told(pressroom: CommandLine) -> None:
    assert pressroom("--version").out == f"pressroom {__version__}\n"


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PRESSROOM_PORT", "many")
    with pytest.raises(SystemExit) as left:
        main.run()
    assert left.value.code == 2
    assert "PRESSROOM_PORT: Input should be a valid integer" in capsys.readouterr().err


def test_a_token_made_on_a_fresh_install_opens_the_api(pressroom: CommandLine, server: ThreadedServer) -> None:
    answer = pressroom("token", "create", "--name", "scanner", "--json")
    assert answer.code == 0
    assert list(answer.json) == ["token"]
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert httpx.get(f"{server.url}/api/documents", headers=bearer).status_code == 200


def test_a_read_only_token_may_not_write(pressroom: CommandLine, server: ThreadedServer) -> None:
    token = pressroom("token", "create", "--name", "screen", "--read-only").out.strip()
    files = {"files": ("a.txt", b"hello")}
    answer = httpx.post(f"{server.url}/api/documents", headers={"Authorization": f"Bearer {token}"}, files=files)
    assert answer.status_code == 403


def test_a_revoked_token_is_listed_no_more(pressroom: CommandLine) -> None:
    pressroom("token", "create", "--name", "old")
    (listed,) = pressroom("token", "list", "--json").json["items"]
    assert (listed["name"], listed["scope"]) == ("old", "write")
    assert listed["created_at"].endswith("Z")
    assert pressroom("token", "revoke", listed["id"]).code == 0
    assert pressroom("token", "list", "--json").json["items"] == []
    assert pressroom("token", "revoke", listed["id"]).code == 1


def test_documents_are_listed_by_status_and_words(pressroom: CommandLine, app: App, note: str) -> None:
    read(app, note, "Rent is due on the first.")
    describe(app, note)
    (found,) = pressroom("documents", "list", "--q", "rent", "--json").json["items"]
    assert found["id"] == note
    assert found["highlights"][0]["page"] == 1
    assert pressroom("documents", "list", "--status", "failed", "--json").json["items"] == []
    assert "Lease for Elm Street" in pressroom("documents", "list", "--tag", "rent").out


def test_a_document_is_shown_and_read_out(pressroom: CommandLine, app: App, note: str) -> None:
    read(app, note, "First page.", "Second page.")
    describe(app, note)
    assert "Lease for Elm Street" in pressroom("documents", "show", note).out
    assert pressroom("documents", "show", note, "--json").json["page_count"] == 2
    assert pressroom("documents", "text", note).out == "First page.\fSecond page.\n"
    pages = pressroom("documents", "text", note, "--json").json["pages"]
    assert [(one["number"], one["text"]) for one in pages] == [(1, "First page."), (2, "Second page.")]


def test_a_failed_document_is_tried_again(pressroom: CommandLine, app: App, note: str) -> None:
    fail(app, note, Stage.READING, "The file is broken.", "broken")
    assert "The file is broken." in pressroom("documents", "show", note).out
    (started,) = pressroom("documents", "retry", note, "--json").json["documents"]
    assert started["status"] == "processing"
    assert started["run_id"] == f"process-document:{note}:2"


def test_a_document_at_work_cannot_be_tried_again(pressroom: CommandLine, note: str) -> None:
    answer = pressroom("documents", "retry", note)
    assert answer.code == 1
    assert answer.out == ""
    assert "being worked on" in answer.err


def test_documents_are_deleted_all_or_none(pressroom: CommandLine, note: str) -> None:
    assert pressroom("documents", "delete", note, NOWHERE).code == 1
    assert len(pressroom("documents", "list", "--json").json["items"]) == 1
    assert pressroom("documents", "delete", note, "--json").json == {"deleted": [note]}
    assert pressroom("documents", "list", "--json").json["items"] == []


def test_what_is_not_there_is_one_line_on_standard_error(pressroom: CommandLine) -> None:
    answer = pressroom("documents", "show", NOWHERE)
    assert answer.code == 1
    assert (answer.out, answer.err) == ("", "There is no such document here.\n")


def test_an_id_that_is_none_is_wrong_usage(pressroom: CommandLine) -> None:
    assert pressroom("documents", "show", "nonsense").code == 2


def test_a_run_is_listed_shown_cancelled_and_tried_again(pressroom: CommandLine, note: str) -> None:
    (listed,) = pressroom("runs", "list", "--document", note, "--json").json["items"]
    assert (listed["workflow"], listed["status"]) == ("process_document", "queued")
    shown = pressroom("runs", "show", listed["id"], "--json").json
    assert (shown["subject_id"], shown["steps"]) == (note, [])
    assert pressroom("runs", "cancel", listed["id"], "--json").json["status"] == "cancelled"
    assert pressroom("documents", "show", note, "--json").json["status"] == "failed"
    again = pressroom("runs", "retry", listed["id"], "--json").json
    assert again == {"run_id": f"process-document:{note}:2"}
    assert pressroom("runs", "cancel", listed["id"]).code == 1


def test_a_status_of_runs_that_is_none_is_wrong_usage(pressroom: CommandLine) -> None:
    answer = pressroom("runs", "list", "--status", "asleep")
    assert answer.code == 2
    assert "queued, running" in answer.err


def test_a_user_is_made_with_a_link_to_sign_in(pressroom: CommandLine) -> None:
    made = pressroom("user", "create", "--name", "Ada", "--email", "ada@example.org", "--json").json
    assert UUID(made["id"])
    assert made["role"] == "member"
    assert made["sign_in_link"].startswith("http://127.0.0.1:8288/sign-in/link?token=")
    people = pressroom("user", "list", "--json").json["items"]
    assert [(one["name"], one["role"], one["has_password"]) for one in people] == [
        ("Admin", "owner", False),
        ("Ada", "member", False),
    ]
    assert pressroom("user", "create", "--name", "Eve", "--email", "ADA@example.org").code == 1


def test_a_link_is_made_for_whoever_is_called_so(pressroom: CommandLine) -> None:
    pressroom("user", "create", "--name", "Ada", "--email", "ada@example.org")
    assert "/sign-in/link?token=" in pressroom("user", "link", "ada@example.org").out
    assert "/sign-in/link?token=" in pressroom("user", "link").out
    assert pressroom("user", "link", "nobody").code == 1


def test_a_password_is_taken_from_standard_input(pressroom: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("correct horse battery\n"))
    assert pressroom("user", "password").code == 0
    assert pressroom("user", "list", "--json").json["items"][0]["has_password"] is True
    monkeypatch.setattr("sys.stdin", StringIO("short\n"))
    assert pressroom("user", "password").code == 2


def test_another_workspace_is_chosen_by_name(pressroom: CommandLine, app: App, note: str) -> None:
    with app.database.transaction() as session:
        elsewhere = create_workspace(session, "Elsewhere")
        create_user(session, name="Eve", workspace_id=elsewhere.id, role=Role.OWNER)
    assert pressroom("documents", "list", "--workspace", "Elsewhere", "--json").json["items"] == []
    assert pressroom("documents", "show", note, "--workspace", str(elsewhere.id)).code == 1
    assert pressroom("documents", "list", "--workspace", "Nowhere").code == 1
