"""The files of a folder that failed or were skipped, with their reasons."""

from sqlalchemy.orm import Session

from pressroom.features.media.folders import queries
from pressroom.features.media.models import FileStatus, Folder, FolderFile, Item, Stage
from pressroom.web.views.folders import SyncFile, SyncFiles

SHOWN = 50


def failed_files(session: Session, folder: Folder, cursor: str) -> SyncFiles:
    """Return the files that could not be stored, and on the first page the pictures that could not be described."""
    counts = queries.file_counts(session, folder)
    found = queries.files(session, folder, status=FileStatus.FAILED, limit=SHOWN, cursor=cursor or None)
    undescribed = queries.undescribed(session, folder, limit=SHOWN) if not cursor else []
    return SyncFiles(
        files=[*(_file(one) for one in found.files), *(_picture(one) for one in undescribed)],
        total=counts.get(FileStatus.FAILED, 0) + queries.undescribed_count(session, folder),
        more_url=f"/media/folders/{folder.id}?failed={found.next_cursor}" if found.next_cursor else None,
    )


def skipped_files(session: Session, folder: Folder, cursor: str) -> SyncFiles:
    """Return the files that are nothing for the library."""
    counts = queries.file_counts(session, folder)
    found = queries.files(session, folder, status=FileStatus.SKIPPED, limit=SHOWN, cursor=cursor or None)
    return SyncFiles(
        files=[_file(one) for one in found.files],
        total=counts.get(FileStatus.SKIPPED, 0),
        more_url=f"/media/folders/{folder.id}?skipped={found.next_cursor}" if found.next_cursor else None,
    )


def _file(file: FolderFile) -> SyncFile:
    return SyncFile(
        id=str(file.id),
        name=file.name,
        path=file.path or None,
        reason=file.reason or "No reason was kept.",
        failed_at="skipped" if file.status is FileStatus.SKIPPED else "storing",
        at=file.updated_at,
        media_url=None,
    )


def _picture(item: Item) -> SyncFile:
    return SyncFile(
        id=str(item.id),
        name=item.filename,
        path=None,
        reason=item.error or "No reason was kept.",
        failed_at="seeing" if item.failed_stage is Stage.SEEING else "describing",
        at=item.updated_at,
        media_url=f"/media/{item.id}",
    )
