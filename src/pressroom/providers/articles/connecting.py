"""Connections to public servers only, to the very address that was checked, and for a limited time.

A name is resolved once, here; the socket is opened to the address that came of it. Who answers another address a moment
later (DNS rebinding) is not asked again. The name stays in the request, so certificates are checked against it.
"""

import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore2

from pressroom.providers.articles.article import ArticleRefused
from pressroom.providers.articles.network import is_loopback, is_public
from pressroom.providers.timed import Deadline, TimedStream

PORTS = frozenset({80, 443})
MOST_ADDRESSES = 4
"""How many of a name's addresses are tried."""

Resolve = Callable[[str], Sequence[str]]


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
            self.check(host, address, port)
        return addresses

    def check(self, host: str, address: str, port: int) -> None:
        """Raise ArticleRefused unless this address may be connected to."""
        if self._allow_loopback and is_loopback(address):
            return
        if not is_public(address):
            raise ArticleRefused(
                f"{host} is not on the public internet. Pressroom reads public sites only.",
                code="address",
            )
        if port not in PORTS:
            raise ArticleRefused(f"Sites answer on port 80 or 443, not on {port}. Leave it out.", code="address")
