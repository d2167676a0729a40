"""Connecting an account by OAuth, keeping its token fresh, and letting it go."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.accounts.tokens import digest, new_token
from pressroom.core.connections.models import Connection, ConnectionRequest
from pressroom.core.connections.rules import AHEAD, FRESH_FOR, REFRESH_FAILED
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.errors import Invalid, ProviderAuthLost, ProviderError
from pressroom.kernel.failure import AUTH_LOST, BUSY
from pressroom.kernel.ids import new_id
from pressroom.kernel.log import logger
from pressroom.kernel.vault import Vault, VaultLocked
from pressroom.providers.oauth import Account, OAuthProvider, Tokens

log = logger(__name__)

REQUEST_LASTS = timedelta(minutes=15)


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
        "error_code": None,
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


def access_token(database: Database, vault: Vault, provider: OAuthProvider | None, connection_id: UUID) -> str:
    """Return a token that is good for some minutes yet, refreshed if need be; of several at once one refreshes.

    A `provider` of None renews nothing. Raises ProviderAuthLost when the connection is lost or gone, or the provider
    takes it back, which is written down; ProviderBusy when the provider does not answer.
    """
    with database.transaction() as session:
        connection = session.get(Connection, connection_id)
        if connection is not None and connection.active and _lasts(connection, FRESH_FOR):
            return vault.open(connection.access_sealed)
    return refresh_token(database, vault, provider, connection_id)


def refresh_token(
    database: Database,
    vault: Vault,
    provider: OAuthProvider | None,
    connection_id: UUID,
    *,
    refused: str | None = None,
    lasting: timedelta = FRESH_FOR,
) -> str:
    """Return a token that lasts as long as is said and is not the one that was `refused`, both kept with their end.

    Of several at once one asks the provider, and the others get what it got. Raises as the provider does; a grant that
    ended is marked as lost before anybody else gets hold of the connection, so one that is given anew stays.
    """
    with database.transaction() as session:
        connection = _held(session, connection_id)
        if connection is None:
            raise ProviderAuthLost("This account is no longer connected. Connect it again.")
        if not _may_refresh(connection):
            raise ProviderAuthLost(connection.last_error or "This account has to be connected again.")
        token = vault.open(connection.access_sealed)
        if connection.active and _lasts(connection, lasting) and token != refused:  # another was quicker
            return token
        try:
            tokens = _asked(vault, provider, connection)
        except ProviderAuthLost as error:
            lost = error
            _stop(connection, REFRESH_FAILED.format(lost), AUTH_LOST)
        else:
            _keep(connection, _sealed(vault, tokens))
            return tokens.access
    raise lost


def mark_lost(database: Database, connection_id: UUID, reason: str) -> None:
    """Mark a connection as one that a person has to reconnect; one that is inactive already stays as it is."""
    with database.transaction() as session:
        connection = _held(session, connection_id)
        if connection is not None and connection.active:
            _stop(connection, reason, AUTH_LOST)


def mark_refused(database: Database, vault: Vault, connection_id: UUID, token: str | None, reason: str) -> None:
    """Mark a connection as lost whose token is refused; one that has another by now was connected again."""
    with database.transaction() as session:
        connection = _held(session, connection_id)
        if connection is not None and connection.active and vault.open(connection.access_sealed) == token:
            _stop(connection, reason, AUTH_LOST)


def record_failure(session: Session, connection_id: str, reason: str, code: str | None) -> None:
    """Write down that a connection's tokens could not be renewed; `code` is `busy` where that is to be tried again.

    One whose token lasts by now was connected again meanwhile; one that is lost already stays as it is.
    """
    connection = _held(session, UUID(connection_id))
    if connection is None or (connection.active and _lasts(connection, AHEAD)):
        return
    if _may_refresh(connection):
        _stop(connection, reason, BUSY if code == BUSY else AUTH_LOST)


def disconnect(session: Session, vault: Vault, provider: OAuthProvider | None, connection: Connection) -> None:
    """Forget a connection, and tell the provider so; a provider that does not answer keeps nobody from leaving."""
    sealed = connection.refresh_sealed or connection.access_sealed
    session.delete(connection)
    session.flush()
    if provider is None:
        return
    try:
        provider.revoke(vault.open(sealed))
    except (ProviderError, VaultLocked) as error:
        log.warning("provider not told of a disconnection", provider=provider.name, reason=str(error))


def _held(session: Session, connection_id: UUID) -> Connection | None:
    """Return a connection that nobody else changes until the transaction ends; what refers to it may be written."""
    return session.get(Connection, connection_id, with_for_update={"key_share": True})


def _asked(vault: Vault, provider: OAuthProvider | None, connection: Connection) -> Tokens:
    if provider is None:
        raise ProviderAuthLost("Its access token is no longer taken. Make a new one and paste it here.")
    if connection.refresh_sealed is None:
        raise ProviderAuthLost(f"{provider.label} gave no way to renew its token. Connect the account again.")
    return provider.refresh(vault.open(connection.refresh_sealed))


def _stop(connection: Connection, reason: str, code: str) -> None:
    connection.active, connection.last_error, connection.error_code = False, reason, code
    log.warning("connection lost", provider=connection.provider, connection=str(connection.id), reason=reason)


def _may_refresh(connection: Connection) -> bool:
    """Return whether the grant stands as far as is known: one whose provider was only out of order may be tried."""
    return connection.active or connection.error_code == BUSY


def _lasts(connection: Connection, time: timedelta) -> bool:
    return connection.token_expires_at is None or connection.token_expires_at > now() + time


def _keep(connection: Connection, sealed: Mapping[str, object]) -> None:
    for name, value in sealed.items():
        if value is not None:
            setattr(connection, name, value)
    connection.active, connection.last_error, connection.error_code = True, None, None


def _sealed(vault: Vault, tokens: Tokens) -> dict[str, object]:
    return {
        "access_sealed": vault.seal(tokens.access),
        "refresh_sealed": vault.seal(tokens.refresh) if tokens.refresh else None,
        "scopes": list(tokens.scopes),
        "token_expires_at": tokens.expires_at,
    }
