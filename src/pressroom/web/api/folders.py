"""`/api/media/folders`: folders that pictures come from, their syncs and their files."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from pressroom.core.connections.queries import connection
from pressroom.features.media.folders import queries
from pressroom.features.media.folders.actions.files import retry_file, retry_files
from pressroom.features.media.folders.actions.keep import Options, change_folder, keep_schedules, remove_folder
from pressroom.features.media.folders.actions.sync import begin_sync
from pressroom.features.media.folders.schemas import (
    FileList,
    FileOut,
    FolderList,
    FolderOptions,
    FolderOut,
    NewFolder,
    RetriedFiles,
    StartedSync,
)
from pressroom.features.media.models import FileStatus, Folder, FolderKind
from pressroom.kernel.errors import Invalid
from pressroom.web.adding_folders import add_drive_folder, add_local_folder
from pressroom.web.asking import AppDep, DoorsDep, FolderDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/media/folders", tags=["folders"])


@router.get("")
def list_folders(session: SessionDep, principal: PrincipalDep) -> FolderList:
    """List the folders, by name."""
    return FolderList(items=[FolderOut.of(one) for one in queries.folders(session, principal.workspace_id)])


@router.post("", status_code=HTTPStatus.CREATED)
def create_folder(
    app: AppDep, doors: DoorsDep, session: SessionDep, principal: PrincipalDep, wanted: NewFolder
) -> FolderOut:
    """Add a folder, of a Drive or of this server; it is looked through when asked to, or on its schedule."""
    options = options_of(wanted)
    if wanted.kind is FolderKind.FOLDER:
        if not wanted.path:
            raise Invalid("A folder of this server needs its `path`.", code="path")
        return FolderOut.of(add_local_folder(app, doors, session, principal, path=wanted.path, options=options))
    if wanted.connection_id is None or not wanted.folder_id:
        raise Invalid("A folder of a Drive needs `connection_id` and `folder_id`.", code="folder")
    account = connection(session, principal.workspace_id, wanted.connection_id)
    added = add_drive_folder(
        app, doors, session, principal, account=account, folder_id=wanted.folder_id, options=options
    )
    return FolderOut.of(added)


@router.get("/{folder_id}")
def get_folder(session: SessionDep, folder: FolderDep) -> FolderOut:
    """Return one folder, and how far its newest sync is."""
    return FolderOut.of(folder, queries.progress(session, folder))


@router.put("/{folder_id}")
def edit_folder(app: AppDep, session: SessionDep, folder: FolderDep, wanted: FolderOptions) -> FolderOut:
    """Change what was chosen for a folder."""
    change_folder(folder, options_of(wanted))
    session.flush()
    keep_schedules(session, app.durable)
    return FolderOut.of(folder)


@router.delete("/{folder_id}", status_code=HTTPStatus.NO_CONTENT)
def delete_folder(app: AppDep, session: SessionDep, folder: FolderDep) -> None:
    """Let a folder go; its pictures stay."""
    remove_folder(session, folder)
    session.flush()
    keep_schedules(session, app.durable)


@router.post("/{folder_id}/sync", status_code=HTTPStatus.ACCEPTED, response_model=StartedSync)
def sync_folder(
    app: AppDep, session: SessionDep, principal: PrincipalDep, folder: FolderDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Look through a folder now, and take in what is new or changed."""
    return once(
        app,
        session,
        principal,
        idempotency_key,
        f"POST sync {folder.id}",
        lambda: started_sync(folder, begin_sync(session, app.durable, folder)),
    )


@router.get("/{folder_id}/files")
def list_files(
    session: SessionDep,
    folder: FolderDep,
    status: FileStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> FileList:
    """List a folder's files and what became of each, newest first."""
    found = queries.files(session, folder, status=status, limit=limit, cursor=cursor)
    return FileList(items=[FileOut.of(one) for one in found.files], next_cursor=found.next_cursor)


@router.post("/{folder_id}/files/retry", status_code=HTTPStatus.ACCEPTED, response_model=RetriedFiles)
def retry_failed_files(
    app: AppDep, session: SessionDep, principal: PrincipalDep, folder: FolderDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Try all files again that could not be stored."""

    def start() -> Answer:
        retried = RetriedFiles(files=retry_files(session, app.durable, folder))
        return HTTPStatus.ACCEPTED, retried.model_dump(mode="json"), {"Location": f"/api/media/folders/{folder.id}"}

    return once(app, session, principal, idempotency_key, f"POST retry {folder.id}", start)


@router.post("/{folder_id}/files/{file_id}/retry", status_code=HTTPStatus.ACCEPTED, response_model=FileOut)
def retry_failed_file(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    folder: FolderDep,
    file_id: UUID,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Try a file again that could not be stored."""

    def start() -> Answer:
        file = queries.file(session, folder, file_id)
        run_id = retry_file(session, app.durable, folder, file)
        return HTTPStatus.ACCEPTED, FileOut.of(file).model_dump(mode="json"), {"Location": f"/api/runs/{run_id}"}

    return once(app, session, principal, idempotency_key, f"POST retry {file_id}", start)


def options_of(wanted: FolderOptions) -> Options:
    """Return what was chosen for a folder."""
    return Options(
        include_subfolders=wanted.include_subfolders,
        keep_location=wanted.keep_location,
        prompt=wanted.prompt,
        every=wanted.every,
    )


def started_sync(folder: Folder, run_id: str) -> Answer:
    """Return the answer to who started a sync."""
    started = StartedSync(
        message=f"Looking through “{folder.name}”. Pictures appear in the library as they are stored.",
        event_id=run_id,
        run_id=run_id,
        folder_id=folder.id,
    )
    location = {"Location": f"/api/media/folders/{folder.id}"}
    return HTTPStatus.ACCEPTED, started.model_dump(mode="json"), location
