"""Browsers that only watch: what each costs the web server, and how soon one change has reached all of them."""

import asyncio
import os
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Thread
from time import perf_counter, sleep
from urllib.parse import urlsplit
from uuid import UUID

import psutil

from bench.installation import Failed, Installation, installation
from bench.live import STATUSES, change
from bench.row import Row
from bench.timings import Timings, milliseconds, wait_until

STREAMS = tuple(int(number) for number in os.environ.get("PRESSROOM_BENCH_STREAMS", "1000").split(","))
MOST_KIB = 40.0
KIB = 1024
CHANGES = 100
WARM_UP = 50
"""So many streams come before any is weighed: the first ones bring threads and connections along."""
CONNECT_AT_ONCE = 50
SETTLE_SECONDS = 3.0
PAUSE_SECONDS = 0.02


class Watcher(asyncio.Protocol):
    """One client: asks for the stream, and notes when it was told of something."""

    def __init__(self, crowd: "Crowd") -> None:
        self._crowd = crowd
        self._watches = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._crowd.request)

    def data_received(self, data: bytes) -> None:
        """Note when it came; nothing else, for there are thousands in one process."""
        if b"\ndata: {" in data:
            self._crowd.arrivals.append(perf_counter())
        elif not self._watches and b"retry:" in data:
            self._watches = True
            self._crowd.watching += 1
            self._crowd.places.release()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Count those that ended."""
        self._crowd.lost += 1


class Crowd:
    """Clients of the live stream, on one event loop in a thread."""

    def __init__(self, press: Installation) -> None:
        address = urlsplit(press.url)
        self.arrivals: list[float] = []
        self.watching = self.lost = 0
        self.request = (
            f"GET /api/live HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Authorization: {press.client.headers['Authorization']}\r\n\r\n"
        ).encode()
        self.places = asyncio.Semaphore(CONNECT_AT_ONCE)
        self._address = (str(address.hostname), int(address.port or 0))
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        """Let the loop run; in a thread."""
        self._loop.run_forever()

    def grow(self, number: int) -> None:
        """Return as soon as so many watch."""
        asyncio.run_coroutine_threadsafe(self._come(number - self.watching), self._loop).result()
        wait_until(lambda: self.watching == number, within=30, what=f"{number} streams")

    def leave(self) -> None:
        """Close every connection."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _come(self, number: int) -> None:
        for _ in range(number):
            await self.places.acquire()
            await self._loop.create_connection(partial(Watcher, self), *self._address)


def run() -> list[Row]:
    """Let ever more clients come."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return [row for number in STREAMS for row in rows(number)]


def rows(number: int) -> Iterator[Row]:
    """Yield what so many clients cost, and how soon all are told."""
    with installation(workers=0) as press, crowd(press) as watching:
        [document] = press.add(("note.txt", b"A note to change the status of."))
        watching.grow(WARM_UP)
        before = web_memory(press)
        began = perf_counter()
        watching.grow(WARM_UP + number)
        took = perf_counter() - began
        each = (web_memory(press) - before) / number / KIB
        told = delays(press, watching, UUID(document))
        if watching.lost:
            raise Failed(f"{watching.lost} streams ended early.")
    yield Row(
        what=f"memory of the web server for each of {number:,} idle streams",
        measured=f"{each:.1f} KiB",
        against=f"<= {MOST_KIB:.0f} KiB",
        ratio=each / MOST_KIB,
        met=each <= MOST_KIB,
    )
    yield Row(what=f"{number:,} streams opened, {CONNECT_AT_ONCE} at once", measured=f"{number / took:.0f} a second")
    yield Row(
        what=f"one change reaches the last of {number:,}",
        measured=str(told),
        against=f"{milliseconds(told.p50 / number * 1000)} for each thousand",
    )


def web_memory(press: Installation) -> float:
    """Return the bytes the web server holds in memory, once it has come to rest."""
    sleep(SETTLE_SECONDS)
    (web,) = [one for one in press.processes() if "serve" in one.cmdline()]
    return float(psutil.Process(web.pid).memory_info().rss)


def delays(press: Installation, watching: Crowd, document: UUID) -> Timings:
    """Return how long after each change was committed the last client was told."""
    number = watching.watching
    last = Timings()
    with press.database() as database:
        for turn in range(CHANGES):
            watching.arrivals.clear()
            committed = change(database, document, STATUSES[turn % 2])
            wait_until(partial(_all_told, watching.arrivals, number), within=30, what="all told", every=PAUSE_SECONDS)
            last.seconds.append(max(watching.arrivals) - committed)
    return last


def _all_told(arrivals: Sequence[float], number: int) -> bool:
    return len(arrivals) == number


@contextmanager
def crowd(press: Installation) -> Iterator[Crowd]:
    """Give clients, none yet."""
    watching = Crowd(press)
    thread = Thread(target=watching.run, name="watchers", daemon=True)
    thread.start()
    yield watching
    watching.leave()
    thread.join()
