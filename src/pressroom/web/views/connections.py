"""What the page of connections is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.shell import Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """A connected account."""

    id: str
    account: str
    state: State
    is_active: bool
    error: str | None
    """Why it cannot be used, in words."""
    expires_at: datetime | None
    """When the access in use ends; None where it does not."""
    renews: bool
    """Whether it is renewed by itself before that."""
    folder_count: int
    """How many folders depend on it."""
    created_at: datetime
    reconnect_url: str
    """Where a person lets it in again."""
    has_boards: bool
    """Whether it is an account at Pinterest."""
    board_count: int = 0
    read_at: datetime | None = None
    """When its boards were last read."""


@dataclass(frozen=True, slots=True)
class ConnectionRowPartial(View):
    """`GET /connections/{id}/row`."""

    template: ClassVar[str] = "connections/_row.html"
    connection: ConnectionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCard:
    """A service that can be connected, what for, and its accounts."""

    name: str
    label: str
    purpose: str
    missing: Sequence[str]
    """The settings without which it cannot be used; none when it can."""
    callback_url: str
    """What to enter at the provider as the address to come back to."""
    is_pasted: bool
    """Whether an account is connected by pasting a token, and not by signing in."""
    connections: Sequence[ConnectionRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionsPage(View):
    """`GET /connections`."""

    template: ClassVar[str] = "connections/index.html"
    shell: Shell
    providers: Sequence[ProviderCard]
    error: str | None
    """Why connecting did not work just now, in words."""
    token_error: str | None = None
    """What is wrong with the token that was pasted."""
