"""A file on its way in: judged, stored, written down."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO, cast
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.actions import Recorded, record_asset
from pressroom.core.assets.models import Source
from pressroom.kernel.errors import TooLarge
from pressroom.kernel.storage import Storage, Stored

HEAD_BYTES = 8192
Sniff = Callable[[bytes, str], str]
"""Judges a file's type by its first bytes and its name; raises Invalid or UnsupportedType."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that may be taken in and is safely stored, of which nothing is written down yet."""

    filename: str
    mime: str
    stored: Stored
    file: BinaryIO


def keep_file(storage: Storage, file: BinaryIO, *, filename: str, sniff: Sniff, max_bytes: int) -> Kept:
    """Judge and store a file; `filename` is as `clean_filename` gives it.

    Raises TooLarge, Invalid for an empty file, UnsupportedType for what is not taken, StorageFull.
    """
    _check_size(file, filename, max_bytes)
    mime = sniff(file.read(HEAD_BYTES), filename)
    file.seek(0)
    return Kept(filename, mime, storage.keep(file), file)


def record_kept(
    session: Session,
    storage: Storage,
    kept: Kept,
    *,
    workspace_id: UUID,
    source: Source,
    source_id: str | None = None,
) -> Recorded:
    """Write a stored file down, storing it again if a purge of the same bytes came between.

    Its bytes stay locked until the transaction ends: who takes several in takes them in order of their digests.
    """
    asset = record_asset(
        session, kept.stored, workspace_id=workspace_id, mime=kept.mime, source=source, source_id=source_id
    )
    if not storage.has(kept.stored):
        storage.keep(kept.file)
    return asset


def digest_of(file: BinaryIO) -> str:
    """Return the SHA-256 of a file, which is then at its beginning."""
    digest = hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()
    file.seek(0)
    return digest


def too_large(filename: str, size: int, most: int) -> TooLarge:
    """Return the error for a file of `size` bytes where `most` are taken."""
    return TooLarge(
        f"“{filename}” has {size / 1e6:,.0f} MB; this server takes {most / 1e6:,.0f} MB. "
        "Send a smaller file, or raise PRESSROOM_MAX_UPLOAD_MB.",
        code="too_large",
    )


def _check_size(file: BinaryIO, filename: str, most: int) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > most:
        raise too_large(filename, size, most)
