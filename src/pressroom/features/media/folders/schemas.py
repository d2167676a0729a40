"""What crosses the API about folders."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from pressroom.core.metadata.schemas import without_nul
from pressroom.features.media.folders.queries import Progress
from pressroom.features.media.models import (
    Every,
    FileStatus,
    Folder,
    FolderFile,
    FolderKind,
    FolderStatus,
)
from pressroom.kernel.clock import Instant

Prompt = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), without_nul]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), without_nul]


class FolderOptions(BaseModel):
    """What may be chosen for a folder."""

    include_subfolders: bool = False
    keep_location: bool = Field(default=False, description="Keep where pictures were taken, if the camera noted it.")
    prompt: Prompt | None = Field(default=None, description="What to ask of the describing model, besides its rules.")
    every: Every = Every.NEVER


class NewFolder(FolderOptions):
    """A folder to look through: one of a Drive, or one of this server's disk."""

    kind: FolderKind
    connection_id: UUID | None = Field(default=None, description="Of a Drive: the account.")
    folder_id: Reference | None = Field(default=None, description="Of a Drive: the folder's id.")
    path: Reference | None = Field(
        default=None, description="Of this server: an absolute path below PRESSROOM_MEDIA_ROOTS."
    )


class DriveSync(FolderOptions):
    """A folder of a Drive to be synced now."""

    connection_id: UUID
    folder_id: Reference


class StartedSync(BaseModel):
    """A sync that goes on behind the answer."""

    message: str
    event_id: str
    run_id: str
    folder_id: UUID = Field(description="Pressroom's own id of the folder, for `/api/media/folders/{id}`.")


class ProgressOut(BaseModel):
    """How far the newest sync is; failures of storing and of describing apart."""

    total: int
    done: int
    queued: int
    stored: int
    here_already: int = Field(description="Of those stored, how many were in the library before.")
    described: int
    skipped: int
    unchanged: int
    storage_failures: int
    ai_failures: int = Field(description="Pictures that failed after they were stored.")
    unreadable: int = Field(description="Of those, how many cannot even be seen.")
    bytes_total: int
    bytes_stored: int

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """Return progress as the API shows it."""
        values = {name: getattr(progress, name) for name in cls.model_fields if name != "ai_failures"}
        return cls(**values, ai_failures=progress.description_failures)


class FolderOut(BaseModel):
    """A folder that pictures come from."""

    id: UUID
    kind: FolderKind
    name: str
    remote_id: str
    connection_id: UUID | None
    include_subfolders: bool
    keep_location: bool
    prompt: str | None
    every: Every
    status: FolderStatus
    error: str | None
    error_code: str | None
    waits_until: Instant | None
    run_id: str | None
    last_result: dict[str, Any] | None
    last_synced_at: Instant | None
    created_at: Instant
    progress: ProgressOut | None = None

    @classmethod
    def of(cls, folder: Folder, progress: Progress | None = None) -> Self:
        """Return a folder as the API shows it."""
        values = {name: getattr(folder, name) for name in cls.model_fields if name != "progress"}
        return cls(**values, progress=ProgressOut.of(progress) if progress else None)


class FolderList(BaseModel):
    """A workspace's folders, by name."""

    items: list[FolderOut]
    next_cursor: None = None


class FileOut(BaseModel):
    """A file of a folder, and what became of it."""

    id: UUID
    source_id: str
    name: str
    path: str
    mime: str | None
    size: int | None
    url: str | None
    status: FileStatus
    reason: str | None
    code: str | None
    media_id: UUID | None
    run_id: str | None
    updated_at: Instant

    @classmethod
    def of(cls, file: FolderFile) -> Self:
        """Return a file as the API shows it."""
        return cls(**{name: getattr(file, name) for name in cls.model_fields})


class FileList(BaseModel):
    """A page of a folder's files."""

    items: list[FileOut]
    next_cursor: str | None


class RetriedFiles(BaseModel):
    """How many failed files are tried again."""

    files: int


class RemoteFolder(BaseModel):
    """A folder of an account, to choose from."""

    id: str
    name: str
    has_children: bool | None
    drive_id: str | None


class RemoteFolders(BaseModel):
    """The folders in a folder of an account."""

    items: list[RemoteFolder]
    next_cursor: None = None
