"""Boards of a Pinterest account on the command line: made, brought there, listed."""

from pathlib import Path

import pytest

from pressroom.core.accounts.actions import first_admin
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine
from tests.connected import connect_pinterest


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line of an installation whose Pinterest is a pretended one."""
    nobody = "http://127.0.0.1:9"
    settings = Settings(
        database_url=database_url, data_dir=tmp_path, pinterest_api_url="demo", pinterest_sandbox_url=nobody
    )
    return CommandLine(settings, capsys, monkeypatch)


def test_boards_are_made_at_an_account_brought_there_and_listed(pressroom: CommandLine, app: App) -> None:
    with app.database.transaction() as session:
        home = first_admin(session)[1].id
    account = str(connect_pinterest(app, home))
    there = ("--account", account)
    made = pressroom("boards", "add", "Stews", *there, "--secret", "--json").json
    assert (made["connection_id"], made["privacy"]) == (account, "SECRET")
    assert pressroom("boards", "section", made["id"], "Leek", "--json").json["name"] == "Leek"
    planned = pressroom("boards", "add", "Brioches", "--json").json["id"]
    assert "only planned" in pressroom("boards", "list").out
    assert pressroom("boards", "bring", planned, *there, "--json").json["connection_id"] == account
    listed = pressroom("boards", "list", *there, "--json").json["items"]
    assert [(one["name"], [part["name"] for part in one["sections"]]) for one in listed] == [
        ("Brioches", []),
        ("Stews", ["Leek"]),
    ]
    first = pressroom("boards", "sync", *there, "--json").json["run_id"]
    assert first == pressroom("boards", "sync", *there, "--json").json["run_id"]
    assert pressroom("boards", "delete", planned).code != 0


def test_a_sandbox_token_that_cannot_be_tried_connects_nothing_and_is_not_shown(pressroom: CommandLine) -> None:
    tried = pressroom("connections", "sandbox", "--token", "pina_secret")
    assert tried.code != 0
    assert "pina_secret" not in tried.out + tried.err
    assert pressroom("connections", "list", "--json").json["items"] == []
