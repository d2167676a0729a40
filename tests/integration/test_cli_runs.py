"""Runs from the command line: found, looked into, and many steered at once."""

from pathlib import Path

import pytest

from pressroom.core.runs.models import RunLog
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.settings import Settings
from tests.caller import Caller
from tests.commands import CommandLine
from tests.kept_runs import keep_runs

pytestmark = pytest.mark.usefixtures("many")


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line."""
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


@pytest.fixture
def many(admin: Caller, app: App) -> None:
    """Twelve runs, of which two have failed and one waits."""
    keep_runs(
        app,
        admin.workspace_id,
        12,
        statuses={3: "ERROR", 7: "ERROR", 9: "ENQUEUED"},
        errors={3: "The paper jammed.", 7: "The ink ran dry."},
    )


def test_runs_are_found_by_what_their_error_says_and_when_they_came(pressroom: CommandLine) -> None:
    found = pressroom("runs", "list", "--error", "JAMMED", "--json").json
    assert [(one["id"], one["error"]) for one in found["items"]] == [("run-000003", "The paper jammed.")]
    early = pressroom("runs", "list", "--until", "1970-01-01T00:00:02", "--queue", "work", "--json").json
    assert [one["id"] for one in early["items"]] == ["run-000001", "run-000000"]


def test_what_a_run_logged_is_shown_with_its_traceback(pressroom: CommandLine, app: App) -> None:
    with app.database.transaction() as session:
        facts = {"page": 3, "exception": "Traceback: it broke"}
        session.add(RunLog(run_id="run-000003", at=now(), level="error", message="run broke", facts=facts))
    said = pressroom("runs", "logs", "run-000003").out
    assert "error   run broke page=3\nTraceback: it broke" in said
    (line,) = pressroom("runs", "logs", "run-000003", "--json").json["items"]
    assert (line["message"], line["facts"]["page"]) == ("run broke", 3)
    assert pressroom("runs", "steps", "run-000003", "--json").json["items"] == []


def test_watching_a_run_that_failed_fails(pressroom: CommandLine) -> None:
    assert pressroom("runs", "watch", "run-000001").code == 0
    assert pressroom("runs", "watch", "run-000003", "--json").code == 1


def test_many_are_cancelled_by_what_they_have_in_common(pressroom: CommandLine) -> None:
    assert pressroom("runs", "cancel").code == 2
    begun = pressroom("runs", "cancel", "--all", "--yes", "--queue", "work", "--json").json
    assert (begun["total"], begun["is_all"]) == (1, True)
    assert pressroom("runs", "cancel", begun["run_id"], "--json").json["status"] == "cancelled"
    assert "There is no run here to cancel." in pressroom("runs", "cancel", "--all", "--workflow", "none", "--yes").err


def test_a_run_is_not_wound_back_to_a_step_it_has_not(pressroom: CommandLine) -> None:
    answer = pressroom("runs", "rewind", "run-000003", "4")
    assert (answer.code, answer.err) == (2, "This run has no step 4.\n")
