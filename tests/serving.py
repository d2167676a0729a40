"""The real web server on a free port, in a thread of the test's process."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from pressroom.kernel.app import App
from pressroom.providers.doors import Doors
from pressroom.web.app import create_web
from pressroom.web.server import WebServer
from tests.doors import fake_doors

START_SECONDS = 20


class ThreadedServer(WebServer):
    """A web server that runs beside the test; clients that are still there when it stops are not waited for."""

    drain_seconds = 0.0

    def __init__(self, app: App, doors: Doors) -> None:
        self.web = create_web(app, doors)
        super().__init__(self.web, host="127.0.0.1", port=0)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = Event()
        self._thread = Thread(target=self.run, name="web", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError("The web server did not start.")

    def stop(self) -> None:
        """Stop as a signal would, and wait until it is gone."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.handle_exit, signal.SIGTERM, None)
        self._thread.join(START_SECONDS)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Note that it listens."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._ready.set()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(app: App, doors: Doors | None = None) -> Iterator[ThreadedServer]:
    """Serve an installation for as long as the block runs; its ways out are fakes unless given."""
    server = ThreadedServer(app, doors or fake_doors())
    server.start()
    try:
        yield server
    finally:
        server.stop()
