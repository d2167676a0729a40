"""What sends events: to public servers only, once, within its time, and to nowhere they lead."""

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pressroom.core.webhooks.secrets import headers_of, new_secrets
from pressroom.kernel.errors import Invalid, ProviderRefused
from pressroom.providers.webhooks import WebWebhookSender
from tests.webhook_server import WebhookServer, webhook_server

SENDER = WebWebhookSender(agent="Pressroom/test", allow_private=True, seconds=1.0)
PUBLIC = "93.184.216.34"


@pytest.fixture
def server() -> Iterator[WebhookServer]:
    """A server that is told of events."""
    with webhook_server() as server:
        yield server


def signed(server: WebhookServer, body: bytes = b"{}") -> dict[str, str]:
    """Return the headers that make the server believe a body."""
    known = new_secrets()
    server.secret = known.current
    return headers_of(known, message_id="msg_1", body=body.decode(), at=datetime.now(UTC))


def test_what_is_sent_arrives_signed_and_its_answer_is_told(server: WebhookServer) -> None:
    body = b'{"type":"document.completed","data":{"name":"M\xc3\xbcller"}}'
    answered = SENDER.post(server.url(), body, signed(server, body))
    assert (answered.status, answered.excerpt, answered.error) == (200, "thanks", None)
    (arrived,) = server.arrived
    assert arrived.event == {"type": "document.completed", "data": {"name": "Müller"}}
    assert arrived.headers["user-agent"] == "Pressroom/test"
    assert arrived.headers["content-type"] == "application/json"


def test_a_server_that_hangs_or_drips_is_waited_for_no_longer_than_its_time(server: WebhookServer) -> None:
    began = time.monotonic()
    hung = SENDER.post(server.url("hang"), b"{}", signed(server))
    assert hung.status is None
    assert "1 seconds" in str(hung.error)
    for path in ("drip", "endless"):
        assert SENDER.post(server.url(path), b"{}", signed(server)).status == 200
    assert time.monotonic() - began < 5


def test_a_redirect_is_told_and_not_followed(server: WebhookServer) -> None:
    answered = SENDER.post(server.url("redirect"), b"{}", signed(server))
    assert answered.status == 302
    assert "pointed elsewhere" in str(answered.error)
    assert [one.path for one in server.arrived] == ["/redirect"]


def test_how_long_a_server_wants_to_be_left_alone_is_told(server: WebhookServer) -> None:
    answered = SENDER.post(server.url("busy"), b"{}", signed(server))
    assert (answered.status, answered.retry_after) == (429, 7.0)
    assert "\0" not in str(answered.excerpt)


def test_a_line_that_breaks_and_a_server_that_is_not_there_are_told(server: WebhookServer) -> None:
    assert "reached" in str(SENDER.post(server.url("rude"), b"{}", signed(server)).error)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "server is down" in str(SENDER.post(f"http://127.0.0.1:{port}/", b"{}", {}).error)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"])  # noqa: S104  # nothing listens on it
def test_an_address_of_a_private_network_is_refused_when_it_is_named_and_when_it_is_called(address: str) -> None:
    sender = WebWebhookSender(agent="Pressroom/test", resolve=lambda _: [PUBLIC, address])
    with pytest.raises(Invalid, match="private network"):
        sender.check("https://inside.example/hook")
    with pytest.raises(ProviderRefused, match="private network"):
        sender.post("https://inside.example/hook", b"{}", {})


def test_a_name_that_leads_elsewhere_later_is_refused_when_it_is_called() -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    sender = WebWebhookSender(agent="Pressroom/test", resolve=lambda _: answers.pop(0))
    sender.check("http://rebound.example:8080/")
    with pytest.raises(ProviderRefused, match="private network"):
        sender.post("http://rebound.example:8080/", b"{}", {})


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org",
        "example.org",
        "https://",
        "http://ada:secret@example.org/",
        "http://a b/",
        "http://[",
        "file:///etc",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        WebWebhookSender(agent="Pressroom/test", resolve=lambda _: [PUBLIC]).check(url)
