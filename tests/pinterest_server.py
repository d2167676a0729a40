"""A server on this machine that stands in for Pinterest: judges each request by its API's rules, and fails as told."""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Self

from tests.pinterest_http import Answer, Handler, Json, Refusal, Request, as_json, breaches, refused, with_headers
from tests.pinterest_places import Places, page_of
from tests.pinterest_sign_in import SignIn

RATES = {
    "X-RateLimit-Limit": '1000, 100;w=1;name="safety_net_app_id_user_id", 1000;w=60;name="org_write_app_id_user_id"',
    "X-RateLimit-Remaining": "998",
    "X-RateLimit-Reset": "41",
}
OPERATIONS = {
    "POST /oauth/token": "token",
    "GET /user_account": "account",
    "GET /boards": "boards",
    "POST /boards": "create_board",
    "GET /boards/{id}/sections": "sections",
    "POST /boards/{id}/sections": "create_section",
    "GET /boards/{id}/pins": "newest",
    "GET /boards/{id}/sections/{id}/pins": "newest",
    "POST /pins": "publish",
    "GET /pins/{id}": "pin",
    "DELETE /pins/{id}": "withdraw",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request, and whether what it asks for is done all the same."""

    is_done: bool = False
    answer: Answer | None = None
    is_reset: bool = False
    is_halved: bool = False
    delay: float = 0.0


def answered(
    status: int, message: str = "Told to fail.", *, code: int | None = None, retry_after: str | None = None
) -> Fault:
    """Return a refusal."""
    waits = {"Retry-After": retry_after} if retry_after else {}
    return Fault(answer=with_headers(refused(Refusal(status, message, code)), **waits))


def limited(retry_after: str | None = None) -> Fault:
    """Return 429, with or without a word on when to come back."""
    return answered(429, "You have exceeded your rate limit. Try again later.", retry_after=retry_after)


def broken(status: int = 500, *, is_done: bool = False) -> Fault:
    """Return a 5xx, before or after it was done."""
    return replace(answered(status, "Something went wrong on our end."), is_done=is_done)


def reset(*, is_done: bool) -> Fault:
    """Return a connection reset before or after it was done."""
    return Fault(is_reset=True, is_done=is_done)


def half_answer() -> Fault:
    """Return half an answer to what was done."""
    return Fault(is_done=True, is_halved=True)


def web_page(status: int = 200, *, is_done: bool = False) -> Fault:
    """Return a page where JSON was due."""
    page = b"<!doctype html><title>Pinterest</title><p>We will be right back."
    return Fault(answer=Answer(status, page, {"Content-Type": "text/html"}), is_done=is_done)


def slow(seconds: float, *, is_done: bool = True) -> Fault:
    """Return an answer that takes its time, to what was done at once."""
    return Fault(delay=seconds, is_done=is_done)


def patience(fault: Fault) -> float:
    """Return for how many seconds to wait for an answer, so that only one that is meant to be late is."""
    return fault.delay / 2 or 20.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request the server had; tokens are in its headers and its form, and so not here."""

    what: str
    path: str
    query: Json
    body: Json = field(repr=False)


class PinterestServer:
    """Runs while its context lasts; changed and made to fail from the test's thread.

    What fails is named `token`, `account`, `boards`, `create_board`, `sections`, `create_section`, `publish`, `newest`,
    `pin` or `withdraw`.
    """

    def __init__(self) -> None:
        self.places = Places()
        self.sign_in = SignIn()
        self.requests: list[Asked] = []
        self.breaches: list[str] = []
        """What came that the API's description does not allow."""
        self.rates: Mapping[str, str] = RATES
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._stopped = threading.Event()
        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, self.answer))
        self._httpd.daemon_threads = True
        self._thread = threading.Thread(target=self._httpd.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._httpd.server_port}"
        self.api_url = f"{self.url}/v5"
        self.sandbox_url = f"{self.url}/sandbox/v5"
        self.oauth_url = f"{self.url}/oauth/"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a process that takes it for Pinterest."""
        return {
            "PRESSROOM_PINTEREST_CLIENT_ID": self.sign_in.client_id,
            "PRESSROOM_PINTEREST_CLIENT_SECRET": self.sign_in.client_secret,
            "PRESSROOM_PINTEREST_API_URL": self.api_url,
            "PRESSROOM_PINTEREST_SANDBOX_URL": self.sandbox_url,
            "PRESSROOM_PINTEREST_OAUTH_URL": self.oauth_url,
        }

    def __enter__(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._stopped.set()
        self._httpd.shutdown()
        self._thread.join()
        self._httpd.server_close()

    def add_board(self, name: str, *, account: str | None = None, description: str = "") -> str:
        """Add a board; return its id."""
        with self.places.lock:
            return str(self.places.add_board(account or self.sign_in.account, name, description)["id"])

    def add_section(self, board_id: str, name: str) -> str:
        """Add a section; return its id."""
        with self.places.lock:
            return str(self.places.add_section(board_id, name)["id"])

    def remove_board(self, board_id: str) -> None:
        """Let a board vanish, as somebody does at Pinterest."""
        with self.places.lock:
            del self.places.boards[board_id]

    def remove_section(self, section_id: str) -> None:
        """Let a section vanish; its pins stay on the board."""
        with self.places.lock:
            del self.places.sections[section_id]

    def remove_pin(self, pin_id: str) -> None:
        """Let a pin vanish."""
        with self.places.lock:
            del self.places.pins[pin_id]

    def pins(self, board_id: str | None = None) -> Sequence[Json]:
        """Return every pin there is, oldest first, listed yet or not: what was sent, `id` and `created`."""
        with self.places.lock:
            return [pin for pin in self.places.pins.values() if board_id in {None, pin["board_id"]}]

    def grant(self, account: str | None = None) -> tuple[str, str]:
        """Return an access and a refresh token of an account."""
        return self.sign_in.grant(account)

    def expire_access_tokens(self) -> None:
        """Let a month pass: access tokens die, refresh tokens live."""
        self.sign_in.access.clear()

    def revoke_tokens(self) -> None:
        """Withdraw every grant, as a person does in their settings."""
        self.sign_in.access.clear()
        self.sign_in.refresh.clear()

    def deny_next(self) -> None:
        """Let the person say no the next time."""
        self.sign_in.denials += 1

    def fail_next(self, what: str, *faults: Fault) -> None:
        """Let the next requests of a kind go wrong, first one first."""
        self._faults[what].extend(faults)

    def asked(self, what: str) -> int:
        """Return how many requests of a kind came."""
        return sum(one.what == what for one in self.requests)

    def answer(self, request: Request) -> Answer:
        """Return the answer to a request, or what goes wrong with it."""
        if request.path == "/oauth/":
            return _told(lambda: Answer(302, b"", {"Location": self.sign_in.consent(request.query)}))
        what = OPERATIONS.get(request.operation, "unknown")
        has_json = request.headers.get("content-type") == "application/json"
        self.requests.append(Asked(what, request.path, request.query, request.json if has_json else {}))
        fault = waiting.pop(0) if (waiting := self._faults[what]) else None
        if fault is None:
            return self._signed(_told(lambda: self._done(what, request)))
        return self._faulty(fault, what, request)

    def _faulty(self, fault: Fault, what: str, request: Request) -> Answer:
        real = _told(lambda: self._done(what, request)) if fault.is_done else as_json(503, {"code": 0, "message": ""})
        if fault.delay:
            self._stopped.wait(fault.delay)
        if fault.is_reset:
            return replace(real, is_reset=True)
        if fault.is_halved:
            return replace(real, sent=len(real.body) // 2)
        return self._signed(fault.answer or real)

    def _signed(self, answer: Answer) -> Answer:
        return with_headers(answer, **{"X-Pinterest-RID": f"rid-{len(self.requests)}", **self.rates})

    def _done(self, what: str, request: Request) -> Answer:
        """Do what is asked; raises Refusal."""
        if wrong := breaches(request):
            self.breaches.extend(f"{request.operation}: {one}" for one in wrong)
            raise Refusal(404 if what == "unknown" else 400, f"Invalid request: {'; '.join(wrong)}")
        if what == "token":
            return as_json(200, self.sign_in.tokens(request.form, request.headers.get("authorization", "")))
        owner = self.sign_in.access.get(request.bearer)
        if owner is None:
            raise Refusal(401, "Authentication failed.")
        with self.places.lock:
            return self._of_account(what, request, owner)

    def _of_account(self, what: str, request: Request, owner: str) -> Answer:
        places = self.places
        match what, request.ids:
            case "account", _:
                return as_json(200, {"id": str(sum(owner.encode())), "username": owner, "account_type": "BUSINESS"})
            case "boards", _:
                mine = [places.board_out(one) for one in places.boards.values() if one["owner"] == owner]
                return as_json(200, page_of(mine, request.query))
            case "create_board", _:
                return as_json(201, places.add_board(owner, **request.json))
            case "publish", _:
                return as_json(201, places.add_pin(request.json, owner))
            case (("pin" | "withdraw"), [pin_id]):
                return self._of_pin(what, pin_id)
        board_id = places.board(request.ids[0], owner)["id"]
        return self._of_board(what, request, board_id)

    def _of_pin(self, what: str, pin_id: str) -> Answer:
        pin = self.places.pins.get(pin_id)
        if pin is None:
            raise Refusal(404, "Pin not found.", 50)
        if what == "pin":
            return as_json(200, self.places.pin_out(pin))
        del self.places.pins[pin_id]
        return Answer(204, b"", {})

    def _of_board(self, what: str, request: Request, board_id: str) -> Answer:
        places = self.places
        if what == "create_section":
            return as_json(201, places.add_section(board_id, **request.json))
        if what == "sections":
            rows = [
                {"id": one["id"], "name": one["name"]}
                for one in places.sections.values()
                if one["board_id"] == board_id
            ]
            return as_json(200, page_of(rows, request.query))
        section_id = places.section(request.ids[1], board_id)["id"] if len(request.ids) > 1 else None
        return as_json(200, page_of(places.listed(board_id, section_id), request.query, most=places.page_most))


def _told(do: Callable[[], Answer]) -> Answer:
    try:
        return do()
    except Refusal as refusal:
        return refused(refusal)
