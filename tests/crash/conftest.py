"""Real processes that are killed, and the database they share."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil
import pytest

from pressroom.core.accounts.actions import create_api_token, first_admin
from pressroom.kernel.app import App
from tests.clients import TRUSTED
from tests.crash.edges import Edges
from tests.serving import free_port

START_SECONDS = 60.0


class Processes:
    """Starts `pressroom` as processes of their own; whatever still runs at the end is killed."""

    def __init__(self, folder: Path, database_url: str, stack: ExitStack) -> None:
        self.port = free_port()
        self.log = folder / "processes.log"
        self._stack = stack
        self.environment = os.environ | {
            "PRESSROOM_DATABASE_URL": database_url,
            "PRESSROOM_DATA_DIR": str(folder),
            "PRESSROOM_PORT": str(self.port),
            "PRESSROOM_MAX_UPLOAD_MB": "2",
            "PYTHONWARNINGS": "default",
        }

    @property
    def url(self) -> str:
        """Where `serve` listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start a command."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  # our own
                [sys.executable, "-m", "pressroom", *map(str, arguments)],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._stack.callback(_end_with_children, process)
        return process

    def serve(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the server, and wait until it answers."""
        process = self.start("serve", *arguments)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return process

    def _answers(self) -> bool:
        try:
            httpx.get(f"{self.url}/docs", timeout=START_SECONDS)
        except httpx.TransportError:
            return False
        return True


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What is let go when the test is over."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def processes(tmp_path: Path, database_url: str, stack: ExitStack) -> Processes:
    """Processes over the test's own database and folder."""
    return Processes(tmp_path, database_url, stack)


@pytest.fixture
def client(app: App, processes: Processes) -> Iterator[httpx.Client]:
    """A client of the served installation, as its admin."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session, starting_credits=app.starting_credits)
        token = create_api_token(session, workspace_id=workspace.id, user_id=user.id, name="tests")
    with httpx.Client(
        base_url=processes.url, headers={"Authorization": f"Bearer {token}"}, timeout=30, verify=TRUSTED
    ) as client:
        yield client


@pytest.fixture
def edges(app: App) -> Iterator[Edges]:
    """Edges of steps at which a run can be held."""
    with Edges(app.database_url) as edges:
        yield edges


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables that tests have made, also where they ran in other processes."""
    for report in [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]:
        for name, value in report.user_properties:
            if name == "table":
                terminalreporter.write_line(f"\n{value}")


def _end_with_children(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
    process.kill()
    process.wait()
