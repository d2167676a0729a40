"""Mail by SMTP, against a server of this machine."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.providers.mail import FakeMailer, mailer_for
from tests.serving import free_port


class Post(Message):
    """Keeps what it is given, and takes no mail for a nobody."""

    def __init__(self) -> None:
        super().__init__(message_class=EmailMessage)
        self.kept: list[Any] = []

    def handle_message(self, message: Any) -> None:  # noqa: ANN401  # the library's own
        self.kept.append(message)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: ANN401, N802  # the library's own
        if address.startswith("nobody"):
            return "550 no such person"
        if address.startswith("full"):
            return "452 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    """A mail server and its address."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield handler, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def test_a_message_arrives_as_it_was_written(post: tuple[Post, str]) -> None:
    handler, url = post
    mailer = mailer_for(url, ["ops@example.org", "ada@example.org"], sender="press@example.org")
    assert mailer is not None
    mailer.send("Pressroom: Straße gesperrt.", "Zwölf Läufe warten.\n")
    (kept,) = handler.kept
    message = message_from_bytes(kept.as_bytes(), policy=policy.default)
    assert message["subject"] == "Pressroom: Straße gesperrt."
    assert (message["from"], message["to"]) == ("press@example.org", "ops@example.org, ada@example.org")
    assert message.get_content().strip() == "Zwölf Läufe warten."


def test_a_server_that_says_no_or_is_not_there_is_told(post: tuple[Post, str]) -> None:
    _, url = post
    with pytest.raises(ProviderRefused, match=r"takes no mail for nobody@example\.org"):
        _sent(url, "nobody@example.org")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ProviderBusy, match="cannot be reached"):
        _sent(f"smtp://127.0.0.1:{port}", "ops@example.org")


def test_without_a_server_or_anybody_to_write_to_there_is_no_mailer() -> None:
    assert mailer_for("", ["ops@example.org"]) is None
    assert mailer_for("smtp://localhost", []) is None


def test_the_fake_keeps_what_it_is_given() -> None:
    mailer = FakeMailer()
    mailer.send("a", "b")
    assert mailer.sent == [("a", "b")]


def _sent(url: str, to: str) -> None:
    mailer = mailer_for(url, [to])
    assert mailer is not None
    mailer.send("a", "b")
