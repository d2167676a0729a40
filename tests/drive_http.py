"""Drive's and the sign-in's addresses: what answers which, and how bytes go over the wire."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.drive_api import DriveApi, Query, Refusal, file_not_found, picked
from tests.drive_files import DriveFile, Files
from tests.drive_sign_in import SignIn


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    query: Query
    headers: dict[str, str] = field(repr=False)
    form: Query = field(repr=False)

    @property
    def last(self) -> str:
        """The last part of the path: a file's id, where there is one."""
        return unquote(self.path.rpartition("/")[2])

    @property
    def bearer(self) -> str:
        """The access token sent."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: bytes
    headers: dict[str, str]
    sent: int | None = None
    """How many bytes of the body are really sent, if not all; the connection breaks then."""


def as_json(status: int, data: Any, **headers: str) -> Answer:  # noqa: ANN401  # JSON
    """Return an answer of JSON."""
    return Answer(status, json.dumps(data).encode(), {"Content-Type": "application/json; charset=UTF-8", **headers})


class Routes:
    """Finds what answers a request."""

    def __init__(self, files: Files, sign_in: SignIn) -> None:
        self._files = files
        self._sign_in = sign_in
        self._api = DriveApi(files)
        self._fixed: dict[tuple[str, str], tuple[str, Callable[[Request], Answer]]] = {
            ("GET", "/o/oauth2/v2/auth"): ("auth", self._consent),
            ("POST", "/token"): ("token", self._token),
            ("POST", "/revoke"): ("revoke", self._revoke),
            ("GET", "/drive/v3/about"): ("about", self._about),
            ("GET", "/drive/v3/files"): ("list", lambda one: _fields(self._api.list_files(one.query), one)),
            ("GET", "/drive/v3/changes"): ("changes", lambda one: _fields(self._api.list_changes(one.query), one)),
            ("GET", "/drive/v3/changes/startPageToken"): (
                "start_token",
                lambda one: as_json(200, self._api.start_token(one.query)),
            ),
            ("GET", "/drive/v3/drives"): ("drives", lambda one: _fields(self._api.list_drives(), one)),
        }

    def find(self, request: Request) -> tuple[str, Callable[[Request], Answer]]:
        """Return a request's kind, and what answers it."""
        if known := self._fixed.get((request.method, request.path)):
            return known
        if request.method == "GET" and re.fullmatch(r"/drive/v3/drives/[^/]+", request.path):
            return "drives", lambda one: _fields(self._api.drive(one.last), one)
        if request.method == "GET" and re.fullmatch(r"/drive/v3/files/[^/]+", request.path):
            is_media = request.query.get("alt") == "media"
            return ("media", self._media) if is_media else ("get", self._get)
        return "unknown", _unknown

    def _consent(self, request: Request) -> Answer:
        return Answer(302, b"", {"Location": self._sign_in.consent(request.query)})

    def _token(self, request: Request) -> Answer:
        return as_json(*self._sign_in.tokens(request.form))

    def _revoke(self, request: Request) -> Answer:
        return as_json(*self._sign_in.revoke(request.form.get("token", "")))

    def _about(self, request: Request) -> Answer:
        person = self._sign_in.access[request.bearer]
        user = {"permissionId": person.id, "emailAddress": person.email, "displayName": person.email.partition("@")[0]}
        return _fields({"user": user}, request)

    def _get(self, request: Request) -> Answer:
        return _fields(self._api.resource(request.last, request.query), request)

    def _media(self, request: Request) -> Answer:
        file = self._api.file(request.last, request.query)
        if not file.is_binary:
            raise Refusal(403, "fileNotDownloadable", "Only files with binary content can be downloaded.")
        if file.abusive:
            raise Refusal(403, "cannotDownloadAbusiveFile", "This file has been identified as malware or spam.")
        if not file.can_download:
            raise Refusal(403, "cannotDownloadFile", "This file cannot be downloaded by the user.")
        return _media(self._files, file, request.headers.get("range", ""))


class Handler(BaseHTTPRequestHandler):
    """Keeps connections open, and breaks them where there is no answer."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def __init__(self, answer: Callable[[Request], Answer | None], *connection: Any) -> None:  # noqa: ANN401  # the library's
        self._answer_to = answer
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer."""
        self._answer()

    def do_POST(self) -> None:
        """Answer."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""
        del format, args

    def _answer(self) -> None:
        with suppress(ConnectionError):  # a client that timed out is gone
            found = self._answer_to(self._request())
            if found is None:
                self.close_connection = True
                return
            self._send(found)

    def _request(self) -> Request:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, url.path, dict(parse_qsl(url.query)), headers, dict(parse_qsl(body)))

    def _send(self, found: Answer) -> None:
        self.send_response(found.status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        self.wfile.write(found.body[: found.sent])
        if found.sent is not None:
            self.close_connection = True


def _media(files: Files, file: DriveFile, asked: str) -> Answer:
    """Return a file's bytes, or the range of them that was asked for."""
    content, size = file.content, len(file.content)
    matched = re.fullmatch(r"bytes=(\d+)-(\d+)", asked)
    start, end = (int(matched[1]), min(int(matched[2]), size - 1)) if matched else (0, size - 1)
    if matched and start >= size:
        return Answer(416, b"", {"Content-Range": f"bytes */{size}"})
    if start == 0 and files.corrupted[file.id]:
        files.corrupted[file.id] -= 1
        content = bytes(byte ^ 0xFF for byte in content[:16]) + content[16:]
    sent = None
    if files.cut[file.id]:
        files.cut[file.id] -= 1
        sent = (end - start + 1) // 2
    part = content[start : end + 1]
    headers = {"Content-Type": file.mime}
    return Answer(
        206 if matched else 200,
        part,
        headers | ({"Content-Range": f"bytes {start}-{end}/{size}"} if matched else {}),
        sent,
    )


def _fields(data: dict[str, Any], request: Request) -> Answer:
    return as_json(200, picked(data, request.query))


def _unknown(request: Request) -> Answer:
    raise file_not_found(request.path)
