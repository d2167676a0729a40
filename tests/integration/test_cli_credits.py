"""Credits from the command line: shown, listed, granted, refunded."""

from pathlib import Path
from uuid import UUID

import pytest

from pressroom.core.credits.actions import charge
from pressroom.kernel.app import App
from pressroom.kernel.ids import new_id
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A fresh installation that welcomes with three credits, and Grace, who is its second member."""
    settings = Settings(database_url=database_url, data_dir=tmp_path, starting_credits=3)
    line = CommandLine(settings, capsys, monkeypatch)
    line("user", "create", "--name", "Grace", "--email", "grace@example.org")
    return line


def charged(app: App, pressroom: CommandLine) -> str:
    """Charge Grace for a generation; return the entry's id."""
    grace = pressroom("credits", "accounts", "--json").json["items"][1]["user_id"]
    (place,) = [one for one in pressroom("credits", "list", "grace", "--json").json["items"] if one["kind"] == "grant"]
    assert place["user_id"] == grace
    with app.database.transaction() as session:
        workspace_id = session.connection().exec_driver_sql("SELECT id FROM workspaces").scalar_one()
        charge(
            session,
            workspace_id=workspace_id,
            user_id=UUID(grace),
            subject=("generation", new_id()),
            reason="Plushie",
        )
    return str(pressroom("credits", "list", "grace", "--json").json["items"][0]["id"])


def test_everyone_who_is_new_has_what_the_setting_says(pressroom: CommandLine) -> None:
    found = pressroom("credits", "accounts", "--json").json["items"]
    assert [(one["name"], one["balance"]) for one in found] == [("Admin", 3), ("Grace", 3)]
    assert "Grace" in pressroom("credits", "accounts").out


def test_credits_are_granted_by_name_email_or_id(pressroom: CommandLine) -> None:
    grace = pressroom("credits", "accounts", "--json").json["items"][1]["user_id"]
    for who in ("Grace", "GRACE@example.org", grace):
        assert pressroom("credits", "grant", who, "5", "--reason", "For the fair").code == 0
    assert pressroom("credits", "show", "grace", "--json").json == {"balance": 18, "in_use": 0, "available": 18}
    assert "18" in pressroom("credits", "show", "grace").out
    given = pressroom("credits", "grant", "Grace", "2", "--reason", "More", "--json").json
    assert (given["amount"], given["kind"], given["reason"]) == (2, "grant", "More")
    assert pressroom("credits", "grant", "Grace", "2", "--reason", "More").out == "Grace has 22 now.\n"


def test_without_a_name_the_owner_s_are_shown(pressroom: CommandLine) -> None:
    assert pressroom("credits", "show", "--json").json["balance"] == 3


def test_entries_are_listed_newest_first_and_page_by_page(pressroom: CommandLine) -> None:
    pressroom("credits", "grant", "Grace", "5", "--reason", "For the fair")
    first = pressroom("credits", "list", "--limit", "1", "--json").json
    assert first["items"][0]["reason"] == "For the fair"
    second = pressroom("credits", "list", "--cursor", first["next_cursor"], "--json").json
    assert [one["reason"] for one in second["items"]] == ["Welcome", "Welcome"]
    assert second["next_cursor"] is None
    shown = pressroom("credits", "list", "--limit", "1")
    assert "+5" in shown.out
    assert "For the fair" in shown.out
    assert "--cursor" in shown.err


def test_a_charge_is_refunded_once(app: App, pressroom: CommandLine) -> None:
    entry_id = charged(app, pressroom)
    assert pressroom("credits", "refund", entry_id, "--reason", "It came out grey").out == "Refunded.\n"
    assert pressroom("credits", "refund", entry_id, "--reason", "Twice").out == "It was refunded before.\n"
    refund = pressroom("credits", "refund", entry_id, "--reason", "Twice", "--json").json
    assert (refund["kind"], refund["amount"], refund["reason"]) == ("refund", 1, "It came out grey")
    assert pressroom("credits", "show", "grace", "--json").json["balance"] == 3


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("grant", "Nobody", "5", "--reason", "Why"), 1, "user list"),
        (("grant", "Grace", "0", "--reason", "Why"), 2, "greater than"),
        (("grant", "Grace", "5"), 2, "--reason"),
        (("grant", "Grace", "5", "--reason", " "), 2, "Say why"),
        (("refund", "01900000-0000-7000-8000-000000000000", "--reason", "Why"), 1, "no such entry"),
        (("show", "Nobody"), 1, "Nobody in this workspace"),
    ],
)
def test_what_cannot_be_done_is_told(pressroom: CommandLine, arguments: tuple[str, ...], code: int, says: str) -> None:
    answer = pressroom("credits", *arguments)
    assert answer.code == code
    assert says in answer.err
