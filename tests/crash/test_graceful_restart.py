"""The web server is restarted under load, as systemd does it: no request fails, and what was accepted is there."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event

import httpx
import pytest

from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from tests.crash.conftest import START_SECONDS, Processes
from tests.documents import rows

pytestmark = pytest.mark.timeout(400)

CLIENTS, RESTARTS, REQUESTS_BETWEEN = 4, 3, 40
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, "-m", "pressroom", "serve"])
"""


@dataclass
class Asked:
    """What came of requests."""

    accepted: list[str] = field(default_factory=list)
    answered: int = 0
    failed: list[str] = field(default_factory=list)


@pytest.fixture
def listener(processes: Processes) -> Iterator[socket.socket]:
    """The socket that outlives the servers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", processes.port))
        listener.listen(2048)
        yield listener


def served_on(listener: socket.socket, processes: Processes, stack: ExitStack) -> subprocess.Popen[bytes]:
    """Start the server on a socket that is there, as systemd would."""
    number = listener.fileno()
    with processes.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  # our own
            [sys.executable, "-c", AS_SYSTEMD, str(number)],
            env=processes.environment,
            pass_fds=[number],
            stdout=log,
            stderr=log,
        )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


def ask_until(enough: Event, client: httpx.Client, number: int, asked: Asked) -> None:
    """Read and write on kept connections, noting every request that failed."""
    while not enough.is_set():
        try:
            note = f"Note {asked.answered} of {number}".encode()
            answer = client.post("/api/documents", files={"files": ("note.txt", note)})
            if answer.status_code == 202:
                asked.accepted.append(answer.json()["documents"][0]["id"])
            for one in (answer, client.get("/api/documents"), client.get("/healthz")):
                if one.status_code >= 300:
                    asked.failed.append(f"{one.request.url.path}: {one.status_code} {one.text}")
                asked.answered += 1
        except httpx.TransportError as error:
            asked.failed.append(f"{type(error).__name__}: {error}")


def test_no_request_fails_while_the_server_is_restarted_again_and_again(
    app: App, processes: Processes, client: httpx.Client, listener: socket.socket, stack: ExitStack
) -> None:
    processes.environment |= {"PRESSROOM_WORKERS": "0", "PRESSROOM_LOG_FORMAT": "json", "PRESSROOM_LOG_REQUESTS": "1"}
    server = served_on(listener, processes, stack)
    asked, enough = [Asked() for _ in range(CLIENTS)], Event()
    longest = 0.0
    with ExitStack() as clients, ThreadPoolExecutor(CLIENTS) as threads:
        for number, one in enumerate(asked):
            mine = clients.enter_context(
                httpx.Client(base_url=processes.url, headers=client.headers, timeout=START_SECONDS)
            )
            threads.submit(ask_until, enough, mine, number, one)
        try:
            for _ in range(RESTARTS):
                wait_for(asked, sum(one.answered for one in asked) + REQUESTS_BETWEEN)
                began = time.monotonic()
                server.send_signal(signal.SIGTERM)
                assert server.wait(30) == 0
                longest = max(longest, time.monotonic() - began)
                server = served_on(listener, processes, stack)
            wait_for(asked, sum(one.answered for one in asked) + REQUESTS_BETWEEN)
        finally:
            enough.set()
    assert [failure for one in asked for failure in one.failed] == []
    assert longest < 15
    here = {str(document.id) for document in rows(app, Document)}
    assert {document_id for one in asked for document_id in one.accepted} == here
    lines = [json.loads(line) for line in processes.log.read_text().splitlines() if line.startswith("{")]
    told = [line for line in lines if line["event"] == "request"]
    assert len(told) >= sum(one.answered for one in asked)
    assert all(line["request_id"] for line in told)
    assert os.environ.get("LISTEN_FDS") is None


def wait_for(asked: list[Asked], number: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while sum(one.answered for one in asked) < number:
        assert time.monotonic() < deadline, [one.failed[:3] for one in asked]
        time.sleep(0.05)
