"""`/api/drive`: a folder of a Google Drive synced by one call, and the folders to choose from."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from pressroom.core.connections.queries import connection
from pressroom.features.media.folders.actions.keep import change_folder, keep_schedules
from pressroom.features.media.folders.actions.sync import begin_sync
from pressroom.features.media.folders.queries import folder_at
from pressroom.features.media.folders.schemas import DriveSync, RemoteFolder, RemoteFolders, StartedSync
from pressroom.features.media.folders.source import Sources
from pressroom.features.media.models import FolderKind
from pressroom.web.adding_folders import add_drive_folder
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
        account = connection(session, principal.workspace_id, wanted.connection_id)
        folder = folder_at(session, principal.workspace_id, FolderKind.GOOGLE_DRIVE, wanted.folder_id)
        options = options_of(wanted)
        if folder is None:
            folder = add_drive_folder(
                app, doors, session, principal, account=account, folder_id=wanted.folder_id, options=options
            )
        elif wanted.model_fields_set - {"connection_id", "folder_id"}:
            change_folder(folder, options)
            session.flush()
            keep_schedules(session, app.durable)
        folder.connection_id = wanted.connection_id
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
