"""`/api/drive`: a folder of a Google Drive synced by one call, and the folders to choose from."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.connections.queries import connection
from pressroom.features.media.folders.actions.keep import change_folder, connect_folder, keep_schedules
from pressroom.features.media.folders.actions.sync import begin_sync
from pressroom.features.media.folders.queries import folder_at
from pressroom.features.media.folders.schemas import (
    DriveSync,
    FolderOptions,
    RemoteFolder,
    RemoteFolders,
    StartedSync,
)
from pressroom.features.media.folders.source import Sources
from pressroom.features.media.models import Folder, FolderKind
from pressroom.kernel.app import App
from pressroom.providers.doors import Doors
from pressroom.web.adding_folders import add_remote, remote_in_drive
from pressroom.web.api.folders import options_of, started_sync
from pressroom.web.asking import AppDep, DoorsDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/drive", tags=["folders"])


@router.post("/sync", status_code=HTTPStatus.ACCEPTED, response_model=StartedSync)
def sync_drive(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    wanted: DriveSync,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Sync a folder of a connected Google Drive now, adding it if it is new; options that are given are kept."""

    def start() -> Answer:
        folder = _folder_meant(app, doors, session, principal, wanted)
        return started_sync(folder, begin_sync(session, app.durable, folder))

    asked = f"POST /api/drive/sync {wanted.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.get("/folders")
def list_drive_folders(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    connection_id: UUID,
    parent: Annotated[str | None, Query(max_length=200, description="A folder's id; without, the top.")] = None,
    q: Annotated[str, Query(max_length=200, description="Part of a name, wherever it is.")] = "",
) -> RemoteFolders:
    """List the folders in a folder of a connected Google Drive."""
    account = connection(session, principal.workspace_id, connection_id)
    found = Sources(app.database, app.vault, doors).ask(
        FolderKind.GOOGLE_DRIVE, account.id, lambda source: source.folders(parent, query=q)
    )
    items = [
        RemoteFolder(id=one.id, name=one.name, has_children=one.has_children, drive_id=one.drive_id) for one in found
    ]
    return RemoteFolders(items=items)


def _folder_meant(app: App, doors: Doors, session: Session, principal: Principal, wanted: DriveSync) -> Folder:
    """Return the folder that is meant: added if it is new, changed where options are given."""
    account = connection(session, principal.workspace_id, wanted.connection_id)
    folder = folder_at(session, principal.workspace_id, FolderKind.GOOGLE_DRIVE, wanted.folder_id)
    if folder is None:
        remote = remote_in_drive(app, doors, account=account, folder_id=wanted.folder_id)
        folder = folder_at(session, principal.workspace_id, FolderKind.GOOGLE_DRIVE, remote.id)  # `root` is an alias
        if folder is None:
            return add_remote(app, session, principal, remote, options_of(wanted))
    if given := wanted.model_fields_set & FolderOptions.model_fields.keys():
        kept = {name: getattr(folder, name) for name in FolderOptions.model_fields}
        change_folder(folder, options_of(FolderOptions(**kept | wanted.model_dump(include=given))))
        session.flush()
        keep_schedules(session, app.durable)
    connect_folder(folder, account.id)
    return folder
