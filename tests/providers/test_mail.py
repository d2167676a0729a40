"""Mail by SMTP, against a server of this machine."""

import socket
from collections.abc import Iterator

import pytest

from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.providers.mail import FakeMailer, SmtpMailer, mailer_for
from tests.mail_server import MailServer, mail_server


@pytest.fixture
def post() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as server:
        yield server


def test_a_message_arrives_as_it_was_written(post: MailServer) -> None:
    mailer = mailer_for(post.url, ["ops@example.org", "ada@example.org"], sender="press@example.org")
    assert mailer is not None
    mailer.send("Pressroom: Straße gesperrt.", "Zwölf Läufe warten.\n", key="a1.raised")
    (message,) = post.kept
    assert message["subject"] == "Pressroom: Straße gesperrt."
    assert (message["from"], message["to"]) == ("press@example.org", "ops@example.org, ada@example.org")
    assert message["message-id"] == "<a1.raised@pressroom>"
    assert message.get_content().strip() == "Zwölf Läufe warten."


def test_a_server_that_says_no_or_is_not_there_is_told(post: MailServer) -> None:
    with pytest.raises(ProviderRefused, match=r"takes no mail for nobody@example\.org"):
        _sent(post.url, "nobody@example.org")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ProviderBusy, match="cannot be reached"):
        _sent(f"smtp://127.0.0.1:{port}", "ops@example.org")


def test_no_password_goes_over_a_line_in_the_clear(post: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    mailer = mailer_for(post.url.replace("//", "//ada:secret@"), ["ops@example.org"])
    assert mailer is not None
    monkeypatch.setattr(SmtpMailer, "host_is_here", False)
    with pytest.raises(ProviderRefused, match="offers no encryption, so no password is sent to it"):
        mailer.check()


def test_a_look_sends_nothing(post: MailServer) -> None:
    mailer = mailer_for(post.url, ["ops@example.org"])
    assert mailer is not None
    mailer.check()
    assert post.kept == []


def test_without_a_server_or_anybody_to_write_to_there_is_no_mailer() -> None:
    assert mailer_for("", ["ops@example.org"]) is None
    assert mailer_for("smtp://localhost", []) is None


def test_the_fake_keeps_what_it_is_given() -> None:
    mailer = FakeMailer()
    for _ in range(2):
        mailer.send("a", "b", key="a1.raised")
    assert mailer.sent == [("a", "b")]


def _sent(url: str, to: str) -> None:
    mailer = mailer_for(url, [to])
    assert mailer is not None
    mailer.send("a", "b", key="a1.raised")
