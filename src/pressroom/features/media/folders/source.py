"""The sources that speak for folders, let in by their connections."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from pressroom.core.connections.passes import Pass
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
        if kind is FolderKind.FOLDER:
            return question(self.doors.source("folder"))
        if connection_id is None:
            raise ProviderAuthLost("The account of this folder is no longer connected. Connect it again.")
        let_in = Pass(self.database, self.vault, self.doors.oauth[kind.value], connection_id)
        source = self.doors.source(kind.value, token=let_in.token)
        return let_in.ask(lambda: question(source))
