"""The sources that speak for folders, let in by their connections."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from pressroom.core.connections.actions import access_token, mark_lost, renewed_token
from pressroom.features.media.models import FolderKind
from pressroom.kernel.db import Database
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.kernel.vault import Vault
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import OAuthProvider
from pressroom.providers.sources import FileSource

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Sources:
    """Opens sources with the tokens of connections, which it keeps fresh."""

    database: Database
    vault: Vault
    doors: Doors

    def ask(self, kind: FolderKind, connection_id: UUID | None, question: Callable[[FileSource], R]) -> R:
        """Return what a source answers.

        A token that is refused before its time is renewed once; if the next is refused, too, or there is none, the
        connection is marked as lost and ProviderAuthLost raised.
        """
        if kind is FolderKind.FOLDER:
            return question(self.doors.source("folder"))
        if connection_id is None:
            raise ProviderAuthLost("The account of this folder is no longer connected. Connect it again.")
        pass_ = Pass(self.database, self.vault, self.doors.oauth[kind.value], connection_id)
        source = self.doors.source(kind.value, token=pass_.token)
        try:
            return question(source)
        except ProviderAuthLost:
            pass_.renew()
        try:
            return question(source)
        except ProviderAuthLost as lost:
            mark_lost(self.database, connection_id, str(lost))
            raise


@dataclass(slots=True)
class Pass:
    """What lets one question in: it remembers which token it showed, for another thread may have renewed it since."""

    database: Database
    vault: Vault
    provider: OAuthProvider
    connection_id: UUID
    shown: str | None = field(default=None, repr=False)

    def token(self) -> str:
        """Return a token that is good for some minutes yet."""
        self.shown = access_token(self.database, self.vault, self.provider, self.connection_id)
        return self.shown

    def renew(self) -> None:
        """Renew the token that was refused, unless it has been; raises ProviderAuthLost where that is of no use."""
        renewed_token(self.database, self.vault, self.provider, self.connection_id, refused=self.shown)
