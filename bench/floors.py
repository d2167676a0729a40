"""What takes events and carries their runs, ours and plain DBOS, told the same things in the same words."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import text

from bench.engine import TABLE
from bench.installation import ROOT, Failed, free_port, installation
from bench.pressed import PROGRAM
from bench.timings import wait_until
from pressroom.kernel.datasource import migrate_engine
from pressroom.kernel.db import Database, connect
from pressroom.kernel.postgres import EmbeddedPostgres

CLIENTS = 4
LONGEST_SECONDS = 180.0
PLAIN = (sys.executable, "-m", "bench.plain_floor")
FORGET = ("DELETE FROM dbos.workflow_status WHERE status = 'ENQUEUED'", "TRUNCATE bench_beats")
BEGUN = text("SELECT run, extract(epoch FROM min(at)) FROM bench_beats GROUP BY run")
ENDED = text("""
    SELECT count(*), (max(completed_at) - min(completed_at)) / 1000.0 FROM dbos.workflow_status
    WHERE status = 'SUCCESS' AND name = :name AND created_at >= :since
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A server that takes events, its database, and how a worker of it is started and ended."""

    name: str
    story: str
    url: str
    headers: Mapping[str, str]
    database: Database
    one_at: str
    many_at: str
    many: Callable[[Sequence[Any]], Any]
    start_worker: Callable[[], subprocess.Popen[bytes]]

    def send(self, keys: Sequence[str], *, at_once: int = 1) -> None:
        """Send an event for each key, by several clients at the same time, each so many in a request."""
        shares = [keys[number::CLIENTS] for number in range(CLIENTS)]
        failures: list[str] = []
        threads = [Thread(target=self._send_all, args=(share, at_once, failures)) for share in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise Failed(failures[0])

    def connection(self) -> HTTPConnection:
        """Return a connection to the server that is kept open."""
        address = urlsplit(self.url)
        return HTTPConnection(address.hostname or "", address.port, timeout=60)

    def post(self, connection: HTTPConnection, path: str, body: bytes) -> bytes:
        """Send one request; return the answer."""
        connection.request("POST", path, body, {"Content-Type": "application/json", **self.headers})
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != HTTPStatus.ACCEPTED:
            raise Failed(f"{self.name}: {answer.status} {said!r}")
        return said

    def event(self, key: str) -> dict[str, Any]:
        """Return the event that begins a run by that key."""
        return {"name": "bench/ours", "data": {"key": key}}

    def request(self, keys: Sequence[str]) -> tuple[str, bytes]:
        """Return where events are sent, and as what."""
        events = [self.event(one) for one in keys]
        if len(events) == 1:
            return self.one_at, json.dumps(events[0]).encode()
        return self.many_at, json.dumps(self.many(events)).encode()

    def forget(self) -> None:
        """Let go of runs that wait."""
        with self.database.transaction() as session:
            for one in FORGET:
                session.execute(text(one))

    def begun(self) -> dict[str, float]:
        """Return when the first step of each run committed, in seconds since the epoch, by its key."""
        with self.database.transaction() as session:
            return {row[0]: float(row[1]) for row in session.execute(BEGUN)}

    def carried(self, number: int) -> float:
        """Start a worker for runs that wait; return how many a second it carried, from first to last."""
        with self.database.transaction() as session:
            oldest = session.scalar(text("SELECT min(created_at) FROM dbos.workflow_status WHERE status = 'ENQUEUED'"))
        worker = self.start_worker()

        def ended() -> tuple[int, float]:
            with self.database.transaction() as session:
                row = session.execute(ENDED, {"name": self.story, "since": oldest}).one()
                return row[0], float(row[1] or 0)

        wait_until(lambda: ended()[0] == number, within=LONGEST_SECONDS, what="all runs carried", every=0.25)
        worker.terminate()
        worker.wait()
        return (number - 1) / ended()[1]

    def _send_all(self, keys: Sequence[str], at_once: int, failures: list[str]) -> None:
        connection = self.connection()
        try:
            for first in range(0, len(keys), at_once):
                self.post(connection, *self.request(keys[first : first + at_once]))
        except (Failed, OSError) as error:
            failures.append(str(error))
        finally:
            connection.close()


@contextmanager
def our_floor() -> Iterator[Floor]:
    """Give Pressroom's web server; it has no worker yet."""
    with installation(workers=0, program=PROGRAM) as press, press.database() as database:
        _make_table(database)
        yield Floor(
            name="Pressroom",
            story="ours",
            url=press.url,
            headers={"Authorization": str(press.client.headers["Authorization"])},
            database=database,
            one_at="/api/events",
            many_at="/api/events",
            many=lambda events: {"events": events},
            start_worker=lambda: press.run("worker"),
        )


@contextmanager
def plain_floor() -> Iterator[Floor]:
    """Give the plain web server, on a PostgreSQL of its own that is tuned as ours is."""
    with TemporaryDirectory(prefix="pressroom-bench-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres")
        database = Database(connect(server.url, application_name="bench"))
        started: list[subprocess.Popen[bytes]] = []

        def start(*command: str) -> subprocess.Popen[bytes]:
            started.append(subprocess.Popen([*PLAIN, *command], cwd=ROOT))  # noqa: S603  # our own
            return started[-1]

        port = free_port()
        floor = Floor(
            name="plain DBOS",
            story="plain",
            url=f"http://127.0.0.1:{port}",
            headers={},
            database=database,
            one_at="/events",
            many_at="/events/many",
            many=list,
            start_worker=lambda: start("worker", server.url),
        )
        try:
            migrate_engine(database.engine)
            _make_table(database)
            start("web", server.url, str(port))
            wait_until(lambda: _answers(floor), within=30, what="plain server ready")
            yield floor
        finally:
            for process in started:
                process.terminate()
                process.wait()
            database.close()
            server.release()


def _make_table(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text(TABLE))


def _answers(floor: Floor) -> bool:
    connection = floor.connection()
    try:
        connection.request("GET", "/openapi.json")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
