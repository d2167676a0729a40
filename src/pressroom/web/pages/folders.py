"""`/media/folders`: folders that pictures come from, and one folder's sync as it happens."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.connections.models import Connection
from pressroom.core.connections.queries import connections
from pressroom.features.media.folders import queries
from pressroom.features.media.folders.rules import SYNCING
from pressroom.features.media.models import Folder, FolderKind
from pressroom.kernel.app import App
from pressroom.providers.doors import Doors
from pressroom.web.asking import AppDep, DoorsDep, FolderDep, PrincipalDep, SessionDep
from pressroom.web.pages.folder_choice import choice_of
from pressroom.web.pages.folder_files import failed_files, skipped_files
from pressroom.web.pages.folder_rows import account_choices, folder_detail, folder_options, folder_row
from pressroom.web.pages.page import shell
from pressroom.web.templating import page as drawn
from pressroom.web.views import (
    FolderChoicePartial,
    FolderPage,
    FolderProgressPartial,
    FolderRowPartial,
    FoldersPage,
)
from pressroom.web.views.folders import FolderDetail
from pressroom.web.views.shell import Choice

router = APIRouter(prefix="/media/folders", include_in_schema=False)

Reference = Annotated[str, Query(max_length=300)]


@router.get("")
def list_folders(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    connection: Reference = "",
    parent: Reference = "",
    q: Reference = "",
) -> Response:
    """Show the folders, and the ways to add one."""
    return folders_page(app, doors, session, principal, connection=connection, parent=parent, q=q)


@router.get("/choice")
def choice(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: PrincipalDep,
    connection: Reference = "",
    parent: Reference = "",
    q: Reference = "",
) -> Response:
    """Show the folders of an account to choose from, alone."""
    found = choice_of(app, doors, session, principal.workspace_id, connection, parent, q)
    return drawn(FolderChoicePartial(found)) if found else Response("")


@router.get("/{folder_id}")
def show_folder(
    session: SessionDep,
    principal: PrincipalDep,
    folder: FolderDep,
    failed: Reference = "",
    skipped: Reference = "",
) -> Response:
    """Show one folder: its newest sync, and the files that failed or were skipped."""
    url = f"/media/folders/{folder.id}"
    return drawn(
        FolderPage(
            shell=shell(session, principal, "media"),
            folder=_detail(session, principal, folder),
            failed=failed_files(session, folder, failed),
            skipped=skipped_files(session, folder, skipped),
            here=url + (f"?failed={failed}&skipped={skipped}" if failed or skipped else ""),
        )
    )


@router.get("/{folder_id}/row")
def row(session: SessionDep, principal: PrincipalDep, folder: FolderDep) -> Response:
    """Show a folder's row, alone."""
    counts = queries.item_counts(session, principal.workspace_id)
    accounts = _accounts(session, principal)
    progress = queries.progress(session, folder) if folder.status in SYNCING else None
    return drawn(FolderRowPartial(folder_row(folder, _account(accounts, folder), counts.get(folder.id, 0), progress)))


@router.get("/{folder_id}/progress")
def progress(session: SessionDep, principal: PrincipalDep, folder: FolderDep) -> Response:
    """Show how far a folder's sync is, alone."""
    return drawn(FolderProgressPartial(_detail(session, principal, folder)))


def folders_page(
    app: App,
    doors: Doors,
    session: Session,
    principal: Principal,
    *,
    connection: str = "",
    parent: str = "",
    q: str = "",
    errors: Mapping[str, str] | None = None,
    path: str = "",
) -> Response:
    """Show the folders, the ways to add one, and what was wrong with the last try."""
    accounts = _accounts(session, principal)
    counts = queries.item_counts(session, principal.workspace_id)
    rows = [
        folder_row(
            one,
            _account(accounts, one),
            counts.get(one.id, 0),
            queries.progress(session, one) if one.status in SYNCING else None,
        )
        for one in queries.folders(session, principal.workspace_id)
    ]
    drives = [one for one in accounts.values() if one.provider == FolderKind.GOOGLE_DRIVE]
    return drawn(
        FoldersPage(
            shell=shell(session, principal, "media"),
            folders=rows,
            connections=account_choices(drives, connection),
            choice=choice_of(app, doors, session, principal.workspace_id, connection, parent, q),
            roots=[Choice(value=str(one), label=str(one), is_chosen=False) for one in doors.media_roots],
            options=folder_options(),
            path=path,
            errors=errors or {},
        )
    )


def _detail(session: Session, principal: Principal, folder: Folder) -> FolderDetail:
    counts = queries.item_counts(session, principal.workspace_id)
    return folder_detail(
        folder,
        _account(_accounts(session, principal), folder),
        counts.get(folder.id, 0),
        queries.progress(session, folder),
        queries.next_sync(folder),
    )


def _accounts(session: Session, principal: Principal) -> Mapping[UUID, Connection]:
    return {one.id: one for one in connections(session, principal.workspace_id)}


def _account(accounts: Mapping[UUID, Connection], folder: Folder) -> Connection | None:
    return accounts.get(folder.connection_id) if folder.connection_id else None
