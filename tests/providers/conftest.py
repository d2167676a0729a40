"""Servers that stand in for providers."""

from collections.abc import Iterator

import pytest

from tests.providers.chat_server import ChatServer, chatting


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """A server of a model that chats."""
    with chatting() as chat:
        yield chat
