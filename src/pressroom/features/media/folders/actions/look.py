"""What a look through a folder found, written down."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.features.media.folders.actions.sync import locked
from pressroom.features.media.folders.rules import SYNCING
from pressroom.features.media.models import FileStatus, Folder, FolderFile, FolderStatus
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.providers.sources import Found, Look


def record_look(session: Session, folder_id: UUID, run_id: str, look: Look) -> bool:
    """Write down a page of files, and where the next begins, together; False where this run has no say any more."""
    folder = locked(session, folder_id)
    if folder.run_id != run_id or folder.status not in SYNCING:
        return False
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
    return True


def _upsert(session: Session, folder: Folder, found: Sequence[Found]) -> None:
    rows = [_row(folder, one) for one in {one.id: one for one in found}.values()]
    statement = insert(FolderFile)
    new = statement.excluded
    is_other = or_(
        FolderFile.version != new.version,
        FolderFile.status == FileStatus.GONE,
        # what its source names as nothing for us may be something at last; what its bytes told stays told
        and_(FolderFile.status == FileStatus.SKIPPED, FolderFile.code.is_(None), new.status == FileStatus.FOUND),
    )
    kept = {
        name: case((is_other, new[name]), else_=FolderFile.__table__.c[name])
        for name in ("status", "reason", "code", "delays", "run_id", "handled_in")
    }
    told = ("name", "path", "mime", "size", "md5", "modified_at", "version", "url", "seen_in", "updated_at")
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["folder_id", "source_id"], set_={name: new[name] for name in told} | kept
        ),
        rows,  # apart from the statement, which is compiled once for pages of any length
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
        "code": None,
        "run_id": None,
        "handled_in": folder.attempt if found.skip else None,
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
