"""A local server that speaks like a provider of models: it answers as told and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

S = TypeVar("S", bound="ModelServer")


@dataclass
class ModelServer:
    """What the server shall answer, and what it was asked."""

    url: str = ""
    answers: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    seconds: float = 0.0
    """How long an answer takes."""

    def answer(self, body: dict[str, Any] | str, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Queue an answer; the last one is repeated."""
        self.answers.append({"status": status, "headers": headers or {}, "body": body})

    def fails(self, status: int, message: str, *, headers: dict[str, str] | None = None, code: str = "") -> None:
        """Queue an error, in OpenAI's words."""
        error = {"message": message, "type": "error", "code": code or None}
        self.answer({"error": error}, status=status, headers=headers)

    def read(self, path: str, headers: Message, body: bytes) -> dict[str, Any]:
        """Return what is remembered of a request."""
        del path, headers
        asked: dict[str, Any] = json.loads(body)
        return asked


def _handler_of(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.requests.append(server.read(self.path, self.headers, body))
            server.keys.append(self.headers["Authorization"])
            time.sleep(server.seconds)
            answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
            with suppress(ConnectionError):  # a client that timed out is gone
                self.send(answer)

        def send(self, answer: dict[str, Any]) -> None:
            body = answer["body"]
            content = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(answer["status"])
            for name, value in {"Content-Type": "application/json", **answer["headers"]}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            del format, args

    return Handler


@contextmanager
def answering(server: S) -> Iterator[S]:
    """Run the server on a port of its own."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(server))
    server.url = f"http://127.0.0.1:{httpd.server_port}/v1"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    httpd.shutdown()
    thread.join()
    httpd.server_close()
