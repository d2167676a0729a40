"""Pins on the command line: published, waited for, looked up, withdrawn."""

from pathlib import Path

import pytest

from pressroom.features.pins.models import PinStatus
from pressroom.kernel.settings import Settings
from tests.commands import CommandLine
from tests.publishing import Publisher


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line of the installation that the worker works on."""
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


def test_a_pin_is_published_looked_up_and_withdrawn(pressroom: CommandLine, publisher: Publisher) -> None:
    pin_id = str(publisher.pin())
    assert pressroom("pins", "attempts", pin_id).err == "Nobody has tried to publish this pin yet.\n"
    told = pressroom("pins", "publish", pin_id, "--wait")  # its output holds the log of the worker beside it, too
    assert (told.code, "1 of 1 published." in told.err) == (0, True)
    tries = pressroom("pins", "attempts", pin_id).out
    assert "published" in tries
    assert publisher.pinterest.pins()[0]["id"] in tries
    assert "Withdrawn." in pressroom("pins", "withdraw", pin_id, "--wait").err
    assert (publisher.there(), publisher.row(publisher.made[0]).status) == ([], PinStatus.READY)
    assert "published, withdrawn since" in pressroom("pins", "attempts", pin_id).out


def test_what_cannot_be_published_is_named_with_the_reason_and_stops_none(
    pressroom: CommandLine, publisher: Publisher
) -> None:
    good, boardless = publisher.pin("Good"), publisher.pin("Lost", board_id=None)
    told = pressroom("pins", "publish", str(good), str(boardless), "--wait")
    assert told.code == 1
    assert f"{boardless}: Pin must have a Pinterest board assigned" in told.err
    assert "1 of 2 published." in told.err
    assert publisher.there() == ["Good"]


def test_who_does_not_wait_gets_the_run_and_what_is_not_out_cannot_be_withdrawn(
    pressroom: CommandLine, idle: Publisher
) -> None:
    pin_id = str(idle.pin())
    refused = pressroom("pins", "withdraw", pin_id)
    assert (refused.code, "not published" in refused.err) == (1, True)
    told = pressroom("pins", "publish", pin_id, "--json").json
    assert (told["total"], told["run_id"][:12]) == (1, "await-batch:")
