"""What the pages of media folders are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pressroom.web.views.shell import Choice, Crumb, Progress, Shell, State, View

FolderKind = Literal["google_drive", "folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """A folder in the list."""

    id: str
    name: str
    kind: FolderKind
    place: str
    """The account of a Drive folder, the path of one on this server."""
    has_sub_folders: bool
    schedule: str
    """In words: `every hour`, `only when asked`."""
    item_count: int
    state: State
    progress: Progress | None
    result: str | None
    """What the last sync came to, or why it failed, in words."""
    synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class FolderRowPartial(View):
    """`GET /media/folders/{id}/row`."""

    template: ClassVar[str] = "folders/_row.html"
    folder: FolderRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFolder:
    """A folder of a connected account that may be opened or chosen."""

    id: str
    name: str
    note: str | None
    """Where it lies, where that is not plain: `shared with you`, `shared drive`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTrail:
    """A folder on the way from the account's top to the one that is open; the top's `id` is empty."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderChoice:
    """The folders of one account, one level at a time, or those a name was found in."""

    connection: str
    query: str
    trail: Sequence[FolderTrail]
    """From the top to the folder that is open, which may be chosen itself unless it is the top."""
    folders: Sequence[RemoteFolder]
    trouble: str | None
    """Why the folders cannot be listed, in words."""


@dataclass(frozen=True, slots=True)
class FolderChoicePartial(View):
    """`GET /media/folders/choice?connection=&parent=&q=`."""

    template: ClassVar[str] = "folders/_choice.html"
    choice: FolderChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOptions:
    """What may be set about a folder: posted as schedule, sub_folders, keep_location and prompt."""

    schedules: Sequence[Choice]
    has_sub_folders: bool
    keeps_location: bool
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldersPage(View):
    """`GET /media/folders`; without scripts also with `connection`, `parent` and `q` of the folders to choose from.

    Its two forms post to `/media/folders`: `kind=google_drive` with `connection` and `folder`, or `kind=folder` with
    `root` and `path`; both with the options.
    """

    template: ClassVar[str] = "folders/index.html"
    shell: Shell
    folders: Sequence[FolderRow]
    connections: Sequence[Choice]
    """The accounts that can be asked for folders; `value` is the connection's id."""
    choice: FolderChoice | None
    roots: Sequence[Choice]
    """The folders of this server that may be watched; `value` is the path."""
    options: FolderOptions
    path: str
    errors: Mapping[str, str]
    """By form: google_drive, folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncDetail:
    """A sync as it goes, or as it ended; bytes and files counted apart, failures by what failed."""

    state: State
    files: Progress
    bytes: Progress
    stored: int
    here_already: int
    """Files whose bytes were in the library before."""
    unchanged: int
    skipped: int
    storage_failures: int
    unreadable: int
    description_failures: int
    held_until: datetime | None
    held_reason: str | None
    """Who asks to wait: `Google Drive asks to wait`."""
    failure: str | None
    """Why the whole sync failed, in words."""
    started_at: datetime | None
    ended_at: datetime | None
    run: Crumb | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderDetail:
    """A folder, and its newest sync."""

    id: str
    name: str
    kind: FolderKind
    place: str
    external_url: str | None
    """Where the source itself shows the folder; https only."""
    item_count: int
    next_sync_at: datetime | None
    sync: SyncDetail | None
    is_running: bool
    connection_trouble: str | None
    """Why its connection cannot be used until someone signs in again."""
    options: FolderOptions


@dataclass(frozen=True, slots=True)
class FolderProgressPartial(View):
    """`GET /media/folders/{id}/progress`."""

    template: ClassVar[str] = "folders/_progress.html"
    folder: FolderDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncFile:
    """A file that was not stored or not described, and why."""

    id: str
    name: str
    path: str | None
    reason: str
    failed_at: Literal["storing", "seeing", "describing", "skipped"]
    at: datetime
    media_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncFiles:
    """Some files of a longer list."""

    files: Sequence[SyncFile]
    total: int
    more_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPage(View):
    """`GET /media/folders/{id}`; `?failed=cursor` and `?skipped=cursor` page through its lists."""

    template: ClassVar[str] = "folders/show.html"
    shell: Shell
    folder: FolderDetail
    failed: SyncFiles
    skipped: SyncFiles
    here: str
    """The address of this very page, to fetch the lists again."""
