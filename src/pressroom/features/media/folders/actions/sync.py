"""A folder's sync, as its runs write it down, beat by beat. Every one is safe to repeat."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select, text, update
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.core.runs import stranded
from pressroom.features.media.folders.queries import progress
from pressroom.features.media.folders.rules import SYNCING, check_may_sync, rest_seconds, sync_run_id
from pressroom.features.media.models import FOLDER_KIND, FileStatus, Folder, FolderFile, FolderStatus
from pressroom.kernel.clock import now, zulu
from pressroom.kernel.durable import NORMAL, ROUNDS, Durable, current_run_id
from pressroom.kernel.failure import AUTH_LOST, Failure

_STRANDED_FILES = text(
    "UPDATE folder_files f SET status = 'failed', reason = 'Its run ended before it was done.', code = 'abandoned', "
    "updated_at = now() FROM dbos.workflow_status w WHERE w.workflow_uuid = f.run_id AND f.status = 'queued' "
    "AND w.status NOT IN ('ENQUEUED', 'DELAYED', 'PENDING') AND f.updated_at < now() - make_interval(secs => 30)"
)


def begin_sync(session: Session, durable: Durable, folder: Folder) -> str:
    """Start looking through a folder; return the run's id. Raises Conflict while it is being looked through."""
    check_may_sync(folder)
    folder.attempt += 1
    folder.status, folder.error, folder.error_code = FolderStatus.SYNCING, None, None
    folder.holds, folder.waits_until, folder.started_at = 0, None, now()
    if not folder.is_listed:  # the last series of looks was broken off, so what it saw counts for nothing
        folder.position, folder.in_listing = None, False
    folder.run_id = durable.enqueue(
        session,
        "sync_folder",
        str(folder.id),
        run_id=sync_run_id(folder.id, folder.attempt),
        workspace_id=folder.workspace_id,
        subject=(FOLDER_KIND, folder.id),
        queue=ROUNDS,
        priority=NORMAL,
    )
    return folder.run_id


def hold(folder: Folder, failure: Failure) -> float:
    """Let a busy source rest, longer each time in a row; return for how many seconds. The folder is locked."""
    if folder.waits_until and folder.waits_until > now():  # another file ran into the same wall
        return (folder.waits_until - now()).total_seconds()
    folder.holds += 1
    seconds = rest_seconds(folder.holds, failure.retry_after)
    folder.waits_until = now() + timedelta(seconds=seconds)
    folder.status, folder.error, folder.error_code = FolderStatus.WAITING, failure.reason, failure.code
    return seconds


def hold_sync(session: Session, folder_id: str, failure: Failure) -> float:
    """Let a source rest that is busy; return for how many seconds, as `hold` does."""
    return hold(locked(session, UUID(folder_id)), failure)


def go_on(session: Session, folder_id: UUID) -> None:
    """Note that a source answers again which was let rest; an answer that it began before tells nothing."""
    session.execute(
        update(Folder)
        .where(
            Folder.id == folder_id,
            Folder.status == FolderStatus.WAITING,
            Folder.waits_until <= now(),
            Folder.error_code != AUTH_LOST,
        )
        .values(status=FolderStatus.SYNCING, holds=0, error=None, error_code=None, waits_until=None, updated_at=now())
    )


def fail_sync(session: Session, folder_id: str, failure: Failure) -> None:
    """End this run's sync, which cannot go on; files it did not come to are left for the next."""
    folder = locked(session, UUID(folder_id))
    if folder.run_id == current_run_id() and folder.status in SYNCING:
        _fail(session, folder, failure)


def finish_sync(session: Session, folder_id: str) -> dict[str, Any] | None:
    """End this run's sync and keep its result: what was stored, skipped, and failed, storing and describing apart.

    Returns None where files are to be tried again that failed in the meantime.
    """
    folder = locked(session, UUID(folder_id))
    if folder.run_id != current_run_id() or folder.status not in SYNCING:
        return folder.last_result or {}
    if is_left(session, folder.id):
        return None
    folder.status, folder.error, folder.error_code, folder.waits_until = FolderStatus.IDLE, None, None, None
    folder.last_result = _result(session, folder)
    folder.last_synced_at = now()
    return folder.last_result


def is_left(session: Session, folder_id: UUID) -> bool:
    """Tell whether there are files to be handed out."""
    found = exists().where(FolderFile.folder_id == folder_id, FolderFile.status == FileStatus.FOUND)
    return bool(session.scalar(select(found)))


def locked(session: Session, folder_id: UUID) -> Folder:
    """Return a folder that nobody else changes until the transaction ends.

    Who locks files, too, locks their folder first. Its key is not locked: pictures that point at it come meanwhile.
    """
    return session.get_one(Folder, folder_id, with_for_update={"key_share": True}, populate_existing=True)


def break_off(session: Session, folder_id: str, reason: str) -> None:
    """Fail a sync that broke in an unforeseen way."""
    fail_sync(session, folder_id, Failure(reason, "broken"))


def abandon(session: Session, folder_id: UUID, run_id: str | None, reason: str) -> None:
    """End a sync whose run was cancelled or given up, unless it is over or there is a newer one.

    Files that wait for their turn go back to those to be done by the next sync.
    """
    if session.get(Folder, folder_id) is None:
        return
    folder = locked(session, folder_id)
    if folder.run_id != run_id or folder.status not in SYNCING:
        return
    session.execute(
        update(FolderFile)
        .where(FolderFile.folder_id == folder_id, FolderFile.status == FileStatus.QUEUED)
        .values(status=FileStatus.FOUND, run_id=None, updated_at=now())
    )
    _fail(session, folder, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the syncs whose run ended without a word about them, and so the files; return how many syncs."""
    session.execute(_STRANDED_FILES)
    return stranded.mend(session, Folder.__table__, busy=SYNCING, abandon=abandon)


def resume_lost(session: Session, durable: Durable, connection_id: UUID) -> int:
    """Start the syncs again that ended because a connection was lost, now that it is back; return how many.

    Folders of the same provider whose account was disconnected are this account's from now on.
    """
    _adopt(session, session.get_one(Connection, connection_id))
    folders = session.scalars(
        select(Folder)
        .where(Folder.connection_id == connection_id, or_(Folder.error_code == AUTH_LOST, _has_lost_files()))
        .order_by(Folder.id)
        .with_for_update(key_share=True)
    ).all()
    for folder in folders:
        session.execute(
            update(FolderFile)
            .where(
                FolderFile.folder_id == folder.id,
                FolderFile.status == FileStatus.FAILED,
                FolderFile.code == AUTH_LOST,
            )
            .values(status=FileStatus.FOUND, delays=0, updated_at=now())
        )
        if folder.status in SYNCING:  # it has not come to its end yet, and goes on
            folder.error = folder.error_code = None
        else:
            begin_sync(session, durable, folder)
    return len(folders)


def _adopt(session: Session, connection: Connection) -> None:
    """Give a connection the folders that lost theirs; another account's feed of changes knows nothing of them."""
    session.execute(
        update(Folder)
        .where(
            Folder.workspace_id == connection.workspace_id,
            Folder.kind == connection.provider,
            Folder.connection_id.is_(None),
        )
        .values(connection_id=connection.id, position=None, is_listed=False, in_listing=False)
    )


def _has_lost_files() -> ColumnElement[bool]:
    lost = exists().where(
        FolderFile.folder_id == Folder.id, FolderFile.status == FileStatus.FAILED, FolderFile.code == AUTH_LOST
    )
    return lost.correlate(Folder)


def _fail(session: Session, folder: Folder, failure: Failure) -> None:
    folder.status, folder.error, folder.error_code = FolderStatus.FAILED, failure.reason, failure.code
    folder.waits_until = None
    folder.last_result = _result(session, folder) | {"error": failure.reason}


def _result(session: Session, folder: Folder) -> dict[str, Any]:
    session.flush()
    seen = progress(session, folder)
    return {
        "total": seen.total,
        "succeeded": seen.stored - seen.description_failures,
        "failed": seen.storage_failures + seen.description_failures,
        "storage_failures": seen.storage_failures,
        "ai_failures": seen.description_failures,
        "skipped": seen.skipped,
        "unchanged": seen.unchanged,
        "bytes": seen.bytes_stored,
        "started_at": zulu(folder.started_at or folder.created_at),
        "ended_at": zulu(now()),
    }
