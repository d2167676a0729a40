"""Waiting for generations on the command line ends where nothing happens, and no result stops another."""

from pathlib import Path

import pytest

from pressroom.cli import generations_adding
from pressroom.features.generations.models import Generation
from pressroom.kernel.app import App
from tests.commands import CommandLine
from tests.documents import rows
from tests.generations import HeldPainter
from tests.integration.test_cli_generations import photos, pressroom, working

__all__ = ["pressroom"]


def test_the_waiting_is_given_up_and_the_work_goes_on(
    pressroom: CommandLine, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations_adding, "LONGEST_WAIT_SECONDS", 1.0)
    painter = HeldPainter()
    painter.hold()
    with working(app, painter):
        answer = pressroom("generations", "add", *photos(tmp_path, 1), "--wait")
        assert (answer.code, "waits no longer" in answer.err) == (1, True)
        assert [one.status for one in rows(app, Generation)] == ["processing"]
        painter.let_go()


def test_a_result_that_cannot_be_saved_is_told_and_stops_no_other(
    pressroom: CommandLine, app: App, tmp_path: Path
) -> None:
    long = photos(tmp_path, 1, "c" * 245)
    (tmp_path / "out").mkdir()
    taken = tmp_path / "out" / f"{'c' * 243}-plushie.png"  # and with a number it would be too long for a file
    taken.write_bytes(b"mine")
    with working(app):
        answer = pressroom("generations", "add", *long, *photos(tmp_path, 1), "--out", tmp_path / "out")
    assert answer.code == 1
    assert "made, and not saved:" in answer.err
    assert {one.name for one in (tmp_path / "out").iterdir()} == {"cat-0-plushie.png", taken.name}
    assert taken.read_bytes() == b"mine"
