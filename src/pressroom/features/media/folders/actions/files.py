"""The files of a folder on their way into the library: handed out, stored, failed, tried again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.assets.intake import Kept, record_kept
from pressroom.core.assets.models import Source
from pressroom.features.media.actions import progress
from pressroom.features.media.actions.accept import item_with
from pressroom.features.media.folders.actions.sync import hold, lose
from pressroom.features.media.folders.rules import MOST_DELAYS, SYNCING, file_run_id
from pressroom.features.media.models import KIND, FileStatus, Folder, FolderFile, FolderKind, Item, Status
from pressroom.kernel.clock import now
from pressroom.kernel.durable import BULK, Durable, current_run_id
from pressroom.kernel.errors import Conflict
from pressroom.kernel.failure import AUTH_LOST, BUSY, Failure
from pressroom.kernel.storage import Storage

SOURCES = {FolderKind.GOOGLE_DRIVE: Source.GOOGLE_DRIVE, FolderKind.FOLDER: Source.FOLDER}


@dataclass(frozen=True, slots=True)
class Left:
    """Files of a sync that are still to be done, and that are being done."""

    found: int
    queued: int


def hand_out(session: Session, durable: Durable, folder_id: UUID, *, at_once: int) -> Left:
    """Give files a run each, as long as fewer than `at_once` are under way; return what is left."""
    folder = session.get_one(Folder, folder_id, with_for_update={"key_share": True})
    left = _left(session, folder_id)
    room = (1 if folder.holds else at_once) - left.queued  # one file tries whether a busy source answers again
    if room <= 0 or not _may_go_on(folder):
        return left
    chosen = session.scalars(
        select(FolderFile)
        .where(FolderFile.folder_id == folder_id, FolderFile.status == FileStatus.FOUND)
        .order_by(FolderFile.delays, FolderFile.id)
        .limit(room)
        .with_for_update()
    ).all()
    for file in chosen:
        start_file(session, durable, file, attempt=folder.attempt)
    session.flush()
    return Left(left.found - len(chosen), left.queued + len(chosen))


def start_file(session: Session, durable: Durable, file: FolderFile, *, attempt: int) -> str:
    """Start the run that brings one file into the library; return the run's id."""
    file.status, file.handled_in = FileStatus.QUEUED, attempt
    file.reason = file.code = None
    file.tries += 1
    file.run_id = durable.enqueue(
        session,
        "sync_file",
        str(file.id),
        run_id=file_run_id(file.id, attempt, file.tries),
        workspace_id=file.workspace_id,
        subject=(KIND, file.id),
        priority=BULK,
    )
    return file.run_id


def retry_file(session: Session, durable: Durable, folder: Folder, file: FolderFile) -> str:
    """Try a file again that failed; return the run's id. Raises Conflict where it did not fail."""
    if file.status is not FileStatus.FAILED:
        raise Conflict("This file did not fail, so there is nothing to try again.", code="not_failed")
    return start_file(session, durable, file, attempt=folder.attempt)


def retry_files(session: Session, durable: Durable, folder: Folder) -> int:
    """Try all files again that failed; return how many."""
    failed = session.scalars(
        select(FolderFile)
        .where(FolderFile.folder_id == folder.id, FolderFile.status == FileStatus.FAILED)
        .order_by(FolderFile.id)
        .with_for_update()
    ).all()
    for file in failed:
        start_file(session, durable, file, attempt=folder.attempt)
    return len(failed)


def record_stored(
    session: Session, storage: Storage, file_id: UUID, run_id: str, kept: Kept
) -> tuple[UUID, bool] | None:
    """Write a file's bytes down as a picture; return its id, and whether there is anything to be seen in it anew.

    The same bytes in the library already are that picture. None where the file is no longer this run's business.
    """
    file = session.get(FolderFile, file_id, with_for_update=True)
    if file is None or file.run_id != run_id:
        return None
    folder = session.get_one(Folder, file.folder_id)
    asset = record_kept(
        session,
        storage,
        kept,
        workspace_id=file.workspace_id,
        source=SOURCES[folder.kind],
        source_id=file.source_id,
    )
    known = item_with(session, file.workspace_id, asset.sha256)
    if known is not None and known.id != file.id:
        _settle(file, known.id)
        return known.id, False
    item = session.get(Item, file.id)
    if item is None:
        item = _new_item(folder, file)
        session.add(item)
    is_new = item.asset_id != asset.id or item.status is not Status.COMPLETED
    item.asset_id, item.run_id = asset.id, run_id
    item.filename = file.name
    if is_new:
        item.status, item.failed_stage, item.error, item.error_code = Status.PENDING, None, None, None
    _settle(file, item.id)
    return item.id, is_new


def record_skipped(session: Session, file_id: UUID, run_id: str, reason: str, code: str | None) -> None:
    """Note that a file is nothing for the library, and why."""
    file = session.get(FolderFile, file_id, with_for_update=True)
    if file is not None and file.run_id == run_id:
        file.status, file.reason, file.code = FileStatus.SKIPPED, reason, code


def record_failure(session: Session, file_id: str, failure: Failure) -> None:
    """Note why a file could not be stored; what lies with its source leaves it to be done later, a few times."""
    file = session.get(FolderFile, UUID(file_id), with_for_update=True)
    if file is None:
        return
    is_outside = failure.code in {BUSY, AUTH_LOST}
    if failure.code == BUSY:
        file.delays += 1
        hold(session, file.folder_id, failure)
    if failure.code == AUTH_LOST:
        lose(session, file.folder_id, failure)
    later = is_outside and file.delays < MOST_DELAYS
    file.status = FileStatus.FOUND if later else FileStatus.FAILED
    file.reason, file.code = failure.reason, failure.code


def break_off(session: Session, file_id: str, reason: str) -> None:
    """Fail the file, or the picture it became, for its run broke in an unforeseen way."""
    abandon_file(session, UUID(file_id), current_run_id(), reason)
    progress.abandon(session, UUID(file_id), current_run_id(), reason)


def abandon_file(session: Session, file_id: UUID, run_id: str | None, reason: str) -> None:
    """Fail a file whose run was cancelled or given up before it was stored."""
    file = session.get(FolderFile, file_id, with_for_update=True)
    if file is not None and file.run_id == run_id and file.status is FileStatus.QUEUED:
        file.status, file.reason, file.code = FileStatus.FAILED, reason, "abandoned"


def _may_go_on(folder: Folder) -> bool:
    is_resting = folder.waits_until is not None and folder.waits_until > now()
    return folder.status in SYNCING and folder.error_code != AUTH_LOST and not is_resting


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


def _left(session: Session, folder_id: UUID) -> Left:
    def number(status: FileStatus) -> int:
        of_status = select(func.count()).where(FolderFile.folder_id == folder_id, FolderFile.status == status)
        return session.scalar(of_status) or 0

    return Left(number(FileStatus.FOUND), number(FileStatus.QUEUED))
