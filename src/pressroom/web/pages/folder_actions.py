"""What a person does with a folder that pictures come from."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from pressroom.core.connections.queries import connection as find_connection
from pressroom.core.runs.actions import cancel_run
from pressroom.features.media.actions.again import try_again
from pressroom.features.media.folders import queries
from pressroom.features.media.folders.actions.files import retry_file, retry_files
from pressroom.features.media.folders.actions.keep import Options, change_folder, keep_schedules, remove_folder
from pressroom.features.media.folders.actions.sync import begin_sync
from pressroom.features.media.models import Every, FileStatus
from pressroom.features.media.queries import item
from pressroom.kernel.errors import Conflict, Invalid, PressroomError
from pressroom.web.adding_folders import add_drive_folder, add_local_folder
from pressroom.web.asking import AppDep, DoorsDep, FolderDep, PrincipalDep, SessionDep
from pressroom.web.pages.folders import folders_page
from pressroom.web.replies import done, go_to

router = APIRouter(prefix="/media/folders", include_in_schema=False)

Text = Annotated[str, Form(max_length=2000)]


def options_in(schedule: Text = "", sub_folders: Text = "", keep_location: Text = "", prompt: Text = "") -> Options:
    """Return what was chosen in a form; an unknown schedule is none."""
    return Options(
        include_subfolders=bool(sub_folders),
        keep_location=bool(keep_location),
        prompt=prompt,
        every=Every(schedule) if schedule in set(Every) else Every.NEVER,
    )


@router.post("")
def add(
    request: Request,
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    kind: Text = "",
    connection: Text = "",
    folder: Text = "",
    root: Text = "",
    path: Text = "",
    schedule: Text = "",
    sub_folders: Text = "",
    keep_location: Text = "",
    prompt: Text = "",
) -> Response:
    """Add a folder and start to look through it; what is wrong is told in its form."""
    options = options_in(schedule, sub_folders, keep_location, prompt)
    try:
        with session.begin_nested():
            if kind == "folder":
                place = str(Path(root) / path) if root else ""
                added = add_local_folder(app, doors, session, principal, path=place, options=options)
            else:
                if not connection or not folder:
                    raise Invalid("Choose an account and a folder first.", code="folder")
                account = find_connection(session, principal.workspace_id, UUID(connection))
                added = add_drive_folder(
                    app, doors, session, principal, account=account, folder_id=folder, options=options
                )
            begin_sync(session, app.durable, added)
    except (PressroomError, ValueError) as error:
        errors = {"folder" if kind == "folder" else "google_drive": str(error)}
        return folders_page(app, doors, session, principal, connection=connection, errors=errors, path=path)
    return go_to(request, f"/media/folders/{added.id}")


@router.post("/{folder_id}/settings")
def settings(
    request: Request,
    app: AppDep,
    session: SessionDep,
    folder: FolderDep,
    schedule: Text = "",
    sub_folders: Text = "",
    keep_location: Text = "",
    prompt: Text = "",
) -> Response:
    """Change what was chosen for a folder."""
    change_folder(folder, options_in(schedule, sub_folders, keep_location, prompt))
    session.flush()
    keep_schedules(session, app.durable)
    return done(request, "Saved.", back=_page(folder.id))


@router.post("/{folder_id}/sync")
def sync(request: Request, app: AppDep, session: SessionDep, folder: FolderDep) -> Response:
    """Look through a folder now."""
    begin_sync(session, app.durable, folder)
    return done(request, "Looking through it.", back=_page(folder.id), tone="info")


@router.post("/{folder_id}/stop")
def stop(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, folder: FolderDep) -> Response:
    """Stop a folder's sync; files it did not come to are left for the next."""
    if folder.run_id is None:
        raise Conflict("This folder has not been synced yet, so there is nothing to stop.", code="over")
    cancel_run(session, app.durable, app.subjects, principal.workspace_id, folder.run_id)
    return done(request, "Stopped. Files under way are finished first.", back=_page(folder.id))


@router.post("/{folder_id}/retry")
def retry_all(
    request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, folder: FolderDep
) -> Response:
    """Try everything again that failed: files that could not be stored, pictures that could not be described."""
    number = retry_files(session, app.durable, folder)
    for failed in queries.undescribed(session, folder, limit=500):
        try_again(session, app.durable, item(session, principal.workspace_id, failed.id, lock=True))
        number += 1
    return done(request, f"Trying {number:,} again.", back=_page(folder.id), tone="info")


@router.post("/{folder_id}/files/{file_id}/retry")
def retry_one(
    request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, folder: FolderDep, file_id: UUID
) -> Response:
    """Try a file again, or the picture it became."""
    file = queries.file(session, folder, file_id)
    if file.status is FileStatus.FAILED:
        retry_file(session, app.durable, folder, file)
    else:
        try_again(session, app.durable, item(session, principal.workspace_id, file_id, lock=True))
    return done(request, "Trying it again.", back=_page(folder.id), tone="info")


@router.post("/{folder_id}/removal")
def remove(request: Request, app: AppDep, session: SessionDep, folder: FolderDep) -> Response:
    """Let a folder go; its pictures stay."""
    remove_folder(session, folder)
    session.flush()
    keep_schedules(session, app.durable)
    return go_to(request, "/media/folders")


def _page(folder_id: UUID) -> str:
    return f"/media/folders/{folder_id}"
