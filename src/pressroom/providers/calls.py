"""One HTTP call over a connection of its own: with one deadline for all of it, never repeated, never redirected.

Whoever calls learns which of three things happened: an answer, certainly nothing, or something unknown. A client that
keeps connections, repeats calls or bounds each read alone cannot tell.
"""

import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpcore2

from pressroom.providers.timed import Deadline, TimedStream, TimeIsUp

MOST_BYTES = 20_000_000


class CallFailed(Exception):
    """No answer came; `str()` of it says what happened to the call, for a person."""


class NotSent(CallFailed):
    """Nothing has gone out: no name, no connection, no trusted certificate."""


class AnswerLost(CallFailed):
    """Something went out, and no whole answer came back. What was asked for may have happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; header names are in lower case, values of one name joined by commas."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked for."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


def call(ask: Ask, *, seconds: float, most_bytes: int = MOST_BYTES) -> Answer:
    """Return the answer, whatever its status. Raises NotSent or AnswerLost after at most `seconds`."""
    backend = _Backend(Deadline.after(seconds))
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=_trusted(), network_backend=backend) as pool,
            pool.stream(ask.method, ask.url, headers=_headers(ask), content=ask.body or None) as response,
        ):
            body = _read(response.iter_stream(), most_bytes)
            return Answer(status=response.status, headers=_joined(response.headers), body=body)
    except (TimeIsUp, httpcore2.TimeoutException) as error:
        raise backend.failed(f"no answer within {seconds:g} s") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise backend.failed(_said(error)) from error


class _Backend(httpcore2.NetworkBackend):
    """Opens the call's one connection, and knows whether anything was written to it."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.has_written = False
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect."""
        within = self.deadline.left(timeout)
        return _Stream(self._network.connect_tcp(host, port, within, local_address, socket_options), self)

    def failed(self, reason: str) -> CallFailed:
        """Return what a failure means, by what had been written when it came."""
        return AnswerLost(reason) if self.has_written else NotSent(reason)


class _Stream(TimedStream):
    """A connection that tells its backend when something goes out; shaking hands for TLS is nothing yet."""

    def __init__(self, stream: httpcore2.NetworkStream, backend: _Backend) -> None:
        super().__init__(stream, backend.deadline)
        self._backend = backend

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._deadline.left()  # where the time is up already, nothing goes out
        self._backend.has_written = True
        super().write(buffer, timeout)

    def _over(self, stream: httpcore2.NetworkStream) -> "_Stream":
        return _Stream(stream, self._backend)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    return httpcore2.default_ssl_context()


def _headers(ask: Ask) -> dict[bytes | str, bytes | str]:
    host = httpcore2.URL(ask.url)
    port = f":{host.port}" if host.port else ""
    ours = {"Host": host.host.decode() + port, "Connection": "close"}
    if ask.body or ask.method == "POST":
        ours["Content-Length"] = str(len(ask.body))
    return dict([*ours.items(), *ask.headers.items()])


def _read(chunks: Iterable[bytes], most_bytes: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most_bytes:
            raise httpcore2.RemoteProtocolError(f"the answer has more than {most_bytes} bytes")
    return bytes(body)


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        joined[key] = f"{joined[key]}, {text}" if key in joined else text
    return joined


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
