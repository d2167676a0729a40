"""The two clients: one that waits itself, one that is awaited. They differ in how a flow is carried out."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

import anyio
import httpx2

from pressroom.client.errors import NotReached
from pressroom.client.flows import Answer, Done, Flow, Item, Patience, Pause, Send, go_on
from pressroom.client.groups import Later, Now
from pressroom.client.press import Press

T = TypeVar("T")

SECONDS = 30.0


class Client(Press[Now]):
    """A Pressroom at an address, asked with an API token; for one thread or several, until it is closed.

    `seconds` is how long an answer may take; `patience`, how often what may be sent again is tried.
    """

    def __init__(self, url: str, token: str, *, seconds: float = SECONDS, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self._http = httpx2.Client(base_url=url, headers=_headers(token), timeout=seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let its connections go."""
        self._http.close()

    def run(self, flow: Flow[T]) -> T:
        """Carry a flow out, and return what it returns."""
        value: T = next(one.value for one in self._carried(flow) if isinstance(one, Done))
        return value

    def walk(self, flow: Flow[Any]) -> Iterator[Any]:
        """Carry a flow out, and yield what it yields."""
        return (one.value for one in self._carried(flow) if isinstance(one, Item))

    def _carried(self, flow: Flow[Any]) -> Iterator[Item | Done]:
        effect, outcome = go_on(flow), None
        while not isinstance(effect, Done):
            match effect:
                case Item():
                    yield effect
                case Pause(seconds=seconds):
                    time.sleep(seconds)
                case Send():
                    outcome = self._outcome(effect)
            effect, outcome = go_on(flow, outcome), None
        yield effect

    def _outcome(self, send: Send) -> Answer | NotReached:
        try:
            request = self._http.build_request(send.call.method, send.call.url, **_built(send))
            response = self._http.send(request, stream=True)
            try:
                if not _is_saved(send, response):
                    return Answer(response.status_code, response.headers, response.read())
                with _whole(send.call.into) as file:
                    for chunk in response.iter_bytes():
                        file.write(chunk)
                return Answer(response.status_code, response.headers, b"")
            finally:
                response.close()
        except httpx2.TransportError as error:
            return _not_reached(error, self._http.base_url)


class AsyncClient(Press[Later]):
    """A Pressroom at an address, asked with an API token; its methods are those of `Client`, to be awaited."""

    def __init__(self, url: str, token: str, *, seconds: float = SECONDS, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self._http = httpx2.AsyncClient(base_url=url, headers=_headers(token), timeout=seconds)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let its connections go."""
        await self._http.aclose()

    async def run(self, flow: Flow[T]) -> T:
        """Carry a flow out, and return what it returns."""
        value: T = await anext(one.value async for one in self._carried(flow) if isinstance(one, Done))
        return value

    def walk(self, flow: Flow[Any]) -> AsyncIterator[Any]:
        """Carry a flow out, and yield what it yields."""
        return (one.value async for one in self._carried(flow) if isinstance(one, Item))

    async def _carried(self, flow: Flow[Any]) -> AsyncIterator[Item | Done]:
        effect, outcome = go_on(flow), None
        while not isinstance(effect, Done):
            match effect:
                case Item():
                    yield effect
                case Pause(seconds=seconds):
                    await anyio.sleep(seconds)
                case Send():
                    outcome = await self._outcome(effect)
            effect, outcome = go_on(flow, outcome), None
        yield effect

    async def _outcome(self, send: Send) -> Answer | NotReached:
        try:
            request = self._http.build_request(send.call.method, send.call.url, **_built(send))
            response = await self._http.send(request, stream=True)
            try:
                if not _is_saved(send, response):
                    return Answer(response.status_code, response.headers, await response.aread())
                with _whole(send.call.into) as file:
                    async for chunk in response.aiter_bytes():
                        file.write(chunk)
                return Answer(response.status_code, response.headers, b"")
            finally:
                await response.aclose()
        except httpx2.TransportError as error:
            return _not_reached(error, self._http.base_url)


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}


def _built(send: Send) -> dict[str, Any]:
    more = {} if send.call.seconds is None else {"timeout": httpx2.Timeout(send.call.seconds, connect=SECONDS)}
    return {**send.built, **more}


def _is_saved(send: Send, response: httpx2.Response) -> bool:
    return send.call.into is not None and response.is_success


@contextmanager
def _whole(path: Path | None) -> Iterator[BinaryIO]:
    """Give a file to write to that is there under its name only once it is whole."""
    assert path is not None  # noqa: S101  # as `_is_saved` says
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _not_reached(error: httpx2.TransportError, url: httpx2.URL) -> NotReached:
    was_sent = not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
    why = "did not answer in time" if isinstance(error, httpx2.TimeoutException) else "could not be reached"
    return NotReached(f"{url} {why} ({type(error).__name__}: {error}).", was_sent=was_sent)
