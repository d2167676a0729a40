"""The sources that speak for folders, let in by their connections."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID

from pressroom.core.connections.actions import access_token, mark_lost, renewed_token
from pressroom.features.media.models import FolderKind
from pressroom.kernel.db import Database
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.kernel.vault import Vault
from pressroom.providers.doors import Doors
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
        if connection_id is None:
            return question(self._open(kind, connection_id))
        try:
            return question(self._open(kind, connection_id))
        except ProviderAuthLost:
            self._renew(kind, connection_id)
        try:
            return question(self._open(kind, connection_id))
        except ProviderAuthLost as lost:
            mark_lost(self.database, connection_id, str(lost))
            raise

    def _open(self, kind: FolderKind, connection_id: UUID | None) -> FileSource:
        if kind is FolderKind.FOLDER:
            return self.doors.source("folder")
        if connection_id is None:
            raise ProviderAuthLost("The account of this folder is no longer connected. Connect it again.")
        provider = self.doors.oauth[kind.value]
        return self.doors.source(
            kind.value, token=partial(access_token, self.database, self.vault, provider, connection_id)
        )

    def _renew(self, kind: FolderKind, connection_id: UUID) -> None:
        provider = self.doors.oauth[kind.value]
        refused = access_token(self.database, self.vault, provider, connection_id)
        renewed_token(self.database, self.vault, provider, connection_id, refused=refused)
