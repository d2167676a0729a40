"""How far a call to Pinterest got when no answer came, and that it ends in time."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from pressroom.kernel.errors import OutcomeUnknown
from pressroom.providers.pinterest import PictureToSend, Pinterest, Unreached, open_pinterest
from tests.pinterest_server import PinterestServer
from tests.providers.pinboards import a_pin


def test_nothing_was_sent_where_nobody_listens_or_the_name_is_unknown() -> None:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        for url in (f"http://127.0.0.1:{held.getsockname()[1]}/v5", "http://nowhere.invalid/v5", "gopher://x/v5"):
            with pytest.raises(Unreached, match="Nothing was sent"):
                _account(url).publish(a_pin("1"))


def test_nothing_was_sent_where_the_certificate_is_not_trusted_or_nobody_speaks_tls() -> None:
    with PinterestServer() as server:
        with pytest.raises(Unreached):
            _account(server.api_url.replace("http://", "https://")).publish(a_pin("1"))
        assert server.requests == []


def test_nothing_was_sent_where_tls_is_never_agreed() -> None:
    with _deaf() as port, pytest.raises(Unreached, match=r"within 0\.3 s"):
        _account(f"https://127.0.0.1:{port}/v5", timeout_seconds=0.3).publish(a_pin("1"))


def test_a_call_ends_in_time_however_slowly_the_answer_drips() -> None:
    with _dripping() as port:
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown, match="no answer within"):
            _account(f"http://127.0.0.1:{port}/v5", timeout_seconds=0.6).publish(a_pin("1"))
        assert time.monotonic() - began < 10


def test_a_call_ends_in_time_however_slowly_the_picture_is_taken() -> None:
    with _deaf() as port:
        began = time.monotonic()
        big = a_pin("1", pictures=(a_picture_of(20_000_000),))
        with pytest.raises(OutcomeUnknown):
            _account(f"http://127.0.0.1:{port}/v5", timeout_seconds=0.6).publish(big)
        assert time.monotonic() - began < 10


def a_picture_of(size: int) -> PictureToSend:
    return PictureToSend(content_type="image/jpeg", data=bytes(size))


def _account(url: str, *, timeout_seconds: float = 3.0) -> Pinterest:
    return open_pinterest(api_url=url, sandbox_url=url, timeout_seconds=timeout_seconds)("pinterest", token=lambda: "t")


@contextmanager
def _deaf() -> Iterator[int]:
    """Give the port of a server that takes connections and nothing else."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


@contextmanager
def _dripping() -> Iterator[int]:
    """Give the port of a server that answers a letter at a time, for minutes."""
    stopped = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with closing(connection), suppress(OSError):
            connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 5000\r\n\r\n")
            while not stopped.wait(0.05):
                connection.sendall(b" ")

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=drip, args=(listening,))
        thread.start()
        yield listening.getsockname()[1]
        stopped.set()
        thread.join()
