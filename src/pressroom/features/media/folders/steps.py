"""What reaches outside a folder's rows: looking through it, fetching its files, waiting for their runs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import ENOSPC
from tempfile import TemporaryFile, gettempdir
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.intake import keep_file, too_large
from pressroom.features.media.folders.actions.files import (
    Left,
    hand_out,
    is_resting,
    record_skipped,
    record_stored,
    take_file,
)
from pressroom.features.media.folders.actions.look import record_look
from pressroom.features.media.folders.actions.sync import begin_sync, go_on
from pressroom.features.media.folders.rules import SYNCING
from pressroom.features.media.folders.source import Sources
from pressroom.features.media.models import Folder, FolderFile, FolderStatus
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, current_run_id, step
from pressroom.kernel.errors import Invalid, ProviderBusy
from pressroom.kernel.failure import AUTH_LOST, Failure
from pressroom.kernel.storage import Storage, StorageFull
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.pages import clean_filename
from pressroom.providers.pictures import sniff_picture
from pressroom.providers.sources import FileSource, Found, Place

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a sync goes about its files."""

    at_once: int = 64
    """Files of a folder that have a run at one time: enough for several workers, few enough to stop soon."""
    wave_seconds: float = 20.0
    """How long one step waits for files before it is recorded."""
    look_seconds: float = 0.2


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    durable: Durable
    storage: Storage
    sources: Sources
    max_bytes: int
    pace: Pace = field(default_factory=Pace)


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def look_through(folder_id: str) -> dict[str, Any] | Failure:
    """Write down the next page of what the folder holds, or of what changed there; `more` tells whether to go on."""
    tools, run_id = _toolbox(), current_run_id() or ""
    with tools.database.transaction() as session:
        folder = session.get_one(Folder, UUID(folder_id))
    seen = _asking(tools, folder, lambda source: source.look(_place(folder), folder.position))
    if isinstance(seen, Failure):
        return seen
    with tools.database.transaction() as session:
        goes_on = record_look(session, folder.id, run_id, seen)
    return {"files": len(seen.files), "gone": len(seen.gone), "more": goes_on and not seen.is_last}


@step
def carry_files(folder_id: str) -> dict[str, Any]:
    """Hand files out to runs of their own, and wait for them a while.

    Returns whether any are `left`, and the seconds to `wait` where the source is to be let rest first; `lost` tells
    that a person has to reconnect it.
    """
    tools, began = _toolbox(), time.monotonic()
    while True:
        with tools.database.transaction() as session:
            left = hand_out(session, tools.durable, UUID(folder_id), at_once=tools.pace.at_once)
            told = _standing(session, UUID(folder_id), left)
        if told or time.monotonic() - began > tools.pace.wave_seconds:
            return {"left": True, "wait": 0.0, "lost": None} | told
        time.sleep(tools.pace.look_seconds)


@step
def fetch_file(file_id: str) -> dict[str, Any] | Failure:
    """Store a file's bytes and write them down as a picture, unless they are none.

    Returns the picture's id where there is something new to be seen.
    """
    tools, run_id = _toolbox(), current_run_id() or ""
    with tools.database.transaction() as session:
        taken = take_file(session, UUID(file_id), run_id)
    if taken is None:
        return {"media_id": None}
    file, folder = taken
    if file.size is not None and file.size > tools.max_bytes:
        return _skipped(tools, file, run_id, too_large(file.name, file.size, tools.max_bytes))
    with TemporaryFile() as copy:
        with _room_for_copies():
            fetched = _asking(tools, folder, lambda source: source.fetch(_place(folder), _found(file), copy))
            copy.flush()
        if isinstance(fetched, Failure):
            return fetched
        return _kept(tools, folder, file, run_id, copy)


@step
def begin_scheduled(folder_id: str) -> str | None:
    """Start a scheduled sync, unless the folder is gone or being looked through still; return its run's id."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        folder = session.get(Folder, UUID(folder_id), with_for_update={"key_share": True})
        if folder is None or folder.status in SYNCING or folder.error_code == AUTH_LOST:
            return None
        return begin_sync(session, tools.durable, folder)


def _kept(tools: Tools, folder: Folder, file: FolderFile, run_id: str, copy: BinaryIO) -> dict[str, Any]:
    try:
        kept = keep_file(
            tools.storage, copy, filename=clean_filename(file.name), sniff=sniff_picture, max_bytes=tools.max_bytes
        )
    except Invalid as refusal:
        return _skipped(tools, file, run_id, refusal)
    with tools.database.transaction() as session:
        if folder.status is FolderStatus.WAITING:  # as it was when this file was asked for
            go_on(session, folder.id)
        recorded = record_stored(session, tools.storage, (file, folder), run_id, kept)
    if recorded is None:
        return {"media_id": None}
    media_id, is_new = recorded
    return {"media_id": str(media_id) if is_new else None}


def _skipped(tools: Tools, file: FolderFile, run_id: str, refusal: Invalid) -> dict[str, Any]:
    with tools.database.transaction() as session:
        record_skipped(session, file.id, run_id, str(refusal), refusal.code or "unusable")
    return {"media_id": None, "skipped": str(refusal)}


def _asking(tools: Tools, folder: Folder, ask: Callable[[FileSource], R]) -> R | Failure:
    """Return what a folder's source answers; one that says how long it is busy is waited for by the whole sync."""
    try:
        return tools.sources.ask(folder.kind, folder.connection_id, ask)
    except ProviderBusy as busy:
        return Failure.to_wait_out(busy)


@contextmanager
def _room_for_copies() -> Iterator[None]:
    """Raise StorageFull where the disk for files on their way is full."""
    try:
        yield
    except OSError as error:
        if error.errno != ENOSPC:
            raise
        raise StorageFull(f"The disk that holds {gettempdir()} is full. Free some space there.") from error


def _standing(session: Session, folder_id: UUID, left: Left) -> dict[str, Any]:
    """Return what ends a wave: all is done, or the source is to be let rest or is lost and no file is under way."""
    folder = session.get_one(Folder, folder_id)
    if folder.status not in SYNCING or not (left.is_waiting or left.under_way):
        return {"left": False}
    if left.under_way:
        return {}
    if folder.error_code == AUTH_LOST:
        return {"lost": folder.error}
    return {"wait": (folder.waits_until - now()).total_seconds()} if folder.waits_until and is_resting(folder) else {}


def _place(folder: Folder) -> Place:
    return Place(id=folder.remote_id, include_subfolders=folder.include_subfolders, drive_id=folder.drive_id)


def _found(file: FolderFile) -> Found:
    return Found(
        id=file.source_id,
        name=file.name,
        path=file.path,
        mime=file.mime,
        size=file.size,
        md5=file.md5,
        modified_at=file.modified_at,
        version=file.version,
        url=file.url,
    )
