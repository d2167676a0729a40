"""A server that speaks as much of OpenAI's chat completions as a describer needs, and remembers what it was sent."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ChatServer:
    """What the server shall say, and what it was asked."""

    url: str = ""
    answers: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def says(
        self, content: str | None, *, status: int = 200, headers: dict[str, str] | None = None, **more: object
    ) -> None:
        """Queue an answer; the last one is repeated."""
        message = {"role": "assistant", "content": content, **more}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        body = {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "gpt-4o-mini",
            "choices": [choice],
            "usage": usage,
        }
        self.answers.append({"status": status, "headers": headers or {}, "body": body})

    def fails(self, status: int, message: str, *, headers: dict[str, str] | None = None, code: str = "") -> None:
        """Queue an error."""
        body = {"error": {"message": message, "type": "error", "code": code or None}}
        self.answers.append({"status": status, "headers": headers or {}, "body": body})


def handler_of(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.requests.append(json.loads(body))
            server.keys.append(self.headers["Authorization"])
            time.sleep(server.seconds)
            answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
            with suppress(ConnectionError):  # a client that timed out is gone
                self.answer(answer)

        def answer(self, answer: dict[str, Any]) -> None:
            content = json.dumps(answer["body"]).encode()
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
def chatting() -> Iterator[ChatServer]:
    """Run a server on a port of its own."""
    chat = ChatServer()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(chat))
    chat.url = f"http://127.0.0.1:{httpd.server_port}/v1"
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield chat
    httpd.shutdown()
    thread.join()
    httpd.server_close()
