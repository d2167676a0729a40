"""A folder's sync, as its runs write it down, beat by beat. Every one is safe to repeat."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.features.media.folders.queries import progress
from pressroom.features.media.folders.rules import SYNCING, check_may_sync, rest_seconds, sync_run_id
from pressroom.features.media.models import FOLDER_KIND, FileStatus, Folder, FolderFile, FolderStatus
from pressroom.kernel.clock import now, zulu
from pressroom.kernel.durable import NORMAL, ROUNDS, Durable
from pressroom.kernel.failure import AUTH_LOST, Failure
from pressroom.kernel.ids import new_id
from pressroom.providers.sources import Found, Look

_STRANDED = text(
    "SELECT f.id, f.run_id FROM media_folders f JOIN dbos.workflow_status w ON w.workflow_uuid = f.run_id "
    "WHERE f.status = ANY(:busy) AND w.status NOT IN ('ENQUEUED', 'DELAYED', 'PENDING') "
    "AND f.updated_at < now() - make_interval(secs => 30)"
)


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


def record_look(session: Session, folder_id: UUID, look: Look) -> None:
    """Write down a page of files, and where the next begins, together."""
    folder = session.get_one(Folder, folder_id, with_for_update=True)
    if look.is_full and not folder.in_listing:
        folder.listing += 1
    folder.in_listing = look.is_full
    if look.files:
        _upsert(session, folder, look.files)
    if look.gone:
        _mark_gone(session, folder, FolderFile.source_id.in_(look.gone))
    if look.is_last and look.is_full:
        _mark_gone(session, folder, FolderFile.seen_in < folder.listing)
    folder.position, folder.is_listed = look.position, look.is_last
    folder.in_listing = look.is_full and not look.is_last
    folder.holds, folder.waits_until, folder.error, folder.error_code = 0, None, None, None
    folder.status = FolderStatus.SYNCING


def hold(session: Session, folder_id: UUID, failure: Failure) -> float:
    """Let a busy source rest, longer each time in a row; return for how many seconds."""
    folder = session.get_one(Folder, folder_id, with_for_update=True)
    if folder.waits_until and folder.waits_until > now():  # another file ran into the same wall
        return (folder.waits_until - now()).total_seconds()
    folder.holds += 1
    seconds = rest_seconds(folder.holds, failure.retry_after)
    folder.waits_until = now() + timedelta(seconds=seconds)
    folder.status, folder.error, folder.error_code = FolderStatus.WAITING, failure.reason, failure.code
    return seconds


def hold_sync(session: Session, folder_id: str, failure: Failure) -> float:
    """Let a source rest that is busy; return for how many seconds, as `hold` does."""
    return hold(session, UUID(folder_id), failure)


def go_on(session: Session, folder_id: UUID) -> None:
    """Note that the source answers again."""
    session.execute(
        update(Folder)
        .where(Folder.id == folder_id, Folder.holds > 0)
        .values(status=FolderStatus.SYNCING, holds=0, error=None, error_code=None, waits_until=None, updated_at=now())
    )


def lose(session: Session, folder_id: UUID, failure: Failure) -> None:
    """Note that the source lets nobody in any more; files are left for when it is connected again."""
    folder = session.get_one(Folder, folder_id, with_for_update=True)
    folder.error, folder.error_code = failure.reason, failure.code


def fail_sync(session: Session, folder_id: str, failure: Failure) -> None:
    """End a sync that cannot go on; files it did not come to are left for the next."""
    folder = session.get_one(Folder, UUID(folder_id), with_for_update=True)
    folder.status, folder.error, folder.error_code = FolderStatus.FAILED, failure.reason, failure.code
    folder.waits_until = None
    folder.last_result = _result(session, folder) | {"error": failure.reason}


def finish_sync(session: Session, folder_id: str) -> dict[str, Any]:
    """End a sync and keep its result: what was stored, skipped, and failed, storing and describing apart."""
    folder = session.get_one(Folder, UUID(folder_id), with_for_update=True)
    folder.status, folder.error, folder.error_code, folder.waits_until = FolderStatus.IDLE, None, None, None
    folder.last_result = _result(session, folder)
    folder.last_synced_at = now()
    return folder.last_result


def break_off(session: Session, folder_id: str, reason: str) -> None:
    """Fail a sync that broke in an unforeseen way."""
    fail_sync(session, folder_id, Failure(reason, "broken"))


def abandon(session: Session, folder_id: UUID, run_id: str | None, reason: str) -> None:
    """End a sync whose run was cancelled or given up, unless it is over or there is a newer one.

    Files that wait for their turn go back to those to be done by the next sync.
    """
    folder = session.get(Folder, folder_id, with_for_update=True)
    if folder is None or folder.run_id != run_id or folder.status not in SYNCING:
        return
    session.execute(
        update(FolderFile)
        .where(FolderFile.folder_id == folder_id, FolderFile.status == FileStatus.QUEUED)
        .values(status=FileStatus.FOUND, run_id=None)
    )
    fail_sync(session, str(folder_id), Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the syncs whose run ended without a word about them, and so the files; return how many syncs."""
    session.execute(_STRANDED_FILES)
    found = session.execute(_STRANDED, {"busy": [status.value for status in SYNCING]}).all()
    for folder_id, run_id in found:
        abandon(session, folder_id, run_id, "Its run ended before it was done.")
    return len(found)


def resume_lost(session: Session, durable: Durable, connection_id: UUID) -> int:
    """Start the syncs again that ended because a connection was lost, now that it is back; return how many."""
    lost = session.scalars(
        select(Folder)
        .where(
            Folder.connection_id == connection_id,
            Folder.status == FolderStatus.FAILED,
            Folder.error_code == AUTH_LOST,
        )
        .order_by(Folder.id)
        .with_for_update()
    ).all()
    for folder in lost:
        begin_sync(session, durable, folder)
    return len(lost)


def _upsert(session: Session, folder: Folder, found: Sequence[Found]) -> None:
    rows = [_row(folder, one) for one in {one.id: one for one in found}.values()]
    statement = insert(FolderFile).values(rows)
    new = statement.excluded
    is_other = or_(FolderFile.version != new.version, FolderFile.status.in_([FileStatus.GONE, FileStatus.SKIPPED]))
    kept = {
        name: case((is_other, new[name]), else_=FolderFile.__table__.c[name]) for name in ("status", "reason", "delays")
    }
    told = ("name", "path", "mime", "size", "md5", "modified_at", "version", "url", "seen_in", "updated_at")
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["folder_id", "source_id"], set_={name: new[name] for name in told} | kept
        )
    )


def _row(folder: Folder, found: Found) -> dict[str, Any]:
    return {
        "id": new_id(),
        "created_at": now(),
        "updated_at": now(),
        "workspace_id": folder.workspace_id,
        "folder_id": folder.id,
        "source_id": found.id,
        "name": found.name,
        "path": found.path,
        "mime": found.mime,
        "size": found.size,
        "md5": found.md5,
        "modified_at": found.modified_at,
        "version": found.version,
        "url": found.url,
        "status": FileStatus.SKIPPED if found.skip else FileStatus.FOUND,
        "reason": found.skip,
        "tries": 0,
        "delays": 0,
        "seen_in": folder.listing,
    }


def _mark_gone(session: Session, folder: Folder, which: Any) -> None:  # noqa: ANN401  # a condition of SQLAlchemy's
    session.execute(
        update(FolderFile)
        .where(FolderFile.folder_id == folder.id, FolderFile.status != FileStatus.GONE, which)
        .values(status=FileStatus.GONE, reason=None, updated_at=now())
    )


def _result(session: Session, folder: Folder) -> dict[str, Any]:
    session.flush()
    seen = progress(session, folder)
    return {
        "total": seen.total,
        "succeeded": seen.described,
        "failed": seen.storage_failures + seen.description_failures,
        "storage_failures": seen.storage_failures,
        "ai_failures": seen.description_failures,
        "skipped": seen.skipped,
        "unchanged": seen.unchanged,
        "bytes": seen.bytes_stored,
        "started_at": zulu(folder.started_at or folder.created_at),
        "ended_at": zulu(now()),
    }
