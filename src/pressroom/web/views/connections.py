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
    provider: str
    """As in addresses: `google_drive`."""
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
    connections: Sequence[ConnectionRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionsPage(View):
    """`GET /connections`."""

    template: ClassVar[str] = "connections/index.html"
    shell: Shell
    providers: Sequence[ProviderCard]
    error: str | None
    """Why connecting did not work just now, in words."""
