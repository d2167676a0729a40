"""The describers that every suite is run on, and a client of a local server."""

from collections.abc import Callable

from pressroom.providers.describe import Describer, FakeDescriber, describer_for
from tests.providers.chat_server import ChatServer

KINDS = ("fake", "local", "client")
KEY = "sk-proj-8Zq1xW3kT7vB2nM5"


def client_of(server: ChatServer, *, timeout_seconds: float = 20) -> Describer:
    """Return a client that asks this server."""
    return describer_for("openai-chat:gpt-4o-mini", timeout_seconds=timeout_seconds, api_key=KEY, base_url=server.url)


def describer_of(kind: str, server: ChatServer) -> Describer:
    """Return the describer of a kind."""
    makers: dict[str, Callable[[], Describer]] = {
        "fake": FakeDescriber,
        "local": lambda: describer_for("local", timeout_seconds=60),
        "client": lambda: client_of(server),
    }
    return makers[kind]()
