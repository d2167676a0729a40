"""How long an upload of 2 MB takes to be accepted, beside a route that only stores it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench.installation import Failed, free_port, installation
from bench.row import Row
from bench.timings import Timings, milliseconds, wait_until

UPLOADS = 150
WARM_UP = 10
SIZE = 2_000_000
TARGET_SECONDS = 0.015
BOUNDARY = "pressroom-bench"
HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def run() -> list[Row]:
    """Upload to both in turn, so that both have the same machine at the same time."""
    ours, bare = Timings(), Timings()
    with installation(workers=0) as press, bare_server() as plain:
        for number in range(WARM_UP + UPLOADS):
            for client, path, timings in ((press.client, "/api/documents", ours), (plain, "/documents", bare)):
                body = form(f"upload-{number}.pdf")
                with timings.measured():
                    answer = client.post(path, content=body, headers=HEADERS)
                if answer.status_code != 202:
                    raise Failed(answer.text)
    for timings in (ours, bare):
        del timings.seconds[:WARM_UP]
    return [
        Row(
            what="2 MB upload accepted: stored, row and run committed (p50)",
            measured=str(ours),
            against=f"<= {milliseconds(TARGET_SECONDS)}",
            met=ours.p50 <= TARGET_SECONDS,
        ),
        Row(
            what="the same beside a bare FastAPI route (read, sha256, store)",
            measured=milliseconds(ours.p50),
            against=f"bare {bare}",
            ratio=ours.p50 / bare.p50,
        ),
    ]


def form(filename: str) -> bytes:
    """Return a form with one file nobody has sent before, ready to be sent: its making is not measured."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{filename}"\r\n\r\n'
    return head.encode() + b"%PDF-1.7\n" + os.urandom(SIZE) + f"\r\n--{BOUNDARY}--\r\n".encode()


@contextmanager
def bare_server() -> Iterator[httpx.Client]:
    """Give a client of the bare route, served by a process of its own."""
    port = free_port()
    with TemporaryDirectory(prefix="pressroom-bench-") as folder:
        command = [sys.executable, "-m", "bench.bare_upload", str(port), folder]
        process = subprocess.Popen(command, cwd=Path(__file__).parents[1])  # noqa: S603  # our own
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                wait_until(lambda: _answers(client), within=20, what="bare server ready")
                yield client
        finally:
            process.terminate()
            process.wait()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/openapi.json").is_success
    except httpx.TransportError:
        return False
