"""A mail server of this machine that keeps what it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from tests.serving import free_port


class MailServer(Message):
    """Takes mail for anybody but `nobody@…` (never) and `full@…` (not now); while `is_busy`, for none."""

    def __init__(self) -> None:
        super().__init__(message_class=EmailMessage)
        self.kept: list[EmailMessage] = []
        self.is_busy = False
        self.url = ""

    def handle_message(self, message: Any) -> None:  # noqa: ANN401  # the library's own
        """Keep a message, read anew as what it is today."""
        self.kept.append(message_from_bytes(message.as_bytes(), policy=policy.default))

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: ANN401, N802  # the library's own
        """Say whether mail for an address is taken."""
        if address.startswith("nobody"):
            return "550 no such person"
        if self.is_busy or address.startswith("full"):
            return "452 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Give a mail server for as long as the block runs."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    server.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield server
    finally:
        controller.stop()
