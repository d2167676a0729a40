"""One page, feed or picture, fetched from a public server: within limits of size, time and redirects, and at its pace.

No cookies, no credentials, no proxies of the environment. Each redirect is a request of its own, to an address checked
as the first was.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus

import httpcore2

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles import decoding
from pressroom.providers.articles.answers import raise_for
from pressroom.providers.articles.article import ArticleRefused
from pressroom.providers.articles.connecting import GuardedBackend, Resolve, resolved
from pressroom.providers.articles.links import checked, host_of, led_to
from pressroom.providers.articles.pace import Pace
from pressroom.providers.timed import Deadline, TimeIsUp

MEGABYTE = 1_000_000
MOST_REDIRECTS = 5
PATIENCE_SECONDS = 20.0
"""The longest one read, write or connection may take; all of a fetch together takes at most `Limits.seconds`."""

REDIRECTS = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that is fetched."""

    page_bytes: int = 8 * MEGABYTE
    listing_bytes: int = 10 * MEGABYTE
    picture_bytes: int = 25 * MEGABYTE
    seconds: float = 60.0
    """For one address with all its redirects, not counting the wait for a host's turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer: status 200, 206 or 304; header names are in lower case."""

    url: str
    """Where it came from in the end."""
    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def mime(self) -> str:
        """The content type, without its parameters; empty where there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked for: how much of it at the most, with which headers, and who may say no before each request."""

    most_bytes: int
    enough_bytes: int | None = None
    """After so many, the rest is not waited for."""
    headers: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[str], float] = lambda _: 0.0
    """Called with each address about to be asked; raises where it may not, and returns the pace the site wants."""


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Return what checks certificates as this system does."""
    return httpcore2.default_ssl_context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches for as long as it may, as `agent`, from public servers and, where allowed, from this machine."""

    agent: str
    allow_loopback: bool = False
    seconds: float = 60.0
    pace: Pace = field(default_factory=Pace)
    resolve: Resolve = resolved
    certificates: ssl.SSLContext = field(default_factory=trusted)
    """Whose certificates are believed: those the system trusts."""

    def get(self, url: str, ask: Ask) -> Fetched:
        """Return what is at an address. Raises ArticleRefused or ProviderBusy, as `ArticleReader` says."""
        deadline = Deadline.after(self.seconds)
        seen: list[str] = []
        while True:
            url = self._next(url, seen)
            self._wait(url, ask, deadline)
            answer = self._answer(url, ask, deadline)
            if answer.status not in REDIRECTS:
                return answer
            url = led_to(url, answer.headers.get("location", ""))

    def _next(self, url: str, seen: list[str]) -> str:
        """Return an address as it is asked, once it is sure that it is not asked in a circle."""
        plain = checked(url)
        if plain in seen:
            raise ArticleRefused(f"{seen[0]} leads in a circle, back to {plain}.", code="redirects")
        if len(seen) > MOST_REDIRECTS:
            raise ArticleRefused(f"{seen[0]} leads on and on, more than {MOST_REDIRECTS} times.", code="redirects")
        seen.append(plain)
        return plain

    def _wait(self, url: str, ask: Ask, deadline: Deadline) -> None:
        """Wait for the host's turn, which is not the host's fault and does not count."""
        with deadline.paused():
            self.pace.wait(host_of(url), delay=ask.before(url))

    def _answer(self, url: str, ask: Ask, deadline: Deadline) -> Fetched:
        backend = GuardedBackend(deadline, allow_loopback=self.allow_loopback, resolve=self.resolve)
        with (
            _told(url),
            httpcore2.ConnectionPool(ssl_context=self.certificates, network_backend=backend) as pool,
            pool.stream("GET", url, headers=self._headers(url, ask), extensions=_patience()) as response,
        ):
            return _read(url, response, ask)

    def _headers(self, url: str, ask: Ask) -> Mapping[bytes | str, bytes | str]:
        ours = {
            "Host": host_of(url),
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Encoding": decoding.ACCEPTED,
            "Connection": "close",
        }
        return dict([*ours.items(), *ask.headers.items()])


def _read(url: str, response: httpcore2.Response, ask: Ask) -> Fetched:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    raise_for(response.status, headers, url)
    if response.status in REDIRECTS or response.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(url=url, status=response.status, headers=headers)
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > ask.most_bytes:
        raise decoding.too_large(url, ask.most_bytes)
    encoding = headers.get("content-encoding", "").strip().lower()
    chunks = decoding.enough(response.iter_stream(), ask.enough_bytes)
    body = decoding.body_of(chunks, encoding, most_bytes=ask.most_bytes, what=url)
    return Fetched(url=url, status=response.status, headers=headers, body=body)


def _patience() -> dict[str, dict[str, float]]:
    return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE_SECONDS)}


class Unreachable(ProviderBusy):
    """There is no connection to a site, so that nothing of it can be asked."""


class NotEncrypted(Unreachable):
    """Nothing at a site speaks https; it may still speak http."""


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Raise our own errors for those of the line."""
    try:
        yield
    except (TimeIsUp, httpcore2.TimeoutException) as error:
        raise Unreachable(f"{url} did not answer in time. It is tried again.") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise _in_words(url, error) from error


def _in_words(url: str, error: Exception) -> ProviderBusy | ArticleRefused:
    """Return what a failure of the line means to someone who wanted to read."""
    cause, host = error.__context__, host_of(url)
    if isinstance(cause, ssl.SSLCertVerificationError):
        said = cause.verify_message or "it was not issued for this address"
        return ArticleRefused(f"The certificate of {url} cannot be trusted: {said}.")
    if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
        return ArticleRefused(f"There is no site at {url}. Check the address.", code="not_found")
    is_https = url.startswith("https://")
    if isinstance(cause, ConnectionRefusedError):
        kind = NotEncrypted if is_https else Unreachable
        return kind(f"Nothing answers at {host}: the site is down, or the address is not right. It is tried again.")
    if isinstance(cause, ssl.SSLError) and is_https:
        return NotEncrypted(f"{host} does not answer to https as a site should. It is tried again.")
    return Unreachable(f"{host} cannot be reached: the connection broke off, or never came. It is tried again.")
