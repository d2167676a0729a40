"""What lets a question in at a provider: a token kept fresh, renewed once where it is refused before its time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from pressroom.core.connections.actions import access_token, mark_refused, refresh_token
from pressroom.kernel.db import Database
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.kernel.vault import Vault
from pressroom.providers.oauth import OAuthProvider

R = TypeVar("R")


@dataclass(slots=True)
class Pass:
    """What lets one question in: it remembers which token it showed, for another thread may have renewed it since.

    `provider` renews tokens; None where they are pasted, not renewed.
    """

    database: Database
    vault: Vault
    provider: OAuthProvider | None
    connection_id: UUID
    shown: str | None = field(default=None, repr=False)

    def token(self) -> str:
        """Return a token that is good for some minutes yet."""
        self.shown = access_token(self.database, self.vault, self.provider, self.connection_id)
        return self.shown

    def renew(self) -> None:
        """Renew the token that was refused, unless it has been; raises ProviderAuthLost where that is of no use."""
        refresh_token(self.database, self.vault, self.provider, self.connection_id, refused=self.shown)

    def ask(self, question: Callable[[], R]) -> R:
        """Return what a question that shows this pass is answered; it must be safe to ask twice.

        A token that is refused before its time is renewed once; if the next is refused, too, or there is none, the
        connection is marked as lost and ProviderAuthLost raised.
        """
        try:
            return question()
        except ProviderAuthLost:
            self.renew()
        try:
            return question()
        except ProviderAuthLost as lost:
            mark_refused(self.database, self.vault, self.connection_id, self.shown, str(lost))
            raise
