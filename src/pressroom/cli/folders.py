"""`pressroom folders`: folders that pictures come from, added, synced, let go."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.adding import INTERRUPTED_CODE, interruptible, worker_beside
from pressroom.cli.composer import Composer
from pressroom.cli.desk import Desk, desk
from pressroom.cli.looking import Far, follow
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import clock, complain, out, print_facts, print_json, print_table, say
from pressroom.features.media.folders import queries
from pressroom.features.media.folders.actions.keep import Options, Remote, add_folder, keep_schedules, remove_folder
from pressroom.features.media.folders.actions.sync import begin_sync
from pressroom.features.media.folders.queries import Progress as Sync
from pressroom.features.media.folders.rules import SYNCING
from pressroom.features.media.folders.schemas import FolderList, FolderOut
from pressroom.features.media.models import Every, Folder, FolderKind, FolderStatus

folders = typer.Typer(name="folders", help="Add and sync folders that pictures come from.", no_args_is_help=True)

FolderId = Annotated[UUID, typer.Argument(metavar="ID", help="The folder's id.")]
LONGEST_PROMPT = 2000


@folders.command("list")
def list_folders(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List the folders, by name."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.folders(session, place.workspace_id)
        counts = queries.item_counts(session, place.workspace_id)
    if as_json:
        print_json(FolderList(items=[FolderOut.of(one) for one in found]))
        return
    print_table(
        ("Id", "Status", "Name", "Pictures", "Every", "Last looked through"),
        [
            (
                str(one.id),
                one.status,
                one.name,
                f"{counts.get(one.id, 0):,}",
                one.every,
                clock(one.last_synced_at) or "never",
            )
            for one in found
        ],
        nothing="There are no folders. `pressroom folders add PATH` adds one of this machine.",
    )


@folders.command("add")
def add(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A folder of this machine.")],
    *,
    sub_folders: Annotated[bool, typer.Option("--sub-folders", help="Also what is in folders below it.")] = False,
    every: Annotated[Every, typer.Option(help="How often it is looked through by itself.")] = Every.NEVER,
    prompt: Annotated[
        str | None, typer.Option(help="What to ask of the describing model, besides its rules; up to 2,000 characters.")
    ] = None,
    keep_location: Annotated[bool, typer.Option("--keep-location", help="Keep where pictures were taken.")] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Add a folder of this machine to take pictures from; `pressroom folders sync` looks through it.

    Whoever may run this may read the folder, so PRESSROOM_MEDIA_ROOTS, which is for the browser, need not name it.
    The machines of all workers must have it at the same path. Folders of a Google Drive are added in the browser.
    """
    options = Options(
        include_subfolders=sub_folders,
        keep_location=keep_location,
        prompt=prompt[:LONGEST_PROMPT] if prompt else None,
        every=every,
    )
    composer: Composer = context.obj
    there = composer.doors.source(FolderKind.FOLDER).folder(str(path.resolve()))
    remote = Remote(kind=FolderKind.FOLDER, id=there.id, name=there.name)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        added = add_folder(
            session, workspace_id=place.workspace_id, user_id=place.user_id, remote=remote, options=options
        )
        keep_schedules(session, place.app.durable)
    if as_json:
        print_json(FolderOut.of(added))
    else:
        out.print(str(added.id))
        say(f"Added “{added.name}”. `pressroom folders sync {added.id}` looks through it now.")


@folders.command("show")
def show(
    context: typer.Context, folder_id: FolderId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Show one folder, and how far its newest sync is."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.folder(session, place.workspace_id, folder_id)
        sync = queries.progress(session, found)
    if as_json:
        print_json(FolderOut.of(found, sync))
    else:
        print_facts(_facts(found, sync))


@folders.command("sync")
def sync(
    context: typer.Context,
    folder_id: FolderId,
    *,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until all is stored and described; failures make it exit with 1.")
    ] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Look through a folder now, and take in what is new or changed. Ctrl-C stops the waiting, not the sync."""
    with desk(context, workspace) as place, interruptible() as stop:
        with place.app.database.transaction() as session:
            run_id = begin_sync(
                session, place.app.durable, queries.folder(session, place.workspace_id, folder_id, lock=True)
            )
        if wait:
            with worker_beside(context.obj, place):
                follow("Taking in", lambda: _far(place, folder_id), stop=stop)
        with place.app.database.transaction() as session:
            found = queries.folder(session, place.workspace_id, folder_id)
            now = queries.progress(session, found)
    if as_json:
        print_json(FolderOut.of(found, now))
    elif wait:
        _tell(found, now)
    else:
        out.print(f"Started {run_id}", soft_wrap=True)
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(wait and _has_failures(found, now)))


@folders.command("remove")
def remove(
    context: typer.Context, folder_id: FolderId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Let a folder go; its pictures stay."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.folder(session, place.workspace_id, folder_id, lock=True)
        remove_folder(session, found)
        session.flush()
        keep_schedules(session, place.app.durable)
    if as_json:
        print_json({"removed": str(folder_id)})
    else:
        say(f"“{found.name}” is let go; its pictures stay.")


def _far(place: Desk, folder_id: UUID) -> Far:
    with place.app.database.transaction() as session:
        found = queries.folder(session, place.workspace_id, folder_id)
        now = queries.progress(session, found)
    waits = found.error or "" if found.status is FolderStatus.WAITING else ""
    return Far(now.done, now.total, waits, is_over=found.status not in SYNCING)


def _has_failures(folder: Folder, sync: Sync) -> bool:
    return folder.status is FolderStatus.FAILED or bool(sync.storage_failures + sync.description_failures)


def _tell(folder: Folder, sync: Sync) -> None:
    out.print(
        f"{sync.described:,} stored and described, {sync.unchanged:,} as they were, {sync.skipped:,} left aside.",
        soft_wrap=True,
    )
    if sync.storage_failures:
        complain(f"{sync.storage_failures:,} could not be stored: the folder's page says why.")
    if sync.description_failures:
        complain(
            f"{sync.description_failures:,} could not be seen or described: `pressroom media list --status failed`."
        )
    if folder.error:
        complain(folder.error)


def _facts(folder: Folder, sync: Sync) -> Mapping[str, str]:
    facts = {
        "Id": str(folder.id),
        "Name": folder.name,
        "From": f"{folder.kind} {folder.remote_id}",
        "Folders below": "yes" if folder.include_subfolders else "no",
        "Every": folder.every,
        "Prompt": folder.prompt,
        "Status": folder.status,
        "Error": folder.error,
        "Last looked through": clock(folder.last_synced_at),
        "Run": folder.run_id,
        "Newest sync": f"{sync.done:,} of {sync.total:,} done" if sync.total else "",
        "Described": f"{sync.described:,}" if sync.total else "",
        "Left aside": f"{sync.skipped:,}" if sync.skipped else "",
        "Not stored": f"{sync.storage_failures:,}" if sync.storage_failures else "",
        "Not described": f"{sync.description_failures:,}" if sync.description_failures else "",
    }
    return {name: value for name, value in facts.items() if value}
