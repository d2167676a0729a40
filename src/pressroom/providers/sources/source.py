"""What every place that holds files promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from pressroom.kernel.errors import ProviderBusy


class FileBusy(ProviderBusy):
    """One file cannot be had now, while others can: its bytes are not those promised, or its own quota is used up."""

    code = "file_busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folder to take files from: Drive's id of it, or an absolute path on a disk."""

    id: str
    include_subfolders: bool = False
    drive_id: str | None = None
    """The shared drive it is on, if it is on one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One file a place holds."""

    id: str
    """The file's own id in the source, the same for ever: a shortcut's target's, or the path below a folder."""
    name: str
    path: str
    """The folders' names below the place, joined by `/`; empty at its top."""
    mime: str | None
    size: int | None
    md5: str | None
    modified_at: datetime | None
    version: str
    """Another one when the bytes may have changed."""
    url: str | None
    """Where a person can open it."""
    skip: str | None = None
    """Why it is not taken, if it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page of what a place holds, or of what changed there."""

    files: Sequence[Found]
    gone: Sequence[str]
    """Ids of files that are no longer there; some may never have been known."""
    position: dict[str, Any]
    """Small JSON to give to the next look; after the last page, what a later sync starts from to see only changes."""
    is_last: bool
    is_full: bool
    """It belongs to a complete listing: what was not seen by its end is gone. A listing may begin in mid-way, after
    a page of changes; only what is seen from the first page with `is_full` on counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder to choose from."""

    id: str
    name: str
    has_children: bool | None
    """Whether there are folders in it; None when only asking would tell."""
    drive_id: str | None = None


class FileSource(Protocol):
    """A place that holds files: looked through page by page, from where the last look ended."""

    def look(self, place: Place, position: Mapping[str, Any] | None) -> Look:
        """Return the next page: of everything without a position, of changes with one of an earlier sync's end.

        Asking again with the same position is safe. Raises NotFound when the place is gone or not shared,
        ProviderBusy, ProviderAuthLost, ProviderRefused.
        """
        ...

    def fetch(self, place: Place, file: Found, into: BinaryIO) -> None:
        """Stream a file's bytes, checked against its digest and size, `into` an empty file.

        After an error what was written is worth nothing. Raises NotFound when it is gone, ProviderBusy for
        bytes that are not what was promised and for faults that pass, ProviderRefused, ProviderAuthLost.
        """
        ...

    def folders(self, parent: str | None, *, query: str = "") -> Sequence[Folder]:
        """Return the folders in a folder, or at the top; those whose name contains `query`, wherever, if given."""
        ...

    def folder(self, folder_id: str) -> Folder:
        """Return one folder. Raises NotFound."""
        ...
