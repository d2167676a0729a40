"""Real Pressroom processes on a data folder of their own, stopped by themselves."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Self

import httpx
import psutil

from bench.timings import wait_until
from pressroom.core.accounts.actions import create_api_token, create_link, first_admin
from pressroom.kernel.db import Database, connect
from pressroom.kernel.postgres import EmbeddedPostgres

PRESSROOM = (str(Path(sys.executable).with_name("pressroom")),)
ROOT = Path(__file__).parents[1]
LONGEST_START_SECONDS = 60.0
LONGEST_STOP_SECONDS = 40.0
LOG_SHOWN = 3000
LOOK_SECONDS = 1.0


class Failed(Exception):
    """What was to be measured did not work."""


class Installation:
    """Pressroom on one data folder: `pressroom serve`, and more workers where asked for; `program` runs it."""

    def __init__(
        self, folder: Path, settings: Mapping[str, str] | None = None, program: Sequence[str] = PRESSROOM
    ) -> None:
        self.folder = folder
        self._program = program
        self.settings = dict(settings or {})
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.url, timeout=60)
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, *, workers: int = 1) -> float:
        """Start the server; return the seconds until it was ready: it answers, and its workers are there."""
        began = perf_counter()
        process = self.run("serve", "--workers", str(workers))
        ready = 200 if workers else 503

        def answers() -> bool:
            if process.poll() is not None:
                raise Failed("The server ended at once.")
            try:
                health = self.client.get("/readyz")
            except httpx.TransportError:
                return False
            return health.status_code == ready and health.json()["workers"] == workers

        wait_until(answers, within=LONGEST_START_SECONDS, what="server ready")
        return perf_counter() - began

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command of Pressroom on this data folder; `stop` ends it."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PRESSROOM_")}
        environment |= {"PRESSROOM_DATA_DIR": str(self.folder), "PRESSROOM_PORT": str(self.port)} | self.settings
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  # our own
                [*self._program, *command], env=environment, stdout=log, stderr=log, cwd=ROOT
            )
        self._processes.append(process)
        return process

    def stop(self) -> None:
        """Stop everything that was started, and wait for it."""
        for process in reversed(self._processes):
            process.terminate()
            process.wait(LONGEST_STOP_SECONDS)
        self._processes.clear()

    def close(self) -> None:
        """Stop, whatever it takes; nothing stays behind."""
        tree = self.processes()
        try:
            self.stop()
        finally:
            for one in tree:
                if one.is_running():
                    one.kill()
            self.client.close()

    def log(self) -> str:
        """Return what the processes wrote."""
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    def processes(self) -> list[psutil.Process]:
        """Return every live process of this installation, PostgreSQL's included."""
        roots = [process.pid for process in self._processes if process.poll() is None]
        pid_file = self.folder / "postgres" / "postmaster.pid"
        if pid_file.exists():
            roots.append(int(pid_file.read_text().split("\n", 1)[0]))
        found = [psutil.Process(pid) for pid in roots if psutil.pid_exists(pid)]
        return [*found, *(child for one in found for child in one.children(recursive=True))]

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Give the installation's own database."""
        server = EmbeddedPostgres(self.folder / "postgres")
        database = Database(connect(server.url, application_name="bench"))
        try:
            yield database
        finally:
            database.close()
            server.release()

    def sign_in(self) -> Self:
        """Let `client` act as the admin."""
        with self.database() as database, database.transaction() as session:
            user, workspace = first_admin(session)
            token = create_api_token(session, workspace_id=workspace.id, user_id=user.id, name="bench")
        self.client.headers["Authorization"] = f"Bearer {token}"
        return self

    def sign_in_link(self) -> str:
        """Return an address that signs a browser in as the admin, once."""
        with self.database() as database, database.transaction() as session:
            user, workspace = first_admin(session)
            token = create_link(session, workspace_id=workspace.id, user_id=user.id)
        return f"{self.url}/sign-in/link?token={token}"

    def add(self, *files: tuple[str, bytes]) -> list[str]:
        """Upload named files in one request; return their documents' ids."""
        answer = self.client.post("/api/documents", files=[("files", file) for file in files])
        if answer.status_code != 202:
            raise Failed(f"{answer.status_code} {answer.text}")
        return [document["id"] for document in answer.json()["documents"]]

    def wait_for(self, documents: Sequence[str], *, within: float = 120.0) -> datetime:
        """Return when the last document was completed; raises Failed when one was not, TimeoutError.

        Looking costs the server time too, so it is done seldom: the answer is the document's own time.
        """
        for one in documents:
            wait_until(partial(self._is_done, one), within=within, what=f"document {one} completed", every=LOOK_SECONDS)
        found = (self.client.get(f"/api/documents/{one}").raise_for_status().json() for one in documents)
        return max(datetime.fromisoformat(one["completed_at"]) for one in found)

    def _is_done(self, document: str) -> bool:
        found = self.client.get(f"/api/documents/{document}").raise_for_status().json()
        if found["status"] == "failed":
            raise Failed(f"{found['filename']} failed: {found['error']}")
        return bool(found["status"] == "completed")


@contextmanager
def installation(
    *, workers: int = 1, settings: Mapping[str, str] | None = None, program: Sequence[str] = PRESSROOM
) -> Iterator[Installation]:
    """Give a running, fresh installation whose client is signed in; `settings` are variables of its environment."""
    with empty_installation(settings, program) as press:
        press.start(workers=workers)
        yield press.sign_in()


@contextmanager
def empty_installation(
    settings: Mapping[str, str] | None = None, program: Sequence[str] = PRESSROOM
) -> Iterator[Installation]:
    """Give an installation that was never started."""
    with TemporaryDirectory(prefix="pressroom-bench-") as folder:
        press = Installation(Path(folder), settings, program)
        try:
            yield press
        except Exception as error:
            error.add_note(f"The log ends with:\n{press.log()[-LOG_SHOWN:]}")
            raise
        finally:
            press.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
