"""Every request, from outside all else: its id, how long it took, and whether its connection goes on."""

import re
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressroom.kernel.ids import new_id
from pressroom.kernel.log import logger, note
from pressroom.kernel.tracing import request_span
from pressroom.web.metrics import RequestMeter

log = logger(__name__)

HEADER = "X-Request-Id"
GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
"""What a proxy may call a request; anything else gets an id of ours, so that no log line can be forged."""
STREAM = "text/event-stream"


class Requests:
    """ASGI middleware around the whole application, its answers to unforeseen errors included.

    Every line logged for a request carries its id, and so does the answer, as `X-Request-Id`. Once `draining` is set
    each answer is the last on its connection, so that clients turn to whoever listens next.
    """

    def __init__(self, app: ASGIApp, meter: RequestMeter) -> None:
        self.draining = False
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _id_of(scope)
        note(request_id=request_id)  # the server runs each request in a context of its own
        answer = _Answer(self, send, request_id)
        began = perf_counter()
        with request_span(scope["method"], Headers(scope=scope)) as span:
            try:
                await self._app(scope, receive, answer)
            finally:
                route = getattr(scope.get("route"), "path", None) or "(none)"
                span.tell(method=scope["method"], route=route, status=answer.status, request_id=request_id)
                if not answer.is_stream:
                    self._told(scope, route, answer.status, perf_counter() - began)

    def _told(self, scope: Scope, route: str, status: int, seconds: float) -> None:
        self._meter.observe(scope["method"], route, status, seconds)
        log.info(
            "request",
            method=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=round(1000 * seconds, 1),
            client=(scope.get("client") or ("",))[0],
        )


class _Answer:
    """A `send` that adds the headers, and notes what is answered."""

    def __init__(self, requests: Requests, send: Send, request_id: str) -> None:
        self.status = 500  # where nothing is answered, the server answers so
        self.is_stream = False
        self._requests = requests
        self._send = send
        self._id = request_id

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers[HEADER] = self._id
            if self._requests.draining:
                headers["Connection"] = "close"
            self.status = int(message["status"])
            self.is_stream = headers.get("content-type", "").startswith(STREAM)
        await self._send(message)


def _id_of(scope: Scope) -> str:
    given = Headers(scope=scope).get(HEADER, "")
    return given if GIVEN.fullmatch(given) else str(new_id())
