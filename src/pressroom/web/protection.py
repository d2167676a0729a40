"""What stands before every route: security headers, cross-site checks, the size of what is sent."""

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressroom.web.problems import problem

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_OVERHEAD = 1_000_000
"""Room for the parts of a form that are not the file."""
EVENTS, EVENTS_MOST = "/api/events", 4_000_000
"""Events come without files: what is larger is none, and is not read."""


class Protection:
    """ASGI middleware that refuses cross-site writes and bodies that are too large, before anything reads them."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int, is_secure: bool) -> None:
        self._app = app
        self._max = max_body_bytes + FORM_OVERHEAD
        self._headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if is_secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = EVENTS_MOST if scope["path"] == EVENTS else self._max
        refusal = None
        if scope["method"] not in SAFE and is_cross_site(headers):
            refusal = problem(
                HTTPStatus.FORBIDDEN,
                "This request came from another site, so it was not followed.",
                code="cross_site",
            )
        elif int(headers.get("content-length", "0") or 0) > most:
            refusal = too_large(most)
        if refusal:
            await refusal(scope, receive, self._with_headers(send))
            return
        await self._app(scope, _Counted(receive, most), self._with_headers(send))

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return send_with_headers


class BodyTooLarge(HTTPException):
    """More was sent than may be, without saying so first."""

    code = "too_large"

    def __init__(self, most: int) -> None:
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large_text(most))


class _Counted:
    """A `receive` that stops a body of unknown length once it is too long."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = self._left = most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise BodyTooLarge(self._most)
        return message


def too_large(most: int) -> JSONResponse:
    """Return the answer to a body over `most` bytes."""
    return problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _too_large_text(most),
        code="too_large",
    )


def _too_large_text(most: int) -> str:
    if most == EVENTS_MOST:
        return "Events take 256 kB each, and 4 MB sent at once. Send an id or an address instead of the thing itself."
    return (
        f"This is larger than the {(most - FORM_OVERHEAD) // 1_000_000:,} MB this server takes. "
        "Send a smaller file, or raise PRESSROOM_MAX_UPLOAD_MB."
    )


def is_cross_site(headers: Headers) -> bool:
    """Judge by what browsers say about the sender; programs say nothing and carry a token instead of a cookie."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
