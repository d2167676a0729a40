"""A sender that keeps what it was given and answers as it is told to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pressroom.providers.webhooks.sender import Answered


@dataclass(slots=True)
class FakeWebhookSender:
    """Answers the statuses it was given, one after the other, then 200."""

    answers: list[Answered] = field(default_factory=list)
    sent: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def check(self, url: str) -> None:
        """Take every address."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        """Keep what was sent."""
        self.sent.append((url, body, headers))
        return self.answers.pop(0) if self.answers else Answered(status=200)
