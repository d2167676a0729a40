"""Folders and their files found. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from croniter import croniter  # type: ignore[import-untyped]  # croniter ships no types
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pressroom.features.media.folders.rules import CRONS
from pressroom.features.media.models import FileStatus, Folder, FolderFile, FolderKind, Item, Stage, Status
from pressroom.features.media.rules import BUSY
from pressroom.kernel.belonging import belonging
from pressroom.kernel.clock import now
from pressroom.kernel.cursors import id_in
from pressroom.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the newest sync of a folder is: files it handles by outcome, their bytes, and what failed where.

    Of those `stored`, `here_already` were in the library before; `description_failures` are all pictures that failed
    after they were stored, and `unreadable` those of them that cannot even be seen.
    """

    total: int
    queued: int
    stored: int
    here_already: int
    skipped: int
    storage_failures: int
    described: int
    description_failures: int
    unreadable: int
    unchanged: int
    bytes_total: int
    bytes_stored: int

    @property
    def done(self) -> int:
        """Files of which nothing more will come by itself."""
        return self.skipped + self.storage_failures + self.described + self.description_failures


@dataclass(frozen=True, slots=True)
class FileListing:
    """A page of a folder's files."""

    files: Sequence[FolderFile]
    next_cursor: str | None


def folder(session: Session, workspace_id: UUID, folder_id: UUID, *, lock: bool = False) -> Folder:
    """Return one folder; raises NotFound. With `lock`, nobody else changes it until the transaction ends."""
    return belonging(
        session,
        Folder,
        workspace_id,
        folder_id,
        missing="There is no such folder here.",
        lock=lock,
        takes_children=True,
    )


def folders(session: Session, workspace_id: UUID) -> Sequence[Folder]:
    """Return a workspace's folders by name."""
    return session.scalars(
        select(Folder).where(Folder.workspace_id == workspace_id).order_by(Folder.name, Folder.id)
    ).all()


def folder_at(session: Session, workspace_id: UUID, kind: FolderKind, remote_id: str) -> Folder | None:
    """Return the folder that stands for a place, locked, if the workspace has it."""
    return session.scalar(
        select(Folder)
        .where(Folder.workspace_id == workspace_id, Folder.kind == kind, Folder.remote_id == remote_id)
        .with_for_update(key_share=True)
    )


def folders_of(session: Session, connection_id: UUID) -> Sequence[Folder]:
    """Return the folders that depend on a connection."""
    return session.scalars(select(Folder).where(Folder.connection_id == connection_id).order_by(Folder.id)).all()


def names(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    """Return what folders are called, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(Folder.id, Folder.name).where(
            Folder.workspace_id == workspace_id, Folder.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): row.name for row in rows}


def item_counts(session: Session, workspace_id: UUID) -> Mapping[UUID, int]:
    """Return how many pictures of the library came from each folder."""
    rows = session.execute(
        select(Item.folder_id, func.count())
        .where(Item.workspace_id == workspace_id, Item.folder_id.is_not(None), Item.deleted_at.is_(None))
        .group_by(Item.folder_id)
    )
    return {folder_id: number for folder_id, number in rows if folder_id}


def progress(session: Session, folder: Folder) -> Progress:
    """Return how far a folder's newest sync is, or what it came to."""
    of_sync = (FolderFile.folder_id == folder.id, FolderFile.handled_in == folder.attempt)
    rows = session.execute(
        select(FolderFile.status, func.count(), func.coalesce(func.sum(FolderFile.size), 0))
        .where(*of_sync)
        .group_by(FolderFile.status)
    )
    by_status = {status: (number, int(size or 0)) for status, number, size in rows}
    items = session.execute(
        select(
            func.count().filter(FolderFile.media_id != FolderFile.id).label("here_already"),
            func.count().filter(Item.status.in_(BUSY)).label("busy"),
            func.count().filter(Item.status == Status.FAILED).label("failed"),
            func.count().filter(Item.status == Status.FAILED, Item.failed_stage == Stage.SEEING).label("unreadable"),
        )
        .join(FolderFile, FolderFile.media_id == Item.id)
        .where(*of_sync, FolderFile.status == FileStatus.STORED)
    ).one()
    waiting = session.scalar(
        select(func.count()).where(FolderFile.folder_id == folder.id, FolderFile.status == FileStatus.FOUND)
    )
    known = session.scalar(
        select(func.count()).where(FolderFile.folder_id == folder.id, FolderFile.status != FileStatus.GONE)
    )
    return _progress(by_status, items, waiting or 0, known or 0)


def _progress(
    by_status: Mapping[FileStatus, tuple[int, int]], items: Row[int, int, int, int], waiting: int, known: int
) -> Progress:
    def number(status: FileStatus) -> int:
        return by_status.get(status, (0, 0))[0]

    handled = sum(several for status, (several, _) in by_status.items() if status is not FileStatus.FOUND)
    stored = number(FileStatus.STORED)
    return Progress(
        total=handled + waiting,
        queued=waiting + number(FileStatus.QUEUED),
        stored=stored,
        here_already=items.here_already,
        skipped=number(FileStatus.SKIPPED),
        storage_failures=number(FileStatus.FAILED),
        described=stored - items.failed - items.busy,
        description_failures=items.failed,
        unreadable=items.unreadable,
        unchanged=known - handled - waiting,
        bytes_total=sum(size for _, size in by_status.values()),
        bytes_stored=by_status.get(FileStatus.STORED, (0, 0))[1],
    )


def file(session: Session, folder: Folder, file_id: UUID) -> FolderFile:
    """Return one file of a folder; raises NotFound."""
    found = session.scalar(select(FolderFile).where(FolderFile.id == file_id, FolderFile.folder_id == folder.id))
    if found is None:
        raise NotFound("This folder holds no such file.")
    return found


def files_called(session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, tuple[UUID, str]]:
    """Return the folders and names of files, by id; those of other workspaces are left out."""
    rows = session.execute(
        select(FolderFile.id, FolderFile.folder_id, FolderFile.name).where(
            FolderFile.workspace_id == workspace_id, FolderFile.id.in_({UUID(one) for one in ids})
        )
    )
    return {str(row.id): (row.folder_id, row.name) for row in rows}


def file_of(session: Session, media_id: UUID) -> FolderFile | None:
    """Return the file of a folder that became a picture."""
    return session.get(FolderFile, media_id)


def files(
    session: Session, folder: Folder, *, status: FileStatus | None, limit: int = 50, cursor: str | None = None
) -> FileListing:
    """Return a page of a folder's files, newest first; raises Invalid for a cursor it did not give."""
    statement = select(FolderFile).where(FolderFile.folder_id == folder.id)
    if status:
        statement = statement.where(FolderFile.status == status)
    if cursor:
        statement = statement.where(FolderFile.id < id_in(cursor))
    rows = session.scalars(statement.order_by(FolderFile.id.desc()).limit(limit + 1)).all()
    return FileListing(rows[:limit], str(rows[limit - 1].id) if len(rows) > limit else None)


def file_counts(session: Session, folder: Folder) -> Mapping[FileStatus, int]:
    """Return how many files of a folder stand in each status."""
    rows = session.execute(
        select(FolderFile.status, func.count()).where(FolderFile.folder_id == folder.id).group_by(FolderFile.status)
    )
    return {status: number for status, number in rows}  # noqa: C416  # a Row is no pair to dict()


def undescribed(session: Session, folder: Folder, *, limit: int = 50) -> Sequence[Item]:
    """Return the pictures of a folder whose seeing or describing failed, newest first."""
    return session.scalars(
        select(Item)
        .where(Item.folder_id == folder.id, Item.status == Status.FAILED, Item.deleted_at.is_(None))
        .order_by(Item.id.desc())
        .limit(limit)
    ).all()


def undescribed_count(session: Session, folder: Folder) -> int:
    """Return how many pictures of a folder could not be seen or described."""
    failed = select(func.count()).where(
        Item.folder_id == folder.id, Item.status == Status.FAILED, Item.deleted_at.is_(None)
    )
    return session.scalar(failed) or 0


def next_sync(folder: Folder) -> datetime | None:
    """Return when a folder is looked through next by itself."""
    if folder.every not in CRONS:
        return None
    upcoming: datetime = croniter(CRONS[folder.every], now()).get_next(datetime)
    return upcoming
