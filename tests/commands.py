"""The command line as a person uses it: typed in this process, or as a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pressroom import cli
from pressroom.kernel.settings import Settings
from pressroom.main import Composer

COMMAND = (sys.executable, "-m", "pressroom")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Standard output, which must be one JSON object and nothing else."""
        body: dict[str, Any] = json.loads(self.out)
        return body


class CommandLine:
    """Types commands in this process."""

    def __init__(self, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = settings
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str | Path) -> Typed:
        """Run a command and return what it answered."""
        self._monkeypatch.setattr(sys, "argv", ["pressroom", *map(str, arguments)])
        self._capsys.readouterr()
        with _signals_kept(), pytest.raises(SystemExit) as left:
            cli.run(Composer(self.settings))
        said = self._capsys.readouterr()
        return Typed(int(left.value.code or 0), said.out, said.err)


def started(environment: Mapping[str, str], *arguments: str | Path) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    return subprocess.Popen(  # noqa: S603  # our own
        [*COMMAND, *map(str, arguments)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str], seconds: float = 60) -> Typed:
    """Wait for a command and return what it answered."""
    out, err = process.communicate(timeout=seconds)
    return Typed(process.returncode, out, err)


@contextmanager
def _signals_kept() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
