"""A folder on its way in: found at its source, then added."""

from pathlib import Path

from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal
from pressroom.core.connections.models import Connection
from pressroom.features.media.folders.actions.keep import Options, Remote, add_folder, keep_schedules
from pressroom.features.media.folders.rules import allowed_path
from pressroom.features.media.folders.source import Sources
from pressroom.features.media.models import Folder, FolderKind
from pressroom.kernel.app import App
from pressroom.kernel.errors import NotAllowed, NotFound
from pressroom.providers.doors import Doors


def add_drive_folder(
    app: App,
    doors: Doors,
    session: Session,
    principal: Principal,
    *,
    account: Connection,
    folder_id: str,
    options: Options,
) -> Folder:
    """Add a folder of a connected Drive; raises NotFound, Conflict, or what the Drive answers."""
    remote = remote_in_drive(app, doors, account=account, folder_id=folder_id)
    return add_remote(app, session, principal, remote, options)


def remote_in_drive(app: App, doors: Doors, *, account: Connection, folder_id: str) -> Remote:
    """Return where a folder of a connected Drive is, by its own id; raises NotFound, or what the Drive answers."""
    found = Sources(app.database, app.vault, doors).ask(
        FolderKind.GOOGLE_DRIVE, account.id, lambda source: source.folder(folder_id)
    )
    return Remote(
        kind=FolderKind.GOOGLE_DRIVE,
        id=found.id,
        name=found.name,
        drive_id=found.drive_id,
        connection_id=account.id,
    )


def add_local_folder(
    app: App, doors: Doors, session: Session, principal: Principal, *, path: str, options: Options
) -> Folder:
    """Add a folder of this server; raises NotAllowed, NotFound, Conflict."""
    if principal.role is not Role.OWNER:
        raise NotAllowed("Only an owner of this workspace may have a folder of the server watched.", code="owner_only")
    try:
        allowed = allowed_path([Path(root) for root in doors.media_roots], path)
        found = doors.source("folder").folder(str(allowed))
    except (OSError, RuntimeError) as error:  # links in a ring, a name no disk can hold
        raise NotFound(f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}.") from error
    remote = Remote(kind=FolderKind.FOLDER, id=found.id, name=found.name)
    return add_remote(app, session, principal, remote, options)


def add_remote(app: App, session: Session, principal: Principal, remote: Remote, options: Options) -> Folder:
    """Add a folder that was found at its source; raises Conflict when it is here already."""
    folder = add_folder(
        session, workspace_id=principal.workspace_id, user_id=principal.user_id, remote=remote, options=options
    )
    keep_schedules(session, app.durable)
    return folder
