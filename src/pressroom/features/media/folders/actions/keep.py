"""Folders added, changed, let go, and their schedules with the engine."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pressroom.features.media.folders.rules import CRONS, SCHEDULE, schedule_name
from pressroom.features.media.models import Every, Folder, FolderKind
from pressroom.kernel.durable import ROUNDS, Durable
from pressroom.kernel.errors import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person chose for a folder."""

    include_subfolders: bool = False
    keep_location: bool = False
    prompt: str | None = None
    every: Every = Every.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Where a folder is: Drive's id of it and its connection, or a path of this server's disk."""

    kind: FolderKind
    id: str
    name: str
    drive_id: str | None = None
    connection_id: UUID | None = None


def add_folder(
    session: Session, *, workspace_id: UUID, user_id: UUID | None, remote: Remote, options: Options
) -> Folder:
    """Add a folder to be looked through; raises Conflict when the workspace has it already."""
    folder = Folder(
        workspace_id=workspace_id,
        created_by=user_id,
        connection_id=remote.connection_id,
        kind=remote.kind,
        remote_id=remote.id,
        drive_id=remote.drive_id,
        name=remote.name,
    )
    _set(folder, options)
    try:
        with session.begin_nested():
            session.add(folder)
    except IntegrityError as error:
        raise Conflict(f"“{remote.name}” is among your folders already.", code="known") from error
    return folder


def change_folder(folder: Folder, options: Options) -> None:
    """Change what was chosen for a folder; with other sub-folders, the next sync looks through all of it."""
    if folder.include_subfolders != options.include_subfolders:
        folder.position, folder.is_listed = None, False
    _set(folder, options)


def connect_folder(folder: Folder, connection_id: UUID) -> None:
    """Have a folder looked through with an account; another's feed of changes knows nothing of what was seen before."""
    if folder.connection_id != connection_id:
        folder.connection_id, folder.position, folder.is_listed = connection_id, None, False


def remove_folder(session: Session, folder: Folder) -> None:
    """Let a folder go; the pictures that came from it stay."""
    session.delete(folder)


def keep_schedules(session: Session, durable: Durable) -> None:
    """Make the engine's schedules those of the folders.

    The engine keeps its schedules in transactions of its own, so whoever changes a folder, and every worker now and
    then, makes them what they should be.
    """
    chosen = session.execute(select(Folder.id, Folder.every).where(Folder.every != Every.NEVER)).all()
    wanted = {schedule_name(folder_id): (CRONS[every], str(folder_id)) for folder_id, every in chosen}
    kept = durable.client.list_schedules(schedule_name_prefix=SCHEDULE)
    there = {one["schedule_name"]: (one["schedule"], one["context"]["folder_id"]) for one in kept}
    for name in there.keys() - wanted.keys():
        durable.client.delete_schedule(name)
    missing = [(name, *what) for name, what in wanted.items() if there.get(name) != what]
    durable.client.apply_schedules(
        [
            {
                "schedule_name": name,
                "workflow_name": "sync_on_schedule",
                "schedule": cron,
                "context": {"folder_id": folder_id},
                "queue_name": ROUNDS,
            }
            for name, cron, folder_id in missing
        ]
    )


def _set(folder: Folder, options: Options) -> None:
    folder.include_subfolders = options.include_subfolders
    folder.keep_location = options.keep_location
    folder.prompt = (options.prompt or "").strip() or None
    folder.every = options.every
