"""Events sent over HTTP: to public servers only, once, within a time, and to nowhere they lead."""

import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

import httpcore2

from pressroom.kernel.errors import Invalid, ProviderRefused
from pressroom.providers.articles.connecting import GuardedBackend, Resolve, resolved
from pressroom.providers.articles.network import is_public
from pressroom.providers.timed import Deadline, TimeIsUp
from pressroom.providers.webhooks.sender import Answered

SECONDS = 15.0
MOST_READ = 4096
"""Of an answer so much is read and no more; a person sees its first lines."""
EXCERPT = 500
PRIVATE = (
    "{} is an address of a private network or of this machine, so nothing is sent there. "
    "Whoever runs this server may allow it with PRESSROOM_WEBHOOK_ALLOW_PRIVATE."
)
REDIRECTED = "It answered {} and pointed elsewhere; webhooks are not redirected. Enter the address it points to."


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Return what checks certificates as this system does."""
    return httpcore2.default_ssl_context()


class _Public(GuardedBackend):
    """Connects to public addresses on any port, and to all where that is allowed."""

    def __init__(self, deadline: Deadline, *, allow_private: bool, resolve: Resolve) -> None:
        super().__init__(deadline, resolve=resolve)
        self._allow_private = allow_private

    def check(self, host: str, address: str, port: int) -> None:
        """Raise ProviderRefused for an address of a private network."""
        del port
        if not self._allow_private and not is_public(address):
            raise ProviderRefused(PRIVATE.format(host))


@dataclass(frozen=True, slots=True, kw_only=True)
class WebWebhookSender:
    """Sends as `agent`; what is resolved is looked at before each connection, and is what is connected to."""

    agent: str
    allow_private: bool = False
    seconds: float = SECONDS
    resolve: Resolve = resolved
    certificates: ssl.SSLContext = field(default_factory=trusted)

    def check(self, url: str) -> None:
        """Raise Invalid unless an address is one of a public server."""
        parts = _parts(url)
        host = parts.hostname or ""
        try:
            addresses = self.resolve(host)
        except (OSError, UnicodeError) as error:
            raise Invalid(f"There is no server called {host}. Check the address.", code="address") from error
        if not self.allow_private and not all(map(is_public, addresses)):
            raise Invalid(PRIVATE.format(host), code="address")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        """Send a body once; raises ProviderRefused for an address that may not be called."""
        began = time.monotonic()
        deadline = Deadline.after(self.seconds)
        backend = _Public(deadline, allow_private=self.allow_private, resolve=self.resolve)
        ours = {
            "Host": urlsplit(url).netloc,
            "User-Agent": self.agent,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        try:
            with (
                httpcore2.ConnectionPool(ssl_context=self.certificates, network_backend=backend) as pool,
                pool.stream(
                    "POST",
                    url,
                    headers=dict([*ours.items(), *headers.items()]),
                    content=body,
                    extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.seconds)},
                ) as response,
            ):
                return _read(response, began)
        except (TimeIsUp, httpcore2.TimeoutException):
            return _unanswered(f"It did not answer within {self.seconds:g} seconds.", began)
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            return _unanswered(_in_words(error), began)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_well = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_well = False
    if not is_well or not url.isascii() or any(one.isspace() for one in url):
        raise Invalid("This is no address of a server: it begins with https:// or http://.", code="address")
    if parts.username or parts.password:
        raise Invalid("Leave the password out of the address: what is sent is signed instead.", code="address")
    return parts


def _read(response: httpcore2.Response, began: float) -> Answered:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST
    return Answered(
        status=response.status,
        excerpt=_excerpt(response),
        error=REDIRECTED.format(response.status) if is_redirect else None,
        retry_after=_seconds_in(headers.get("retry-after", "")),
        seconds=time.monotonic() - began,
    )


def _excerpt(response: httpcore2.Response) -> str | None:
    """Return how an answer begins; one that breaks off or never ends has been understood by its status."""
    read = b""
    with suppress(TimeIsUp, httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError):
        for chunk in response.iter_stream():
            read += chunk
            if len(read) >= MOST_READ:
                break
    text = read[:MOST_READ].decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}").strip()
    return text[:EXCERPT] or None


def _seconds_in(retry_after: str) -> float | None:
    """Return how long a server asks to be left alone, in seconds or as a date."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _unanswered(why: str, began: float) -> Answered:
    return Answered(error=why, seconds=time.monotonic() - began)


def _in_words(error: Exception) -> str:
    cause = error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"Its certificate cannot be trusted: {cause.verify_message or 'it is for another address'}."
    if isinstance(cause, ConnectionRefusedError):
        return "Nothing answers there: the server is down, or the port is not right."
    return f"It cannot be reached: {str(error).strip(' .') or 'the connection broke off'}."
