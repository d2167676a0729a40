"""Connections to public servers only, to the very address that was checked, and for a limited time.

A name is resolved once, here; the socket is opened to the address that came of it. Who answers another address a moment
later (DNS rebinding) is not asked again. The name stays in the request, so certificates are checked against it.
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpcore2

from pressroom.providers.articles.article import ArticleRefused
from pressroom.providers.articles.network import is_loopback, is_public

PORTS = frozenset({80, 443})
MOST_ADDRESSES = 4
"""How many of a name's addresses are tried."""

Resolve = Callable[[str], Sequence[str]]


class TimeIsUp(Exception):
    """A fetch has taken as long as it may."""


@dataclass(slots=True)
class Deadline:
    """When a fetch has to be done; what each read or write may wait is never more than what is left of it."""

    at: float
    """As `time.monotonic` counts."""

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Return the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the time stand still for as long as the block runs."""
        began = time.monotonic()
        yield
        self.at += time.monotonic() - began

    def left(self, most: float | None = None) -> float:
        """Return the seconds left, `most` at the most; raises TimeIsUp when there are none."""
        rest = self.at - time.monotonic()
        if rest <= 0:
            raise TimeIsUp
        return rest if most is None else min(rest, most)


def resolved(host: str) -> Sequence[str]:
    """Return the addresses of a name, as the system's resolver gives them; raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections for httpcore: to public addresses and, where that is allowed, to this machine."""

    def __init__(self, deadline: Deadline, *, allow_loopback: bool = False, resolve: Resolve = resolved) -> None:
        self._deadline = deadline
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to an address of a host, all of whose addresses must be allowed. Raises ArticleRefused."""
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for address in self._allowed(host, port)[:MOST_ADDRESSES]:
            try:
                within = self._deadline.left(timeout)
                stream = self._network.connect_tcp(address, port, within, local_address, socket_options)
                return TimedStream(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Refuse: a site is not on this machine's own sockets."""
        del timeout, socket_options
        raise ArticleRefused(f"{path} is no address of a site.", code="address")

    def _allowed(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} has no address ({error})") from error
        for address in addresses:
            self._check(host, address, port)
        return addresses

    def _check(self, host: str, address: str, port: int) -> None:
        if self._allow_loopback and is_loopback(address):
            return
        if not is_public(address):
            raise ArticleRefused(
                f"{host} is at an address of a private network, of this machine, or of no use to the public. "
                "Pressroom reads public sites only.",
                code="address",
            )
        if port not in PORTS:
            raise ArticleRefused(f"Sites answer on port 80 or 443, not on {port}. Leave it out.", code="address")


class TimedStream(httpcore2.NetworkStream):
    """A connection whose every read and write ends when the time is up, however slowly the other side drips."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, at most that many bytes."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:  # noqa: ANN401  # httpcore's signature
        """Return the connection encrypted, its certificate checked for the name."""
        within = self._deadline.left(timeout)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, within), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # httpcore's signature
        """Return what the connection says of itself."""
        return self._stream.get_extra_info(info)
