"""What sends mail."""

from typing import Protocol


class Mailer(Protocol):
    """Sends plain mail to whom it was told to write to."""

    def check(self) -> None:
        """Come as far as one may without sending anything; raises as `send` does."""

    def send(self, subject: str, text: str, *, key: str) -> None:
        """Send one message, known by its key if it comes twice.

        Raises ProviderBusy where it may go later, ProviderRefused where it never will.
        """
