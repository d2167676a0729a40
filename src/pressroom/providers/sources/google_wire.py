"""The line to Drive, through Google's own client. The only module that knows it."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.client import HTTPException
from io import BytesIO
from json import JSONDecodeError
from typing import Any

import httplib2  # type: ignore[import-untyped]  # the library ships no types
from googleapiclient.discovery import build  # type: ignore[import-untyped]  # as above
from googleapiclient.errors import HttpError  # type: ignore[import-untyped]  # as above
from googleapiclient.http import MediaIoBaseDownload  # type: ignore[import-untyped]  # as above

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.sources.google_failures import failure, said_nothing

GOOGLE = "https://www.googleapis.com"

Json = dict[str, Any]

logging.getLogger("googleapiclient.http").setLevel(logging.ERROR)  # it warns of each refusal, which we tell ourselves


class Wire:
    """Sends a request once and returns what Drive answered, or raises our own error.

    `token` gives a valid access token before each request; what it raises goes through.
    """

    def __init__(self, token: Callable[[], str], api_url: str | None, timeout_seconds: float) -> None:
        self.drive = _drive(f"{(api_url or GOOGLE).rstrip('/')}/drive/v3/")
        self._http = Authorized(token, timeout_seconds)

    def get(self, request: Any, what: str) -> Json:  # noqa: ANN401  # the client's requests have no types
        """Return the answer to a request; `what` names what was asked for, in an error's message."""
        with _told(what):
            answer: Json = request.execute(http=self._http, num_retries=0)
        return answer

    def chunks(self, request: Any, what: str, *, chunk_bytes: int) -> Iterator[bytes]:  # noqa: ANN401  # as above
        """Yield the bytes of a request for media; what their reader raises is the reader's own."""
        request.http, sink = self._http, BytesIO()
        download, is_done = MediaIoBaseDownload(sink, request, chunksize=chunk_bytes), False
        while not is_done:
            with _told(what):
                _, is_done = download.next_chunk(num_retries=0)
            chunk = sink.getvalue()
            sink.seek(0)
            sink.truncate()
            if not chunk and not is_done:
                raise ProviderBusy(f"Drive stopped in the middle of {what}. It is tried again.")
            yield chunk


class Authorized:
    """Adds the token to each request, on a connection of the calling thread's own; httplib2 is not thread-safe."""

    def __init__(self, token: Callable[[], str], timeout_seconds: float) -> None:
        self._token = token
        self._timeout = timeout_seconds

    def request(self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **more: Any) -> Any:  # noqa: ANN401  # httplib2's signature
        """Send a request, as httplib2 does."""
        authorized = {**(headers or {}), "authorization": f"Bearer {self._token()}"}
        return _connection(self._timeout).request(uri, method, body=body, headers=authorized, **more)


class Connection(httplib2.Http):  # type: ignore[misc]  # the library ships no types
    """An httplib2 connection that closes with its thread."""

    def __del__(self) -> None:
        """Close what is open."""
        self.close()


_threads = threading.local()


def _connection(timeout_seconds: float) -> Connection:
    """Return the thread's connection; it stays open from file to file, whoever's token each request carries."""
    held: dict[float, Connection] = _threads.__dict__.setdefault("by_timeout", {})
    if timeout_seconds not in held:
        held[timeout_seconds] = Connection(timeout=timeout_seconds)
    return held[timeout_seconds]


@lru_cache(maxsize=4)
def _drive(url: str) -> Any:  # noqa: ANN401  # the client has no types
    """Return Drive's interface as the library's own description of it says; nothing is fetched for it."""
    return build(
        "drive",
        "v3",
        http=Connection(),
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": url},
    )


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Raise our own errors for those of the library and of the network."""
    try:
        yield
    except HttpError as error:
        raise failure(error.resp.status, error.content, error.resp, what=what) from None
    except (httplib2.HttpLib2Error, HTTPException, JSONDecodeError, OSError) as error:
        raise said_nothing(error) from None
