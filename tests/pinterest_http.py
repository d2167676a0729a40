"""Pinterest's wire: requests as they come, judged by its rules, and answers as they go, or break."""

import json
import re
import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft202012Validator

RULES = json.loads((Path(__file__).parent / "pinterest_rules.json").read_text())
SANDBOX = "/sandbox"
CODES = {400: 1, 401: 2, 403: 29, 404: 40, 409: 2030, 429: 8, 500: 0, 503: 0}

Json = dict[str, Any]


class Refusal(Exception):
    """Pinterest's no."""

    def __init__(self, status: int, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = CODES.get(status, 0) if code is None else code


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; `path` is without the API's version."""

    method: str
    path: str
    query: Json
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False, default=b"")

    @property
    def is_sandbox(self) -> bool:
        """Whether the sandbox was asked."""
        return self.path.startswith(SANDBOX)

    @property
    def ids(self) -> list[str]:
        """The ids in the path."""
        return re.findall(r"/(\d+)(?=/|$)", self.path)

    @property
    def operation(self) -> str:
        """What the description calls it: `GET /boards/{id}/pins`."""
        path = self.path.removeprefix(SANDBOX).removeprefix("/v5")
        return f"{self.method} {re.sub(r'/[0-9]+(?=/|$)', '/{id}', path)}"

    @property
    def bearer(self) -> str:
        """The access token."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def form(self) -> Json:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Json:
        """The body as JSON."""
        found: Json = json.loads(self.body or b"{}")
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; `sent` is how many bytes of the body really do, if not all, and then the connection breaks."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    sent: int | None = None
    is_reset: bool = False
    """Nothing goes back at all: the connection is reset."""


def as_json(status: int, data: Any, **headers: str) -> Answer:  # noqa: ANN401  # JSON
    """Return an answer of JSON."""
    return Answer(status, json.dumps(data).encode(), {"Content-Type": "application/json; charset=utf-8", **headers})


def refused(refusal: Refusal) -> Answer:
    """Return Pinterest's no as it says it."""
    return as_json(refusal.status, {"code": refusal.code, "message": str(refusal)})


def with_headers(answer: Answer, **headers: str) -> Answer:
    """Return an answer with more headers."""
    return replace(answer, headers={**answer.headers, **headers})


def breaches(request: Request) -> list[str]:
    """Return what in a request breaks the rules of the description; nothing where all is well."""
    rules = RULES["operations"].get(request.operation)
    if rules is None:
        return [f"{request.operation} is not described"]
    found = _judged(rules.get("query"), request.query)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if "json" in rules:
        wrong = [] if kind == "application/json" else [f"the body is {kind or 'untold'}, not JSON"]
        return found + (wrong or _judged(rules["json"], request.json))
    if "form" in rules:
        wrong = [] if kind == "application/x-www-form-urlencoded" else [f"the body is {kind or 'untold'}, not a form"]
        return found + (wrong or _judged(rules["form"], request.form))
    return found + (["a body nobody asked for"] if request.body else [])


def _judged(rule: Json | None, value: object) -> list[str]:
    schema = {**(rule or {"$ref": "#/$defs/nothing"}), "$defs": RULES["$defs"]}
    return [f"{error.json_path}: {error.message[:300]}" for error in Draft202012Validator(schema).iter_errors(value)]


class Handler(BaseHTTPRequestHandler):
    """Answers over HTTP/1.1, and breaks where it is told to."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120

    def __init__(self, answer: Callable[[Request], Answer], *connection: Any) -> None:  # noqa: ANN401  # the library's
        self._answer_to = answer
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer."""
        self._answer()

    def do_POST(self) -> None:
        """Answer."""
        self._answer()

    def do_DELETE(self) -> None:
        """Answer."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""
        del format, args

    def _answer(self) -> None:
        with suppress(ConnectionError):  # a client that timed out is gone
            found = self._answer_to(self._request())
            if found.is_reset:
                self._reset()
            else:
                self._send(found)

    def _request(self) -> Request:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, url.path, dict(parse_qsl(url.query, keep_blank_values=True)), headers, body)

    def _send(self, found: Answer) -> None:
        self.send_response(found.status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        self.wfile.write(found.body[: found.sent])
        if found.sent is not None:
            self._reset()

    def _reset(self) -> None:
        """Break the connection as a machine that falls over does."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
