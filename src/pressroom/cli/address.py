"""The address the web server listens on: taken early, so that nothing starts in vain."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from pressroom.kernel.errors import PressroomError
from pressroom.kernel.settings import Settings
from pressroom.kernel.systemd import inherited_listener

BACKLOG = 2048
ANSWERS_WITHIN_SECONDS = 2.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # named so as to show something that opens


class AddressTaken(PressroomError):
    """The web server cannot listen where it should."""


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Give the socket that systemd hands over, else one that listens where the settings say.

    Raises AddressTaken, saying who is there.
    """
    try:
        listener = inherited_listener() or _bound(settings.host, settings.port)
    except OSError as error:
        raise AddressTaken(_why_not(settings, error)) from error
    with listener:
        yield listener


def shown_address(settings: Settings, listener: socket.socket) -> str:
    """Return the address to give to people: the configured one, else where the socket listens."""
    if settings.base_url:
        return settings.public_url
    host = EVERYWHERE.get(settings.host, settings.host)
    return f"http://{_bracketed(host)}:{listener.getsockname()[1]}"


def pressroom_at(settings: Settings) -> str | None:
    """Return the version of the Pressroom that answers where the settings say, if one does."""
    connection = HTTPConnection(EVERYWHERE.get(settings.host, settings.host), settings.port, ANSWERS_WITHIN_SECONDS)
    try:
        connection.request("GET", "/healthz")
        answer = json.load(connection.getresponse())
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()
    version = answer.get("version") if isinstance(answer, dict) else None
    return str(version) if version else None


def is_free(settings: Settings) -> bool:
    """Tell whether the web server could listen now."""
    try:
        _bound(settings.host, settings.port).close()
    except OSError:
        return False
    return True


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
        0
    ]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _why_not(settings: Settings, error: OSError) -> str:
    where = f"{_bracketed(settings.host)}:{settings.port}"
    if version := pressroom_at(settings):
        return (
            f"Pressroom {version} is already running at http://{where}. "
            "Use that one, stop it first, or choose another port with PRESSROOM_PORT."
        )
    return (
        f"The web server cannot listen on {where}: {error.strerror or error}. "
        "Stop the program that does, or choose another place with PRESSROOM_PORT and PRESSROOM_HOST."
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
