"""What models cost, and prompts, from the command line."""

from pathlib import Path

import pytest

from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from pressroom.providers.describe import DOCUMENT
from tests.commands import CommandLine
from tests.spending import spend

WORDS = "You describe documents for a harbour master. Name the ship first."


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A fresh installation."""
    line = CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)
    line("runs", "list")
    return line


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A file with a prompt."""
    path = tmp_path / "prompt.txt"
    path.write_text(WORDS)
    return path


def test_spending_is_shown_and_a_budget_set_and_taken_back(app: App, pressroom: CommandLine) -> None:
    assert "nothing" in pressroom("spending").out
    assert pressroom("spending", "budget", "20").out == "The budget is $20.00 a month.\n"
    with app.database.transaction() as session:
        workspace_id = session.connection().exec_driver_sql("SELECT id FROM workspaces").scalar_one()
    spend(app, workspace_id, "1.25")
    found = pressroom("spending", "--json").json
    assert (found["spent"]["cost_usd"], found["left_usd"]) == (1.25, 18.75)
    assert "$18.75" in pressroom("spending").out
    assert pressroom("spending", "budget", "none", "--json").json["monthly_budget_usd"] is None
    assert pressroom("spending", "budget", "much").code == 2
    assert "amount in USD" in pressroom("spending", "budget", "much").err


def test_an_estimate_says_what_is_free(pressroom: CommandLine) -> None:
    assert pressroom("spending", "estimate", "document", "200").out == "Free, runs on this server.\n"
    assert pressroom("spending", "estimate", "pin", "200", "--json").json["is_free"]


def test_a_prompt_is_shown_edited_listed_and_restored(pressroom: CommandLine, words: Path) -> None:
    shown = pressroom("prompts", "show", "document")
    assert shown.out.startswith(DOCUMENT.instructions.splitlines()[0])
    assert "does not read prompts" in shown.err
    assert pressroom("prompts", "edit", "document", words, "--note", "Ships").out.startswith("Version 1 is asked with")
    assert pressroom("prompts", "show", "document", "--json").json["text"] == WORDS
    listed = pressroom("prompts", "history", "document").out
    assert "Ships" in listed
    assert "The shipped one." in listed
    assert pressroom("prompts", "history", "document", "--json").json["items"][0]["is_current"]
    assert pressroom("prompts", "restore", "document", "0").out.startswith("The shipped prompt")
    assert pressroom("prompts", "restore", "document", "7").code == 1
    assert pressroom("prompts", "edit", "document", words.parent / "missing.txt").code == 2


def test_a_trial_of_nothing_is_refused(pressroom: CommandLine, words: Path) -> None:
    refused = pressroom("prompts", "try", "document", words)
    assert refused.code == 2
    assert "There is nothing yet to try it on" in refused.err
