"""Requests, runs and steps are spans of one collector."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from pressroom.core.accounts.actions import create_api_token, first_admin
from pressroom.kernel.app import App
from tests.commands import started
from tests.serving import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"


class Collector(ThreadingHTTPServer):
    """Takes spans in as a collector of OpenTelemetry does, and keeps their names, traces and service."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.spans: list[tuple[str, str, str]] = []


class _Request(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        told = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
        for resource in told.resource_spans:
            facts = {one.key: one.value.string_value for one in resource.resource.attributes}
            self.server.spans += [
                (facts["service.name"], span.name, span.trace_id.hex())
                for scope in resource.scope_spans
                for span in scope.spans
            ]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def collecting() -> Iterator[Collector]:
    with Collector() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def token(app: App) -> str:
    with app.database.transaction() as session:
        user, workspace = first_admin(session, starting_credits=app.starting_credits)
        return create_api_token(session, workspace_id=workspace.id, user_id=user.id, name="tests")


def test_a_request_its_run_and_the_run_s_steps_are_told(app: App, tmp_path: Path, token: str) -> None:
    with collecting() as collector:
        port = free_port()
        server = started(
            {
                **os.environ,
                "PRESSROOM_DATABASE_URL": app.database_url,
                "PRESSROOM_DATA_DIR": str(tmp_path),
                "PRESSROOM_PORT": str(port),
                "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
                "OTEL_BSP_SCHEDULE_DELAY": "200",
                "OTEL_SERVICE_NAME": "press",
            },
            "serve",
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}) as one:
                until(lambda: answers(one))
                files = {"files": ("note.txt", b"hello")}
                assert one.post("/api/documents", files=files, headers={"traceparent": PARENT}).status_code == 202
            until(lambda: {"process_document", "inspect", "describe"} <= {name for _, name, _ in collector.spans})
        finally:
            server.terminate()
            server.communicate()
    assert {service for service, _, _ in collector.spans} == {"press"}
    traced = {name for _, name, trace in collector.spans if trace == TRACE_ID}
    assert {"POST /api/documents", "process_document", "inspect", "describe"} <= traced


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)
