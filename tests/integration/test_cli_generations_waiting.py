"""Waiting for generations on the command line ends where nothing happens any more."""

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
