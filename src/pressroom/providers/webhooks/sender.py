"""What sends an event to an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a call: a status and how the answer began, or why there is none."""

    status: int | None = None
    excerpt: str | None = None
    error: str | None = None
    retry_after: float | None = None
    """Seconds the server asked to be left alone."""
    seconds: float = 0.0


class WebhookSender(Protocol):
    """Sends JSON by POST to a server somebody named; follows it nowhere else, and waits for it no longer than it may.

    Both raise Invalid or ProviderRefused for an address that may not be called: one of a private network, above all.
    """

    def check(self, url: str) -> None:
        """Raise Invalid unless an address may be called."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        """Send a body once; a server that cannot be reached, or takes too long, is told in the answer."""
        ...
