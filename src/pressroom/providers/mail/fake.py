"""A mailer that keeps what it was given."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class FakeMailer:
    """Sends nothing."""

    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, subject: str, text: str) -> None:
        """Keep a message."""
        self.sent.append((subject, text))
