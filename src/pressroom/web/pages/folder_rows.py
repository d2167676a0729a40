"""Folders that pictures come from, as rows and in full."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pressroom.core.connections.models import Connection
from pressroom.features.media.folders.queries import Progress as SyncProgress
from pressroom.features.media.folders.rules import SYNCING
from pressroom.features.media.models import Every, Folder, FolderKind, FolderStatus
from pressroom.web.formatting import plural
from pressroom.web.narrowing import choices
from pressroom.web.pages.connections import trouble_with
from pressroom.web.views.folders import FolderDetail, FolderOptions, FolderRow, SyncDetail
from pressroom.web.views.shell import Choice, Crumb, Progress, State

SCHEDULES = {
    Every.NEVER: "Only when asked",
    Every.MINUTE: "Every minute",
    Every.QUARTER: "Every 15 minutes",
    Every.HOUR: "Every hour",
    Every.DAY: "Every day",
}
STATES = {
    FolderStatus.IDLE: State("ok", "Up to date"),
    FolderStatus.SYNCING: State("run", "Syncing"),
    FolderStatus.WAITING: State("warn", "Waiting"),
    FolderStatus.FAILED: State("bad", "Did not finish"),
}
DRIVE = "https://drive.google.com/drive/folders/"


def folder_row(folder: Folder, connection: Connection | None, items: int, progress: SyncProgress | None) -> FolderRow:
    """Return a folder as a row; `progress` is given while it is being looked through."""
    return FolderRow(
        id=str(folder.id),
        name=folder.name,
        kind=folder.kind.value,
        place=_place(folder, connection),
        has_sub_folders=folder.include_subfolders,
        schedule=SCHEDULES[folder.every].lower(),
        item_count=items,
        state=_state(folder, connection),
        progress=Progress(progress.done, progress.total or None) if progress else None,
        result=folder.error or _result(folder.last_result),
        synced_at=folder.last_synced_at,
    )


def folder_detail(
    folder: Folder,
    connection: Connection | None,
    items: int,
    progress: SyncProgress,
    next_sync_at: datetime | None,
) -> FolderDetail:
    """Return a folder, and how far its newest sync is."""
    is_drive = folder.kind is FolderKind.GOOGLE_DRIVE
    return FolderDetail(
        id=str(folder.id),
        name=folder.name,
        kind=folder.kind.value,
        place=_place(folder, connection),
        external_url=DRIVE + folder.remote_id if is_drive else None,
        item_count=items,
        next_sync_at=next_sync_at,
        sync=_sync(folder, connection, progress) if folder.attempt else None,
        is_running=folder.status in SYNCING,
        connection_trouble=trouble_with(connection) if is_drive else None,
        options=folder_options(folder),
    )


def folder_options(folder: Folder | None = None) -> FolderOptions:
    """Return what may be set about a folder, and what is; of a new one, what it is set to at first."""
    chosen = folder.every if folder else Every.HOUR
    return FolderOptions(
        schedules=choices(SCHEDULES.items(), chosen),
        has_sub_folders=folder.include_subfolders if folder else True,
        keeps_location=folder.keep_location if folder else False,
        prompt=(folder.prompt or "") if folder else "",
    )


def account_choices(accounts: Sequence[Connection], chosen: str) -> list[Choice]:
    """Return the accounts to choose from; one that needs reconnecting says so."""
    labels = {str(one.id): one.account if one.active else f"{one.account} (needs reconnecting)" for one in accounts}
    return choices(labels.items(), chosen)


def _place(folder: Folder, connection: Connection | None) -> str:
    if folder.kind is FolderKind.FOLDER:
        return folder.remote_id
    return connection.account if connection else "no account"


def _state(folder: Folder, connection: Connection | None) -> State:
    if folder.kind is FolderKind.GOOGLE_DRIVE and trouble_with(connection):
        return State("bad", "Needs reconnecting")
    if folder.status is FolderStatus.IDLE and folder.last_synced_at is None:
        return State("idle", "Not synced yet")
    return STATES[folder.status]


def _sync(folder: Folder, connection: Connection | None, progress: SyncProgress) -> SyncDetail:
    is_waiting = folder.status is FolderStatus.WAITING
    return SyncDetail(
        state=_state(folder, connection),
        files=Progress(progress.done, progress.total),
        bytes=Progress(progress.bytes_stored, progress.bytes_total or None),
        stored=progress.stored - progress.here_already,
        here_already=progress.here_already,
        unchanged=progress.unchanged,
        skipped=progress.skipped,
        storage_failures=progress.storage_failures,
        unreadable=progress.unreadable,
        description_failures=progress.description_failures - progress.unreadable,
        held_until=folder.waits_until if is_waiting else None,
        held_reason=folder.error if is_waiting else None,
        failure=folder.error if folder.status is FolderStatus.FAILED else None,
        started_at=folder.started_at,
        ended_at=None if folder.status in SYNCING else folder.updated_at,
        run=Crumb(f"/runs/{folder.run_id}", "its run") if folder.run_id else None,
    )


def _result(result: Mapping[str, Any] | None) -> str | None:
    if not result:
        return None
    told = [plural(result["succeeded"], "picture")]
    for name, words in (("unchanged", "unchanged"), ("skipped", "skipped"), ("failed", "failed")):
        if result.get(name):
            told.append(f"{result[name]:,} {words}")
    return ", ".join(told)
