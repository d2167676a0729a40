"""How long a status change takes from its commit to the browsers that watch."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import perf_counter
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import text

from bench.installation import Failed, Installation, installation
from bench.row import Row
from bench.timings import Timings, milliseconds, wait_until
from pressroom.kernel.db import Database

CHANGES = 200
MANY = 50
TARGET_SECONDS = 0.005
STATUSES = ("processing", "ocr_complete")
PAUSE_SECONDS = 0.01


class Watchers:
    """Clients of the live stream, on one event loop in a thread; each notes when an event reached it."""

    def __init__(self, press: Installation, number: int) -> None:
        self.arrivals: list[float] = []
        self.watching = 0
        self._press = press
        self._number = number

    def run(self) -> None:
        """Watch until every stream ends."""
        asyncio.run(self._watch_all())

    async def _watch_all(self) -> None:
        await asyncio.gather(*(self._watch() for _ in range(self._number)))

    async def _watch(self) -> None:
        address = urlsplit(self._press.url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        token = self._press.client.headers["Authorization"]
        writer.write(f"GET /api/live HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: {token}\r\n\r\n".encode())
        async for line in reader:
            if line.startswith(b"retry:"):
                self.watching += 1
            elif line.startswith(b"data:"):
                self.arrivals.append(perf_counter())
        writer.close()


def run() -> list[Row]:
    """Change one document's status again and again, first with one client, then with many."""
    with installation(workers=0) as press, press.database() as database:
        [document] = press.add(("note.txt", b"A note to change the status of."))
        first, _ = delays(press, database, UUID(document), clients=1)
        some, last = delays(press, database, UUID(document), clients=MANY)
    return [
        Row(
            what="commit of a status change to its event in one SSE client",
            measured=str(first),
            against=f"p50 <= {milliseconds(TARGET_SECONDS)}",
            met=first.p50 <= TARGET_SECONDS,
        ),
        Row(
            what=f"the same with {MANY} clients, each client",
            measured=str(some),
            against=f"one client {milliseconds(first.p50)}",
            ratio=some.p50 / first.p50,
        ),
        Row(what=f"the same with {MANY} clients, the last of them", measured=str(last)),
    ]


def delays(press: Installation, database: Database, document: UUID, *, clients: int) -> tuple[Timings, Timings]:
    """Return, from the moment before COMMIT is sent, the delay to each client and the delay to the last one."""
    each, last = Timings(), Timings()
    with watchers(press, clients) as watching:
        for turn in range(CHANGES):
            watching.arrivals.clear()
            committed = change(database, document, STATUSES[turn % 2])
            wait_until(
                lambda: len(watching.arrivals) == clients, within=10, what="event in every client", every=PAUSE_SECONDS
            )
            arrivals = [arrival - committed for arrival in watching.arrivals]
            each.seconds += arrivals
            last.seconds.append(max(arrivals))
    return each, last


def change(database: Database, document: UUID, status: str) -> float:
    """Change the status; return the moment before it was committed."""
    with database.transaction() as session:
        session.execute(
            text("UPDATE documents SET status = :status WHERE id = :id"), {"status": status, "id": document}
        )
        return perf_counter()


@contextmanager
def watchers(press: Installation, number: int) -> Iterator[Watchers]:
    """Give clients that watch, as soon as all do."""
    watching = Watchers(press, number)
    thread = Thread(target=watching.run, name="watchers", daemon=True)
    thread.start()
    wait_until(lambda: watching.watching == number, within=20, what=f"{number} clients watching")
    yield watching
    if not thread.is_alive():
        raise Failed("A live stream ended early.")
