"""A mailer that keeps what it was given."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class FakeMailer:
    """Sends nothing."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def check(self) -> None:
        """Find nothing wrong."""

    def send(self, subject: str, text: str, *, key: str) -> None:
        """Keep a message, once for each key."""
        if key in self.keys:
            return
        self.keys.add(key)
        self.sent.append((subject, text))
