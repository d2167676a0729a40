"""A server that is told of events, and judges what it gets: signed by the secret it knows, or it says no.

The path says how it behaves: `/ok`, `/hang`, `/drip`, `/refuse` (500), `/redirect`, `/gone` (410), `/busy` (429 with
Retry-After: 7), `/flaky` (500 twice, then 200), `/endless` (an answer that never ends), `/rude` (closes the line).
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

FAILURES = 2
ASKED_SECONDS = 7
STATUSES = {"ok": 200, "refuse": 500, "gone": 410, "busy": 429, "redirect": 302}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A request as it came; `event` is its body where the signature held."""

    path: str
    headers: dict[str, str]
    event: dict[str, Any] | None
    at: float = field(default_factory=time.time)


class WebhookServer:
    """Receives events on loopback for as long as it runs."""

    def __init__(self) -> None:
        self.secret = ""
        self.arrived: list[Arrived] = []
        self.closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, name="webhooks", daemon=True).start()

    def url(self, path: str = "ok", host: str = "127.0.0.1") -> str:
        """Return an address that behaves as its path says."""
        return f"http://{host}:{self._server.server_address[1]}/{path}"

    @property
    def believed(self) -> list[dict[str, Any]]:
        """The events whose signature held."""
        return [one.event for one in self.arrived if one.event is not None]

    def wait(self, number: int, seconds: float = 20.0) -> list[Arrived]:
        """Wait until so many requests have come."""
        deadline = time.monotonic() + seconds
        while len(self.arrived) < number:
            assert time.monotonic() < deadline, self.arrived
            time.sleep(0.02)
        return self.arrived

    def judge(self, body: bytes, headers: dict[str, str]) -> dict[str, Any] | None:
        """Return the event, if whoever sent it knows the secret."""
        with suppress(WebhookVerificationError):
            event: dict[str, Any] = Webhook(self.secret).verify(body, headers)
            return event
        return None

    def stop(self) -> None:
        """Close, whoever is still waiting."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def webhook_server() -> Iterator[WebhookServer]:
    """Give a server for as long as the block runs."""
    server = WebhookServer()
    try:
        yield server
    finally:
        server.stop()


def _handler_of(server: WebhookServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901  # a class that knows its server
    seen: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            event = server.judge(body, headers)
            server.arrived.append(Arrived(self.path, headers, event))
            name = self.path.strip("/")
            seen[name] += 1
            with suppress(OSError):
                self._answer(name, 401 if event is None else self._status(name))

        def _status(self, name: str) -> int:
            if name == "flaky":
                return 500 if seen[name] <= FAILURES else 200
            return STATUSES.get(name, 200)

        def _answer(self, name: str, status: int) -> None:
            if name == "hang":
                server.closing.wait(60)
                return
            if name == "rude":
                self.close_connection = True
                return
            self.send_response(status)
            if name == "busy":
                self.send_header("Retry-After", str(ASKED_SECONDS))
            if name == "redirect":
                self.send_header("Location", server.url("ok"))
            self.end_headers()
            self.wfile.write(b"thanks" if status == 200 else b"no \0 thanks")  # OK
            while name in {"drip", "endless"} and not server.closing.wait(0.05 if name == "drip" else 0):
                self.wfile.write(b"x" * (1 if name == "drip" else 65_536))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
