"""Samples of folders and connections for `/-/patterns`."""

from dataclasses import replace
from datetime import timedelta

from pressroom.kernel.clock import now
from pressroom.web.views.connections import ConnectionRow
from pressroom.web.views.folders import (
    FolderChoice,
    FolderDetail,
    FolderKind,
    FolderOptions,
    FolderRow,
    FolderTrail,
    RemoteFolder,
    SyncDetail,
)
from pressroom.web.views.shell import Choice, Crumb, Progress, State

RUNNING = State("run", "Storing")
OPTIONS = FolderOptions(
    schedules=(
        Choice(value="", label="Only when asked", is_chosen=False),
        Choice(value="hour", label="Every hour", is_chosen=True),
        Choice(value="day", label="Every day", is_chosen=False),
    ),
    has_sub_folders=True,
    keeps_location=False,
    prompt="Name the plants by their botanical names.",
)
CHOICE = FolderChoice(
    connection="sample",
    query="",
    trail=(FolderTrail(id="", name="My Drive"), FolderTrail(id="pictures", name="Pictures")),
    folders=(
        RemoteFolder(id="garden", name="Garden 2026", note=None),
        RemoteFolder(id="kitchen", name="Kitchen", note="shared with you"),
    ),
    trouble=None,
)


def folders() -> list[FolderRow]:
    """Return rows of folders in every state."""
    busy = Progress(1204, 3180)
    return [
        _folder("1", "Garden 2026", state=RUNNING, progress=busy, result=None),
        _folder("2", "Scans", "folder", state=State("ok", "Up to date"), result="12 new, 3,020 unchanged."),
        _folder(
            "3", "Old phone", state=State("warn", "Waits for Google Drive"), progress=Progress(80, None), result=None
        ),
        _folder(
            "4",
            "Kitchen",
            state=State("bad", "Failed"),
            result="The folder is no longer there, or is no longer shared with ada@example.org.",
        ),
        _folder("5", "New one", state=State("idle", "Not synced yet"), result=None),
    ]


def _folder(
    number: str,
    name: str,
    kind: FolderKind = "google_drive",
    *,
    state: State,
    result: str | None,
    progress: Progress | None = None,
) -> FolderRow:
    return FolderRow(
        id=f"sample-{number}",
        name=name,
        kind=kind,
        place="ada@example.org" if kind == "google_drive" else "/srv/pictures/scans",
        has_sub_folders=kind == "google_drive",
        schedule="every hour",
        item_count=3032,
        state=state,
        progress=progress,
        result=result,
        synced_at=now() - timedelta(minutes=12) if result else None,
    )


def folder() -> FolderDetail:
    """Return a folder whose sync is being held up."""
    return FolderDetail(
        id="sample",
        name="Garden 2026",
        kind="google_drive",
        place="ada@example.org",
        external_url="https://drive.google.com/drive/folders/garden",
        item_count=1190,
        next_sync_at=None,
        sync=SyncDetail(
            state=State("warn", "Waits for Google Drive"),
            files=Progress(1204, 3180),
            bytes=Progress(4_300_000_000, 11_900_000_000),
            stored=1148,
            here_already=12,
            unchanged=30,
            skipped=9,
            storage_failures=3,
            unreadable=1,
            description_failures=1,
            held_until=now() + timedelta(minutes=14),
            held_reason="Google Drive asks to wait",
            failure=None,
            started_at=now() - timedelta(minutes=7),
            ended_at=None,
            run=Crumb("/runs", "its run"),
        ),
        is_running=True,
        connection_trouble=None,
        options=OPTIONS,
    )


def connections() -> list[ConnectionRow]:
    """Return connections that work, are unused, and need someone to sign in again."""
    at = now()
    active = ConnectionRow(
        id="sample-1",
        account="ada@example.org",
        state=State("ok", "Active"),
        is_active=True,
        error=None,
        expires_at=at + timedelta(minutes=48),
        renews=True,
        folder_count=2,
        created_at=at - timedelta(days=3),
        reconnect_url="/oauth/google_drive/start",
        has_boards=False,
    )
    pinterest = replace(active, account="kitchennotes", has_boards=True)
    return [
        active,
        replace(pinterest, id="sample-4", board_count=14, read_at=at - timedelta(hours=7)),
        replace(pinterest, id="sample-5", account="justconnected"),
        replace(active, id="sample-2", account="studio@example.org", renews=False, folder_count=0),
        replace(
            active,
            id="sample-3",
            account="kitchen@example.org",
            state=State("bad", "Needs you"),
            is_active=False,
            error="Google ended this sign-in on 19 November. Sign in again and everything goes on.",
        ),
    ]
