"""Accounts at Pinterest, connected as their sign-in does it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from pressroom.core.connections.actions import record_connection
from pressroom.core.connections.models import Connection
from pressroom.kernel.app import App
from pressroom.providers.oauth import Account, Tokens

MONTH = timedelta(days=30)


def connect_pinterest(
    app: App,
    workspace_id: UUID,
    name: str = "ada",
    *,
    provider: str = "pinterest",
    lasts: timedelta | None = MONTH,
    refresh: str | None = "refresh",
) -> UUID:
    """Connect an account whose token lasts a while; return the connection's id."""
    tokens = Tokens(
        access=f"access-{name}",
        refresh=refresh,
        expires_at=datetime.now(UTC) + lasts if lasts is not None else None,
        scopes=("pins:write",),
    )
    with app.database.transaction() as session:
        return record_connection(
            session,
            app.vault,
            workspace_id=workspace_id,
            provider=provider,
            tokens=tokens,
            account=Account(f"id-of-{name}", name),
        )


def connection_row(app: App, connection_id: UUID | str) -> Connection:
    """Return a connection as it is now."""
    with app.database.transaction() as session:
        return session.get_one(Connection, UUID(str(connection_id)))
