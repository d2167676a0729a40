"""Pure decisions about folders."""

from pathlib import Path

from pressroom.features.media.models import Every, Folder, FolderStatus
from pressroom.kernel.errors import Conflict, NotAllowed

SYNCING = frozenset({FolderStatus.SYNCING, FolderStatus.WAITING})

CRONS = {
    Every.MINUTE: "* * * * *",
    Every.QUARTER: "*/15 * * * *",
    Every.HOUR: "0 * * * *",
    Every.DAY: "0 3 * * *",
}

FIRST_WAIT, LONGEST_WAIT = 15.0, 900.0
"""Seconds that a sync lets a busy source rest, doubled each time in a row."""
MOST_DELAYS = 12
"""How often a file is left for later because its source was busy, before that counts as its own failure: the last file
of a folder waits for an hour and a half in all."""
SCHEDULE = "sync-folder:"


def sync_run_id(folder_id: object, attempt: int) -> str:
    """Return the id of the run that looks through a folder."""
    return f"sync-folder:{folder_id}:{attempt}"


def file_run_id(file_id: object, attempt: int, tries: int) -> str:
    """Return the id of the run that brings one file into the library."""
    return f"sync-file:{file_id}:{attempt}.{tries}"


def retry_run_id(folder_id: object, number: object) -> str:
    """Return the id of a run that tries a folder's failed files again."""
    return f"retry-files:{folder_id}:{number}"


def schedule_name(folder_id: object) -> str:
    """Return what the engine calls a folder's schedule."""
    return f"{SCHEDULE}{folder_id}"


def rest_seconds(holds: int, asked: float | None) -> float:
    """Return how long to let a source rest that was busy for the `holds`-th time in a row."""
    if asked is not None:
        return max(asked, 1.0)
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** max(holds - 1, 0)))


def check_may_sync(folder: Folder) -> None:
    """Raise Conflict while the folder is being looked through."""
    if folder.status in SYNCING:
        raise Conflict("This folder is being looked through right now. Wait until it is done, or stop it.", code="busy")


def allowed_path(roots: list[Path], wanted: str) -> Path:
    """Return a folder of this server as one that may be watched; raises NotAllowed for one outside of `roots`."""
    path = Path(wanted).resolve()
    if not any(path.is_relative_to(root.resolve()) for root in roots):
        raise NotAllowed(
            f"{wanted} is in none of the folders that may be watched. Add its folder to PRESSROOM_MEDIA_ROOTS.",
            code="outside",
        )
    return path
