"""Drive's files as Drive writes them, and as Pressroom takes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pressroom.providers.sources.source import Folder, Found

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
FILE_FIELDS = (
    "id,name,mimeType,size,md5Checksum,modifiedTime,parents,trashed,driveId,webViewLink,"
    "capabilities/canDownload,shortcutDetails(targetId,targetMimeType)"
)

File = dict[str, Any]


def pictures_in(folder: str, *, deep: bool) -> str:
    """Return the query for a folder's pictures, for shortcuts, and for its folders where they matter."""
    kinds = ["mimeType contains 'image/'", f"mimeType = '{SHORTCUT}'"]
    if deep:
        kinds.append(f"mimeType = '{FOLDER}'")
    return f"'{_quoted(folder)}' in parents and trashed = false and ({' or '.join(kinds)})"


def folders_in(parent: str) -> str:
    """Return the query for the folders in one."""
    return f"'{_quoted(parent)}' in parents and trashed = false and mimeType = '{FOLDER}'"


def folders_named(name: str) -> str:
    """Return the query for folders with words in their name that begin so."""
    return f"name contains '{_quoted(name)}' and trashed = false and mimeType = '{FOLDER}'"


def folders_shared() -> str:
    """Return the query for the folders others share with the account."""
    return f"sharedWithMe = true and trashed = false and mimeType = '{FOLDER}'"


def found(file: File, path: str) -> Found:
    """Return a picture as found at a path."""
    size = int(file["size"]) if "size" in file else None
    modified = file.get("modifiedTime")
    can_download = file.get("capabilities", {}).get("canDownload", True)
    return Found(
        id=file["id"],
        name=file["name"],
        path=path,
        mime=file["mimeType"],
        size=size,
        md5=file.get("md5Checksum"),
        modified_at=datetime.fromisoformat(modified) if modified else None,
        version=file.get("md5Checksum") or f"{modified}-{size}",
        url=file.get("webViewLink"),
        skip=None if can_download else "its owner does not allow downloads",
    )


def unreachable(shortcut: File, path: str, reason: str) -> Found:
    """Return the picture a shortcut leads to, which cannot be had."""
    details = shortcut["shortcutDetails"]
    return Found(
        id=details["targetId"],
        name=shortcut["name"],
        path=path,
        mime=details.get("targetMimeType"),
        size=None,
        md5=None,
        modified_at=None,
        version="",
        url=shortcut.get("webViewLink"),
        skip=reason,
    )


def folder(file: File) -> Folder:
    """Return a folder to choose from."""
    return Folder(id=file["id"], name=file["name"], has_children=None, drive_id=file.get("driveId"))


def is_picture(mime: str) -> bool:
    """Tell whether a type is a picture's."""
    return mime.startswith("image/")


def below(path: str, name: str) -> str:
    """Return the path of a folder of that name in the folder at `path`."""
    return f"{path}/{name}" if path else name


def parents(file: File) -> Sequence[str]:
    """Return the folders a file is in; none, where the account may not see them."""
    held: Sequence[str] = file.get("parents", ())
    return held


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
