"""Events, webhooks and alerts on the command line."""

from pathlib import Path

import pytest

from pressroom.kernel.settings import Settings
from tests.commands import CommandLine

HOOK = "http://127.0.0.1:9/hook"


@pytest.fixture
def cli(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line of an installation that may tell this machine."""
    settings = Settings(data_dir=tmp_path, database_url=database_url, webhook_allow_private=True)
    return CommandLine(settings, capsys, monkeypatch)


def test_an_event_is_sent_shown_and_sent_again(cli: CommandLine) -> None:
    gone = '{"document_id": "01a20284-a47a-7045-aaff-692726d35308"}'
    sent = cli("events", "send", "document/uploaded", gone, "--id", "order-7", "--json").json
    assert sent["refusals"]
    assert cli("events", "send", "document/uploaded", gone, "--id", "order-7", "--json").json["is_known"]
    assert cli("events", "show", sent["event_id"], "--json").json["external_id"] == "order-7"
    again = cli("events", "resend", sent["event_id"], "--json").json
    assert [one["id"] for one in cli("events", "list", "--json").json["items"]] == [again["event_id"], sent["event_id"]]
    assert "document/uploaded" in cli("events", "names").out


def test_an_event_that_cannot_be_sent_is_told_in_one_line(cli: CommandLine) -> None:
    for arguments in (("no/such",), ("document/uploaded", "[]"), ("document/uploaded", "{"), ("a b", "{}")):
        typed = cli("events", "send", *arguments)
        assert typed.code == 2, arguments
        assert len(typed.err.strip().splitlines()) == 1


def test_a_webhook_is_added_tried_turned_off_and_removed(cli: CommandLine) -> None:
    made = cli("webhooks", "add", HOOK, "--event", "pin.*", "--json").json
    assert made["secret"].startswith("whsec_")
    assert cli("webhooks", "rotate", made["id"], "--json").json["secret"] != made["secret"]
    assert cli("webhooks", "test", made["id"], "--json").json["run_id"].startswith("deliver-webhook:")
    (delivery,) = cli("webhooks", "deliveries", made["id"], "--json").json["items"]
    assert delivery["event_name"] == "webhook.test"
    assert not cli("webhooks", "disable", made["id"], "--json").json["is_enabled"]
    assert cli("webhooks", "enable", made["id"], "--json").json["is_enabled"]
    assert cli("webhooks", "add", HOOK, "--event", "pin.pressed").code == 2
    assert cli("webhooks", "add", "nowhere").code == 2
    assert cli("webhooks", "remove", made["id"]).code == 0
    assert cli("webhooks", "list", "--json").json["items"] == []


def test_all_is_well_where_no_alert_was_raised(cli: CommandLine) -> None:
    assert cli("alerts", "list", "--json").json == {"items": [], "next_cursor": None}
    assert "All is well." in cli("alerts", "list").err
