"""Files, folders and changes, as a Drive holds them."""

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class DriveFile:
    """A file, folder or shortcut."""

    id: str
    name: str
    mime: str
    parents: list[str]
    content: bytes = b""
    drive: str | None = None
    target: str | None = None
    trashed: bool = False
    shared_with_me: bool = False
    abusive: bool = False
    can_download: bool = True
    modified: datetime = EPOCH

    @property
    def is_binary(self) -> bool:
        """Tell whether it has bytes to download."""
        return not self.mime.startswith("application/vnd.google-apps.")


@dataclass(slots=True)
class Files:
    """One account's files and the shared drives it sees; each change is remembered in order."""

    by_id: dict[str, DriveFile] = field(default_factory=dict)
    drives: dict[str, str] = field(default_factory=dict)
    changes: list[tuple[str, str | None]] = field(default_factory=list)
    """The id of what changed and its shared drive; a change's number is its place here, from 1."""
    inside: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    """What each folder holds, in the order it came."""
    oldest_token: int = 0
    corrupted: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        """Begin with an empty My Drive."""
        self.by_id["0AroOtOfMyDrIvE"] = DriveFile("0AroOtOfMyDrIvE", "My Drive", FOLDER, [])

    @property
    def root(self) -> str:
        """The id of My Drive."""
        return "0AroOtOfMyDrIvE"

    def add_drive(self, name: str) -> str:
        """Add a shared drive; return its id, which is also its top folder's."""
        drive = f"0Ashared{len(self.drives):04d}"
        self.drives[drive] = name
        self.by_id[drive] = DriveFile(drive, "Drive", FOLDER, [], drive=drive)
        return drive

    def add(self, name: str, mime: str, parent: str | None, **more: Any) -> str:  # noqa: ANN401  # DriveFile's fields
        """Add a file, folder or shortcut; return its id."""
        with self.lock:
            file_id = f"1{len(self.by_id):06d}{md5(name.encode(), usedforsecurity=False).hexdigest()[:26]}"
            parents = [] if more.get("shared_with_me") else [parent or self.root]
            drive = self.by_id[parents[0]].drive if parents else None
            self.by_id[file_id] = DriveFile(file_id, name, mime, parents, drive=drive, **more)
            for one in parents:
                self.inside[one][file_id] = None
            self.touch(file_id)
        return file_id

    def touch(self, file_id: str) -> None:
        """Remember that a file changed."""
        with self.lock:
            file = self.by_id.get(file_id)
            self.changes.append((file_id, file.drive if file else None))
            if file:
                file.modified = EPOCH + timedelta(seconds=len(self.changes))

    def move(self, file_id: str, parent: str) -> None:
        """Put a file or folder in another folder."""
        with self.lock:
            for one in self.by_id[file_id].parents:
                del self.inside[one][file_id]
            self.by_id[file_id].parents = [parent]
            self.inside[parent][file_id] = None
            self.touch(file_id)

    def remove(self, file_id: str) -> None:
        """Delete for good, or no longer share, which look the same; of a folder and what is in it, it alone is told."""
        with self.lock:
            drive = self.by_id[file_id].drive
            self._forget(file_id)
            self.changes.append((file_id, drive))

    def _forget(self, file_id: str) -> None:
        for child in list(self.inside.pop(file_id, ())):
            self._forget(child)
        for parent in self.by_id.pop(file_id).parents:
            self.inside[parent].pop(file_id, None)

    def among(self, folders: list[str]) -> list[DriveFile]:
        """Return what folders hold; without folders, all there is but the tops of the drives."""
        if folders:
            return [self.by_id[one] for folder in folders for one in self.inside.get(folder, ())]
        return [one for one in self.by_id.values() if one.id not in {self.root, one.drive}]

    def is_trashed(self, file: DriveFile) -> bool:
        """Tell whether a file, or a folder it is in, is in the bin."""
        return file.trashed or any(self.is_trashed(self.by_id[one]) for one in file.parents if one in self.by_id)

    def resource(self, file: DriveFile) -> dict[str, Any]:
        """Return a file as Drive describes it."""
        described: dict[str, Any] = {
            "kind": "drive#file",
            "id": file.id,
            "name": file.name,
            "mimeType": file.mime,
            "modifiedTime": f"{file.modified:%Y-%m-%dT%H:%M:%S}.000Z",
            "parents": file.parents,
            "trashed": self.is_trashed(file),
            "webViewLink": f"https://drive.example.test/file/d/{file.id}/view",
            "capabilities": {"canDownload": file.can_download},
        }
        if not file.parents:
            del described["parents"]
        if file.drive:
            described["driveId"] = file.drive
        if file.is_binary:
            digest = md5(file.content, usedforsecurity=False).hexdigest()
            described |= {"size": str(len(file.content)), "md5Checksum": digest}
        if file.target:
            target = self.by_id.get(file.target)
            mime = target.mime if target else "image/png"
            described["shortcutDetails"] = {"targetId": file.target, "targetMimeType": mime}
        return described
