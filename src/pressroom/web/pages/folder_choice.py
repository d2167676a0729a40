"""The folders of a connected account, one level at a time, to choose one from."""

from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.connections.queries import connection as find_connection
from pressroom.features.media.folders.source import Sources
from pressroom.features.media.models import FolderKind
from pressroom.kernel.app import App
from pressroom.kernel.errors import PressroomError
from pressroom.providers.doors import Doors
from pressroom.providers.sources import FileSource, Folder
from pressroom.web.views.folders import FolderChoice, FolderTrail, RemoteFolder

TOP = "Google Drive"


def choice_of(
    app: App, doors: Doors, session: Session, workspace_id: UUID, connection: str, parent: str, q: str
) -> FolderChoice | None:
    """Return the folders to choose from, or why they cannot be listed; None where no account is chosen."""
    if not connection:
        return None
    try:
        account = find_connection(session, workspace_id, UUID(connection))
        here, found = Sources(app.database, app.vault, doors).ask(
            FolderKind.GOOGLE_DRIVE, account.id, lambda source: _listed(source, parent, q)
        )
    except (PressroomError, ValueError) as error:
        return FolderChoice(connection=connection, query=q, trail=[_top()], folders=[], trouble=str(error))
    trail = [_top(), FolderTrail(id=here.id, name=here.name)] if here else [_top()]
    return FolderChoice(
        connection=connection,
        query=q,
        trail=trail,
        folders=[RemoteFolder(id=one.id, name=one.name, note=_note(one)) for one in found],
        trouble=None,
    )


def _listed(source: FileSource, parent: str, q: str) -> tuple[Folder | None, list[Folder]]:
    here = source.folder(parent) if parent else None
    return here, list(source.folders(parent or None, query=q))


def _note(folder: Folder) -> str | None:
    return "shared drive" if folder.drive_id and folder.drive_id == folder.id else None


def _top() -> FolderTrail:
    return FolderTrail(id="", name=TOP)
