"""A server on this machine that speaks Google's sign-in and Drive v3, and can be made to fail."""

import threading
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Self

from tests.drive_api import Query, Refusal
from tests.drive_files import FOLDER, SHORTCUT, Files
from tests.drive_http import Answer, Handler, Request, Routes, as_json
from tests.drive_query import BadRequest
from tests.drive_sign_in import Person, SignIn


@dataclass(frozen=True, slots=True)
class Asked:
    """A request the server had; tokens are in its headers and its form, and so not here."""

    what: str
    path: str
    query: Query


class DriveServer:
    """Runs while its context lasts; changed and made to fail from the test's thread.

    What fails is named `auth`, `token`, `revoke`, `about`, `list`, `get`, `media`, `start_token`, `changes`,
    `drives`, or by a file's id.
    """

    def __init__(self, person: Person | None = None) -> None:
        self.files = Files()
        self.sign_in = SignIn(person=person or Person())
        self.requests: list[Asked] = []
        self._routes = Routes(self.files, self.sign_in)
        self._failures: dict[str, list[Refusal | None]] = defaultdict(list)
        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, self.answer))
        self._httpd.daemon_threads = True
        self._thread = threading.Thread(target=self._httpd.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._httpd.server_port}"
        self.api_url = self.url
        self.auth_url = f"{self.url}/o/oauth2/v2/auth"
        self.token_url = f"{self.url}/token"
        self.root = self.files.root

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a process that takes it for Google."""
        return {
            "PRESSROOM_GOOGLE_CLIENT_ID": self.sign_in.client_id,
            "PRESSROOM_GOOGLE_CLIENT_SECRET": self.sign_in.client_secret,
            "PRESSROOM_GOOGLE_API_URL": self.api_url,
            "PRESSROOM_GOOGLE_AUTH_URL": self.auth_url,
            "PRESSROOM_GOOGLE_TOKEN_URL": self.token_url,
        }

    def __enter__(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._httpd.shutdown()
        self._thread.join()
        self._httpd.server_close()

    def add_folder(self, name: str, parent: str | None = None, *, shared_with_me: bool = False) -> str:
        """Add a folder to another, or to My Drive; return its id."""
        return self.files.add(name, FOLDER, parent, shared_with_me=shared_with_me)

    def add_file(
        self, name: str, content: bytes, parent: str | None = None, *, mime: str = "image/png", **more: bool
    ) -> str:
        """Add a file; return its id. `more`: `abusive`, `can_download`."""
        return self.files.add(name, mime, parent, content=content, **more)

    def add_shortcut(self, name: str, target: str, parent: str | None = None) -> str:
        """Add a shortcut; return its own id."""
        return self.files.add(name, SHORTCUT, parent, target=target)

    def add_drive(self, name: str) -> str:
        """Add a shared drive; return its id, a parent for what goes to its top."""
        return self.files.add_drive(name)

    def update_file(self, file_id: str, content: bytes) -> None:
        """Give a file other bytes."""
        self.files.by_id[file_id].content = content
        self.files.touch(file_id)

    def rename(self, file_id: str, name: str) -> None:
        """Give a file or folder another name."""
        self.files.by_id[file_id].name = name
        self.files.touch(file_id)

    def trash(self, file_id: str) -> None:
        """Put a file or folder in the bin; what is in a folder says so too, but only the folder is a change."""
        self.files.by_id[file_id].trashed = True
        self.files.touch(file_id)

    def move(self, file_id: str, parent: str) -> None:
        """Put a file or folder in another folder."""
        self.files.move(file_id, parent)

    def remove(self, file_id: str) -> None:
        """Delete it for good, or end its sharing with the account."""
        self.files.remove(file_id)

    def fail_next(
        self,
        what: str,
        *,
        times: int = 1,
        status: int | None = 503,
        reason: str = "backendError",
        retry_after: str | None = None,
    ) -> None:
        """Answer the next requests of a kind, or about a file, with an error; with status None, break off."""
        failure = (
            None if status is None else Refusal(status, reason, f"Told to fail: {reason}", retry_after=retry_after)
        )
        self._failures[what].extend([failure] * times)

    def corrupt(self, file_id: str, times: int = 1) -> None:
        """Send other bytes than the file's, as many times as said."""
        self.files.corrupted[file_id] += times

    def cut(self, file_id: str, times: int = 1) -> None:
        """Break the connection in the middle of the file's bytes."""
        self.files.cut[file_id] += times

    def expire_change_tokens(self) -> None:
        """No longer know any page token of the feed of changes given out before."""
        self.files.touch(self.root)
        self.files.oldest_token = len(self.files.changes) + 1

    def deny_next(self) -> None:
        """Let the person say no the next time."""
        self.sign_in.denials += 1

    def revoke_tokens(self) -> None:
        """Withdraw every grant, as a person does in their Google account."""
        self.sign_in.access.clear()
        self.sign_in.refresh.clear()

    def expire_access_tokens(self) -> None:
        """Let the hour pass: access tokens die, refresh tokens live."""
        self.sign_in.access.clear()

    def asked(self, what: str) -> int:
        """Return how many requests of a kind came."""
        return sum(one.what == what for one in self.requests)

    def answer(self, request: Request) -> Answer | None:
        """Return the answer to a request; nothing where the connection shall break."""
        what, reply = self._routes.find(request)
        self.requests.append(Asked(what, request.path, request.query))
        try:
            if (failure := self._failure(what, request)) is not None:
                raise failure
            with self.files.lock:
                return reply(request)
        except Refusal as refusal:
            waits = {"Retry-After": refusal.retry_after} if refusal.retry_after else {}
            return as_json(refusal.status, refusal.body, **waits)
        except BadRequest as error:
            return as_json(400, Refusal(400, "badRequest", str(error)).body)
        except ConnectionAbortedError:
            return None

    def _failure(self, what: str, request: Request) -> Exception | None:
        """Return the failure that is due for a request."""
        waiting = next((held for name in (what, request.last) if (held := self._failures[name])), None)
        if waiting:
            return waiting.pop(0) or ConnectionAbortedError()
        if request.path.startswith("/drive/") and request.bearer not in self.sign_in.access:
            return Refusal(401, "authError", "Invalid Credentials")
        return None
