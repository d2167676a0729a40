"""What reaches a provider to keep a grant alive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from pressroom.core.connections.actions import refresh_token
from pressroom.core.connections.queries import provider_of
from pressroom.core.connections.rules import AHEAD, FRESH_FOR
from pressroom.kernel.db import Database
from pressroom.kernel.durable import step
from pressroom.kernel.errors import ProviderAuthLost, ProviderRefused
from pressroom.kernel.toolbox import Toolbox
from pressroom.kernel.vault import Vault, VaultLocked
from pressroom.providers.oauth import OAuthProvider


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    vault: Vault
    oauth: Mapping[str, OAuthProvider]


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def refresh(connection_id: str) -> None:
    """Renew a connection's tokens, unless that has been done since."""
    return _refreshed(UUID(connection_id), AHEAD)


@step
def revive(connection_id: str) -> None:
    """Renew the tokens of a connection whose provider was out of order, which makes it active again."""
    return _refreshed(UUID(connection_id), FRESH_FOR)


def _refreshed(connection_id: UUID, lasting: timedelta) -> None:
    """Raise ProviderRefused where a token cannot be read, as after the vault's key was changed."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        name = provider_of(session, connection_id)
    if name is None:
        raise ProviderAuthLost("This account is no longer connected.")
    try:
        refresh_token(tools.database, tools.vault, tools.oauth.get(name), connection_id, lasting=lasting)
    except VaultLocked as error:
        raise ProviderRefused(str(error)) from error
