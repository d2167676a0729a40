"""Connecting an account by OAuth, keeping its token fresh, and letting it go."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.accounts.tokens import digest, new_token
from pressroom.core.connections.models import Connection, ConnectionRequest
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.errors import Invalid, ProviderAuthLost, ProviderError
from pressroom.kernel.ids import new_id
from pressroom.kernel.log import logger
from pressroom.kernel.vault import Vault, VaultLocked
from pressroom.providers.oauth import Account, OAuthProvider, Tokens

log = logger(__name__)

REQUEST_LASTS = timedelta(minutes=15)
FRESH_FOR = timedelta(minutes=5)
"""A token with less left than this is refreshed before it is used."""


def begin_connecting(
    session: Session, vault: Vault, provider: OAuthProvider, *, workspace_id: UUID, user_id: UUID, redirect_uri: str
) -> str:
    """Return the address at the provider where a person agrees; raises ProviderRefused where it is not set up."""
    provider.check()
    state, verifier = new_token(), new_token() + new_token()
    session.execute(delete(ConnectionRequest).where(ConnectionRequest.expires_at < now()))
    session.add(
        ConnectionRequest(
            workspace_id=workspace_id,
            user_id=user_id,
            provider=provider.name,
            state_digest=digest(state),
            verifier_sealed=vault.seal(verifier),
            expires_at=now() + REQUEST_LASTS,
        )
    )
    return provider.authorization_url(state=state, redirect_uri=redirect_uri, verifier=verifier)


def take_request(session: Session, vault: Vault, *, provider: str, state: str, user_id: UUID) -> tuple[UUID, str]:
    """Use up the request that `state` belongs to; return its workspace and verifier.

    Raises Invalid when it is another person's, used already, or too old.
    """
    row = session.execute(
        delete(ConnectionRequest)
        .where(
            ConnectionRequest.state_digest == digest(state),
            ConnectionRequest.provider == provider,
            ConnectionRequest.user_id == user_id,
            ConnectionRequest.expires_at > now(),
        )
        .returning(ConnectionRequest.workspace_id, ConnectionRequest.verifier_sealed)
    ).first()
    if row is None:
        raise Invalid("This way back from the provider is used up or too old. Press Connect again.", code="state")
    return row.workspace_id, vault.open(row.verifier_sealed)


def record_connection(
    session: Session, vault: Vault, *, workspace_id: UUID, provider: str, tokens: Tokens, account: Account
) -> UUID:
    """Keep an account's tokens, in place of those it had; return the connection's id."""
    values = {
        "account": account.name,
        "active": True,
        "last_error": None,
        "updated_at": now(),
        **_sealed(vault, tokens),
    }
    if tokens.refresh is None:  # the provider gives one only the first time, and the old one stays good
        values.pop("refresh_sealed")
    statement = insert(Connection).values(
        id=new_id(),
        created_at=now(),
        workspace_id=workspace_id,
        provider=provider,
        account_id=account.id,
        **values,
    )
    kept = statement.on_conflict_do_update(index_elements=["workspace_id", "provider", "account_id"], set_=values)
    return session.execute(kept.returning(Connection.id)).scalar_one()


def access_token(database: Database, vault: Vault, provider: OAuthProvider, connection_id: UUID) -> str:
    """Return a token that is good for some minutes yet, refreshed if need be; of several at once one refreshes.

    Raises ProviderAuthLost when the connection is inactive or gone, or the provider takes it back, which is written
    down; ProviderBusy when the provider does not answer.
    """
    with database.transaction() as session:
        connection = session.get(Connection, connection_id)
        if connection is not None and connection.active and _is_fresh(connection.token_expires_at):
            return vault.open(connection.access_sealed)
    return renewed_token(database, vault, provider, connection_id)


def renewed_token(
    database: Database, vault: Vault, provider: OAuthProvider, connection_id: UUID, *, refused: str | None = None
) -> str:
    """Return a token other than the one that was `refused`; raises as `access_token` does."""
    try:
        return _refreshed(database, vault, provider, connection_id, refused)
    except ProviderAuthLost as lost:
        mark_lost(database, connection_id, str(lost))
        raise


def mark_lost(database: Database, connection_id: UUID, reason: str) -> None:
    """Mark a connection as one that a person has to reconnect."""
    with database.transaction() as session:
        connection = session.get(Connection, connection_id, with_for_update=True)
        if connection is not None and connection.active:
            connection.active, connection.last_error = False, reason
            log.warning("connection lost", provider=connection.provider, connection=str(connection_id), reason=reason)


def disconnect(session: Session, vault: Vault, provider: OAuthProvider, connection: Connection) -> None:
    """Forget a connection, and tell the provider so; a provider that does not answer keeps nobody from leaving."""
    sealed = connection.refresh_sealed or connection.access_sealed
    session.delete(connection)
    session.flush()
    try:
        provider.revoke(vault.open(sealed))
    except (ProviderError, VaultLocked) as error:
        log.warning("provider not told of a disconnection", provider=provider.name, reason=str(error))


def _refreshed(
    database: Database, vault: Vault, provider: OAuthProvider, connection_id: UUID, refused: str | None
) -> str:
    with database.transaction() as session:
        connection = session.get(Connection, connection_id, with_for_update=True)
        if connection is None:
            raise ProviderAuthLost("This account is no longer connected. Connect it again.")
        if not connection.active:
            raise ProviderAuthLost(connection.last_error or "This account has to be connected again.")
        token = vault.open(connection.access_sealed)
        if _is_fresh(connection.token_expires_at) and token != refused:  # another was quicker
            return token
        if connection.refresh_sealed is None:
            raise ProviderAuthLost(f"{provider.label} gave no way to renew its token. Connect the account again.")
        tokens = provider.refresh(vault.open(connection.refresh_sealed))
        for name, value in _sealed(vault, tokens).items():
            if value is not None:
                setattr(connection, name, value)
        connection.last_error = None
        return tokens.access


def _is_fresh(expires_at: datetime | None) -> bool:
    return expires_at is None or expires_at > now() + FRESH_FOR


def _sealed(vault: Vault, tokens: Tokens) -> dict[str, object]:
    return {
        "access_sealed": vault.seal(tokens.access),
        "refresh_sealed": vault.seal(tokens.refresh) if tokens.refresh else None,
        "scopes": list(tokens.scopes),
        "token_expires_at": tokens.expires_at,
    }
