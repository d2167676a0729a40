"""Someone who calls the API as a program does: with a token, over HTTP."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from pressroom.core.accounts.actions import create_api_token, create_user, create_workspace, first_admin
from pressroom.core.accounts.models import Role
from pressroom.kernel.app import App
from tests.clients import TRUSTED

PROBLEM = "application/problem+json"
ENDED = {"completed", "failed"}
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Caller:
    """A member of a workspace, with a client that sends their token."""

    user_id: UUID
    workspace_id: UUID
    token: str
    http: httpx.Client

    def upload(
        self,
        *files: tuple[str, bytes],
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send files, each a name and its bytes."""
        parts = [("files", (name, content)) for name, content in files]
        return self.http.post("/api/documents", files=parts, params=params, headers=headers)

    def add(self, content: str, name: str = "note.txt") -> str:
        """Add one text file; return the document's id."""
        answer = self.upload((name, content.encode()))
        assert answer.status_code == 202, answer.text
        return str(answer.json()["documents"][0]["id"])

    def upload_pictures(self, *files: tuple[str, bytes], headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Send pictures, each a name and its bytes."""
        parts = [("files", (name, content)) for name, content in files]
        return self.http.post("/api/media", files=parts, headers=headers)

    def add_picture(self, content: bytes, name: str = "picture.png") -> str:
        """Add one picture; return its id."""
        answer = self.upload_pictures((name, content))
        assert answer.status_code == 202, answer.text
        return str(answer.json()["media"][0]["id"])

    def picture(self, item_id: str) -> dict[str, Any]:
        """Return a picture as the API shows it."""
        return self.json(f"/api/media/{item_id}")

    def document(self, document_id: str) -> dict[str, Any]:
        """Return a document as the API shows it."""
        return self.json(f"/api/documents/{document_id}")

    def json(self, path: str, **params: str | int) -> dict[str, Any]:
        """Return what a path answers, which must be well."""
        answer = self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def ended(self, document_id: str, seconds: float = SECONDS) -> dict[str, Any]:
        """Wait until a document is completed or failed, and return it."""
        deadline = time.monotonic() + seconds
        while (found := self.document(document_id))["status"] not in ENDED:
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
        return found

    def generated(self, generation_id: str, seconds: float = SECONDS) -> dict[str, Any]:
        """Wait until a generation is completed or failed, and return it."""
        deadline = time.monotonic() + seconds
        while (found := self.json(f"/api/generations/{generation_id}"))["status"] not in ENDED:
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
        return found

    def run_ended(self, run_id: str, seconds: float = SECONDS) -> dict[str, Any]:
        """Wait until a run is over, and return it."""
        deadline = time.monotonic() + seconds
        while (found := self.json(f"/api/runs/{run_id}"))["status"] in {"queued", "running"}:
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
        return found


def problem_of(answer: httpx.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """Check that an answer is an RFC 9457 problem of that kind, and return it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["type"] == (f"urn:pressroom:{code}" if code else "about:blank"), body
    return body


@contextmanager
def admin_of(app: App, url: str) -> Iterator[Caller]:
    """Give the first workspace's owner."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session, starting_credits=app.starting_credits)
        token = create_api_token(session, workspace_id=workspace.id, user_id=user.id, name="tests")
    with _client(url, token) as http:
        yield Caller(user.id, workspace.id, token, http)


@contextmanager
def stranger_of(app: App, url: str) -> Iterator[Caller]:
    """Give the owner of another workspace."""
    with app.database.transaction() as session:
        workspace = create_workspace(session, "Elsewhere")
        user = create_user(session, name="Stranger", workspace_id=workspace.id, role=Role.OWNER, starting_credits=20)
        token = create_api_token(session, workspace_id=workspace.id, user_id=user.id, name="tests")
    with _client(url, token) as http:
        yield Caller(user.id, workspace.id, token, http)


def _client(url: str, token: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30, verify=TRUSTED)
