"""Accounts at Pinterest, let in by their connections' tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.connections.actions import mark_lost, record_connection
from pressroom.core.connections.models import Connection
from pressroom.core.connections.passes import Pass
from pressroom.kernel.db import Database
from pressroom.kernel.errors import Invalid, ProviderAuthLost, ProviderRefused
from pressroom.kernel.vault import Vault
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import Tokens
from pressroom.providers.pinterest import Pinterest

R = TypeVar("R")

SANDBOX = "pinterest_sandbox"
"""The provider of accounts that are connected by a pasted token."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Opens accounts with the tokens of connections, which it keeps fresh.

    Everything here raises ProviderAuthLost where a person has to reconnect the account, and ProviderBusy where a new
    token was needed and did not come.
    """

    database: Database
    vault: Vault
    doors: Doors

    def check(self, connection_id: UUID) -> None:
        """See to it that there is a token that is good for some minutes yet."""
        self._pass(connection_id).token()

    def renew(self, connection_id: UUID) -> None:
        """Renew a token that was refused before its time."""
        let_in = self._pass(connection_id)
        let_in.token()
        let_in.renew()

    def lose(self, connection_id: UUID, reason: str) -> None:
        """Mark a connection as one that a person has to reconnect."""
        mark_lost(self.database, connection_id, reason)

    def open(self, connection_id: UUID) -> Pinterest:
        """Return an account's door for a call that must not be made twice: it shows the one token it has now."""
        token = self._pass(connection_id).token()
        return self.doors.pinterest(self._provider(connection_id), token=lambda: token)

    def ask(self, connection_id: UUID, question: Callable[[Pinterest], R]) -> R:
        """Return what an account answers to what may be asked twice: a token that is refused is renewed once."""
        let_in = self._pass(connection_id)
        account = self.doors.pinterest(self._provider(connection_id), token=let_in.token)
        return let_in.ask(lambda: question(account))

    def connect_by_token(self, session: Session, *, workspace_id: UUID, token: str) -> UUID:
        """Connect an account of the sandbox by an access token that was made in Pinterest's developer console.

        Returns the connection's id, which is the one it had; raises Invalid for a token that is not taken.
        """
        pasted = "".join(token.split())
        if not pasted.isascii() or not pasted.isprintable() or not pasted:
            raise Invalid("Paste the access token as Pinterest's developer console shows it.", code="access_token")
        try:
            account = self.doors.pinterest(SANDBOX, token=lambda: pasted).account()
        except (ProviderAuthLost, ProviderRefused) as refusal:
            raise Invalid(f"Pinterest's sandbox does not take this token: {refusal}", code="access_token") from refusal
        tokens = Tokens(access=pasted, refresh=None, expires_at=None, scopes=())
        return record_connection(
            session, self.vault, workspace_id=workspace_id, provider=SANDBOX, tokens=tokens, account=account
        )

    def _pass(self, connection_id: UUID) -> Pass:
        oauth = self.doors.oauth.get(self._provider(connection_id))
        return Pass(self.database, self.vault, oauth, connection_id)

    def _provider(self, connection_id: UUID) -> str:
        with self.database.transaction() as session:
            connection = session.get(Connection, connection_id)
            if connection is None:
                raise ProviderAuthLost("This account is no longer connected. Connect it again.")
            return connection.provider
