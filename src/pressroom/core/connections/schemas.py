"""What crosses the API about connections; never a token."""

from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, SecretStr

from pressroom.core.connections.models import Connection
from pressroom.kernel.clock import Instant


class ConnectionOut(BaseModel):
    """An account at a provider. An inactive one waits for a person to reconnect it; `last_error` says why.

    `synced_at` is when its boards were last read.
    """

    id: UUID
    provider: str
    account: str
    active: bool
    scopes: list[str]
    token_expires_at: Instant | None
    last_error: str | None
    synced_at: Instant | None
    created_at: Instant

    @classmethod
    def of(cls, connection: Connection) -> Self:
        """Return a connection as the API shows it."""
        return cls(**{name: getattr(connection, name) for name in cls.model_fields})


class PastedToken(BaseModel):
    """An account of Pinterest's sandbox, by an access token made in Pinterest's developer console."""

    provider: Literal["pinterest_sandbox"] = "pinterest_sandbox"
    access_token: SecretStr


class ConnectionList(BaseModel):
    """A workspace's connections, oldest first."""

    items: list[ConnectionOut]
    next_cursor: None = None
