"""The files of a folder on their way into the library: handed out, stored, failed, tried again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.intake import Kept, record_kept
from pressroom.core.assets.models import Source
from pressroom.core.runs.models import PausedRun
from pressroom.features.media.actions import progress
from pressroom.features.media.actions.accept import item_with
from pressroom.features.media.folders.actions.sync import hold, is_left, locked
from pressroom.features.media.folders.rules import MOST_DELAYS, SYNCING, file_run_id, retry_run_id
from pressroom.features.media.models import (
    FOLDER_KIND,
    KIND,
    FileStatus,
    Folder,
    FolderFile,
    FolderKind,
    FolderStatus,
    Item,
    Status,
)
from pressroom.features.media.rules import BUSY as BUSY_ITEMS
from pressroom.kernel.clock import now
from pressroom.kernel.durable import BULK, ROUNDS, URGENT, Durable, current_run_id
from pressroom.kernel.errors import Conflict
from pressroom.kernel.failure import AUTH_LOST, BUSY, Failure
from pressroom.kernel.ids import new_id
from pressroom.kernel.storage import Storage

SOURCES = {FolderKind.GOOGLE_DRIVE: Source.GOOGLE_DRIVE, FolderKind.FOLDER: Source.FOLDER}


@dataclass(frozen=True, slots=True)
class Left:
    """Whether files of a sync are still to be handed out, and how many are under way."""

    is_waiting: bool
    under_way: int


def hand_out(session: Session, durable: Durable, folder_id: UUID, *, at_once: int) -> Left:
    """Give files a run each, as long as fewer than `at_once` are under way; return what is left."""
    folder = locked(session, folder_id)
    under_way = _under_way(session, folder)
    room = (1 if folder.holds else at_once) - under_way  # one file tries whether a busy source answers again
    if room > 0 and _may_go_on(folder):
        chosen = session.scalars(
            select(FolderFile)
            .where(FolderFile.folder_id == folder_id, FolderFile.status == FileStatus.FOUND)
            .order_by(FolderFile.delays, FolderFile.id)
            .limit(room)
            .with_for_update()
        ).all()
        for file in chosen:
            _start_file(session, durable, file, attempt=folder.attempt)
        session.flush()
        under_way += len(chosen)
    return Left(is_left(session, folder_id), under_way)


def retry_file(session: Session, durable: Durable, folder: Folder, file: FolderFile) -> str:
    """Try a file again that failed, or that was judged by its bytes to be none for the library; return the run's id.

    Raises Conflict where there is nothing to try again.
    """
    home = locked(session, folder.id)
    session.refresh(file, with_for_update=True)
    was_judged = file.status is FileStatus.SKIPPED and file.code is not None
    if file.status is not FileStatus.FAILED and not was_judged:
        raise Conflict("This file did not fail, so there is nothing to try again.", code="not_failed")
    file.status, file.reason, file.code, file.delays = FileStatus.FOUND, None, None, 0
    return _retry(session, durable, home)


def retry_files(session: Session, durable: Durable, folder: Folder) -> int:
    """Try all files again that failed; return how many."""
    home = locked(session, folder.id)
    failed = session.scalars(
        update(FolderFile)
        .where(FolderFile.folder_id == folder.id, FolderFile.status == FileStatus.FAILED)
        .values(status=FileStatus.FOUND, reason=None, code=None, delays=0, updated_at=now())
        .returning(FolderFile.id)
    ).all()
    if failed:
        _retry(session, durable, home)
    return len(failed)


def take_file(session: Session, file_id: UUID, run_id: str) -> tuple[FolderFile, Folder] | None:
    """Return a file that its run may fetch now; while its source is let rest, it goes back to be handed out later."""
    both = select(FolderFile, Folder).join(Folder, Folder.id == FolderFile.folder_id).where(FolderFile.id == file_id)
    file, folder = session.execute(both).one_or_none() or (None, None)
    if file is None or folder is None or not _is_business(file, run_id):
        return None
    if file.status is FileStatus.QUEUED and folder.status in SYNCING and is_resting(folder):
        session.refresh(file, with_for_update=True)
        if _is_business(file, run_id):
            file.status, file.run_id = FileStatus.FOUND, None
        return None
    return file, folder


def record_stored(
    session: Session, storage: Storage, found: tuple[FolderFile, Folder], run_id: str, kept: Kept
) -> tuple[UUID, bool] | None:
    """Write a file's bytes down as a picture; return its id, and whether there is anything to be seen in it anew.

    The same bytes in the library already are that picture. None where the file is no longer this run's business.
    """
    as_found, folder = found
    file = session.get(FolderFile, as_found.id, with_for_update=True)
    if file is None or not _is_business(file, run_id):
        return None
    asset = record_kept(
        session,
        storage,
        kept,
        workspace_id=file.workspace_id,
        source=SOURCES[folder.kind],
        source_id=file.source_id,
    )
    file.size = kept.stored.size
    known = None if asset.is_new else item_with(session, file.workspace_id, asset.sha256)
    if known is not None and known.id != file.id:
        _settle(file, known.id)
        return known.id, False
    item = session.get(Item, file.id, with_for_update={"of": Item}) if file.media_id else None
    if item is None:
        item = _new_item(folder, file)
        session.add(item)
    elif item.asset_id != asset.id:
        _part(session, item)
    is_new = item.asset_id != asset.id or item.status is not Status.COMPLETED
    item.asset_id, item.run_id, item.filename = asset.id, run_id, kept.filename
    if is_new:
        item.status, item.failed_stage, item.error, item.error_code = Status.PENDING, None, None, None
    _settle(file, item.id)
    return item.id, is_new


def record_skipped(session: Session, file_id: UUID, run_id: str, reason: str, code: str) -> None:
    """Note that a file is nothing for the library, and why."""
    file = session.get(FolderFile, file_id, with_for_update=True)
    if file is not None and _is_business(file, run_id):
        file.status, file.reason, file.code = FileStatus.SKIPPED, reason, code


def record_failure(session: Session, file_id: str, failure: Failure) -> None:
    """Note why a file could not be stored; what lies with its source leaves it to be done later, a few times."""
    file = session.get(FolderFile, UUID(file_id))
    if file is None:
        return
    folder = locked(session, file.folder_id)
    session.refresh(file, with_for_update=True)
    if file.status is not FileStatus.QUEUED or file.run_id != current_run_id():
        return
    file.delays += failure.code == BUSY
    later = failure.code in {BUSY, AUTH_LOST} and file.delays < MOST_DELAYS and folder.status in SYNCING
    file.status = FileStatus.FOUND if later else FileStatus.FAILED
    file.reason, file.code = failure.reason, failure.code
    if later and failure.code == AUTH_LOST:
        folder.error, folder.error_code = failure.reason, failure.code
    elif later and folder.error_code != AUTH_LOST:
        hold(folder, failure)


def break_off(session: Session, file_id: str, reason: str) -> None:
    """Fail the file, or the picture it became, for its run broke in an unforeseen way."""
    abandon_file(session, UUID(file_id), current_run_id(), reason)
    progress.abandon(session, UUID(file_id), current_run_id(), reason)


def abandon_file(session: Session, file_id: UUID, run_id: str | None, reason: str) -> None:
    """Fail a file whose run was cancelled or given up before it was stored."""
    file = session.get(FolderFile, file_id, with_for_update=True)
    if file is not None and file.run_id == run_id and file.status is FileStatus.QUEUED:
        file.status, file.reason, file.code = FileStatus.FAILED, reason, "abandoned"


def is_resting(folder: Folder) -> bool:
    """Tell whether a folder's source is let rest for now."""
    return folder.waits_until is not None and folder.waits_until > now()


def _retry(session: Session, durable: Durable, folder: Folder) -> str:
    """Have the sync that is under way take the files that wait, or a run that takes them and nothing else."""
    session.flush()
    if folder.status in SYNCING and folder.run_id:
        return folder.run_id
    folder.status, folder.error, folder.error_code = FolderStatus.SYNCING, None, None
    folder.holds, folder.waits_until = 0, None
    folder.run_id = durable.enqueue(
        session,
        "retry_files",
        str(folder.id),
        run_id=retry_run_id(folder.id, new_id()),
        workspace_id=folder.workspace_id,
        subject=(FOLDER_KIND, folder.id),
        queue=ROUNDS,
        priority=URGENT,
    )
    return folder.run_id


def _start_file(session: Session, durable: Durable, file: FolderFile, *, attempt: int) -> None:
    file.status, file.handled_in = FileStatus.QUEUED, attempt
    file.reason = file.code = None
    file.tries += 1
    file.run_id = file_run_id(file.id, attempt, file.tries)
    durable.enqueue(
        session,
        "sync_file",
        str(file.id),
        run_id=file.run_id,
        workspace_id=file.workspace_id,
        subject=(KIND, file.id),
        priority=BULK,
    )


def _is_business(file: FolderFile, run_id: str) -> bool:
    """Tell whether a run is still to bring a file, or has, as it finds when it does it again after a crash."""
    return file.run_id == run_id and file.status in {FileStatus.QUEUED, FileStatus.STORED}


def _may_go_on(folder: Folder) -> bool:
    return folder.status in SYNCING and folder.error_code != AUTH_LOST and not is_resting(folder)


def _part(session: Session, item: Item) -> None:
    """Have other files with the bytes a picture had until now become a picture of their own."""
    session.execute(
        update(FolderFile)
        .where(
            FolderFile.workspace_id == item.workspace_id,
            FolderFile.media_id == item.id,
            FolderFile.id != item.id,
            FolderFile.status == FileStatus.STORED,
        )
        .values(status=FileStatus.FOUND, updated_at=now())
    )


def _settle(file: FolderFile, media_id: UUID) -> None:
    file.status, file.media_id = FileStatus.STORED, media_id
    file.reason = file.code = None
    file.delays = 0


def _new_item(folder: Folder, file: FolderFile) -> Item:
    return Item(
        id=file.id,
        workspace_id=file.workspace_id,
        folder_id=folder.id,
        created_by=folder.created_by,
        source=SOURCES[folder.kind],
        source_id=file.source_id,
        source_url=file.url,
        filename=file.name,
    )


def _under_way(session: Session, folder: Folder) -> int:
    """Return how many files have a run; once all are stored, how many of their pictures are not done yet.

    Those that wait for a budget are left out: they may do so for weeks, and are stored.
    """
    queued = select(func.count()).where(FolderFile.folder_id == folder.id, FolderFile.status == FileStatus.QUEUED)
    busy = select(func.count()).where(
        Item.workspace_id == folder.workspace_id,
        Item.folder_id == folder.id,
        Item.status.in_(BUSY_ITEMS),
        Item.deleted_at.is_(None),
        Item.run_id.not_in(select(PausedRun.run_id)),
    )
    return session.scalar(queued) or session.scalar(busy) or 0
