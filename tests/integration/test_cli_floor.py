"""Workflows, queues, workers and schedules from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from pressroom.kernel.settings import Settings
from tests.commands import CommandLine, Typed


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A fresh installation."""
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


def body_of(typed: Typed) -> dict[str, Any]:
    """Return the JSON that was printed; in this process the log, too, goes to standard output, before it."""
    body: dict[str, Any] = json.loads(typed.out[typed.out.index("{") :])
    return body


def test_workflows_are_listed_shown_and_refused_with_what_is_wrong(pressroom: CommandLine) -> None:
    assert "google.images.process" in pressroom("workflows", "list").out
    shown = pressroom("workflows", "show", "sync_folder", "--json").json
    assert set(shown["input"]["properties"]) == {"folder_id", "connection_id"}
    wrong = pressroom("workflows", "start", "process_document", "document_id=nonsense")
    assert wrong.code == 2
    assert "UUID" in wrong.err
    assert "no JSON" in pressroom("workflows", "start", "process_document", "--input", "{").err
    assert pressroom("workflows", "start", "scrape_blgo").code == 1


def test_a_queue_is_paused_changed_and_resumed(pressroom: CommandLine) -> None:
    assert body_of(pressroom("queues", "pause", "work", "--json"))["paused_at"]
    assert body_of(pressroom("queues", "set", "work", "--at-once", "3", "--json"))["at_once"] == 3
    assert "paused" in pressroom("queues", "list").out
    assert body_of(pressroom("queues", "resume", "work", "--json"))["paused_at"] is None
    back = body_of(pressroom("queues", "set", "work", "--at-once", "default", "--json"))
    assert back["at_once"] == back["at_once_default"]
    assert pressroom("queues", "set", "work", "--at-once", "many").code == 2
    assert "No worker is alive" in pressroom("workers", "list").err


def test_a_schedule_is_changed_paused_and_resumed(pressroom: CommandLine) -> None:
    wanted = ("--cron", "0 4 * * *", "--missed", "catch_up")
    changed = body_of(pressroom("schedules", "change", "prune_history", *wanted, "--json"))
    assert (changed["cron"], changed["missed"]) == ("0 4 * * *", "catch_up")
    assert "is paused" in pressroom("schedules", "pause", "prune_history").err
    assert "caught up" in pressroom("schedules", "list").out
    assert "goes on" in pressroom("schedules", "resume", "prune_history").err
    assert "begun nothing" in pressroom("schedules", "history", "prune_history").err
    assert "the hour cannot be that" in pressroom("schedules", "change", "prune_history", "--cron", "0 44 * * *").err
