"""What files can be taken into: the documents, or the library of pictures; and how far each thing has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.cli.desk import Desk
from pressroom.core.assets.models import Source
from pressroom.features.documents.actions.again import try_again as read_or_describe_again
from pressroom.features.documents.actions.intake import take_file
from pressroom.features.documents.models import Document
from pressroom.features.documents.models import Status as DocumentStatus
from pressroom.features.documents.queries import documents_of
from pressroom.features.documents.rules import BUSY as READING
from pressroom.features.generations.models import Generation, Step
from pressroom.features.generations.models import Status as GenerationStatus
from pressroom.features.generations.rules import result_name
from pressroom.features.media.actions.again import try_again as see_or_describe_again
from pressroom.features.media.actions.intake import accept_picture, keep_picture
from pressroom.features.media.models import Item
from pressroom.features.media.models import Status as ItemStatus
from pressroom.features.media.queries import items_of
from pressroom.features.media.rules import BUSY as LOOKING
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid

Thing = Document | Item
"""What a file becomes."""
STEPS = {
    Step.QUEUED: "waiting",
    Step.STORE_ORIGINAL: "getting ready",
    Step.ANALYSE: "looking at the photo",
    Step.GENERATE: "making the picture",
    Step.STORE_RESULT: "storing the picture",
    Step.FINALISE: "finishing",
}
"""What a generation does, in their order."""


class Library(StrEnum):
    """Where files are taken in."""

    DOCUMENTS = "documents"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a thing has come, in words and in `done` of `total` parts, where they are known."""

    words: str
    is_busy: bool
    has_failed: bool
    done: int = 0
    total: int | None = None


def take(
    session: Session, desk: Desk, file: BinaryIO, *, filename: str, to: Library, source: Source, force: bool
) -> tuple[Thing, bool]:
    """Take one file in; return what it became, and whether it was here already. Raises what taking in raises."""
    place = {"workspace_id": desk.workspace_id, "user_id": desk.user_id}
    if to is Library.DOCUMENTS:
        taken = take_file(session, desk.app, file, filename=filename, source=source, force=force, **place)
        return taken.document, taken.is_duplicate
    check_force(to, force=force)
    kept = keep_picture(desk.app, file, filename=filename)
    accepted = accept_picture(session, desk.app, kept, source=source, **place)
    return accepted.item, accepted.is_duplicate


def check_force(to: Library, *, force: bool) -> None:
    """Raise Invalid where the same bytes cannot be taken in twice."""
    if force and to is Library.MEDIA:
        raise Invalid("A picture is in the library once: --force is for documents.")


def things_in(to: Library, session: Session, workspace_id: UUID, ids: Collection[UUID]) -> Sequence[Thing]:
    """Return the things with these ids, oldest first; those that are not there are left out."""
    if to is Library.DOCUMENTS:
        return documents_of(session, workspace_id, ids)
    return items_of(session, workspace_id, ids)


def try_again(session: Session, app: App, thing: Thing) -> str:
    """Start again what failed of a thing; return the run's id. Raises Conflict when nothing did."""
    match thing:
        case Document():
            return read_or_describe_again(session, app.durable, app.vault, thing)
        case Item():
            return see_or_describe_again(session, app.durable, thing)


def standing(thing: Thing | Generation) -> Standing:
    """Return how far a thing has come."""
    match thing:
        case Document():
            is_busy, has_failed = thing.status in READING, thing.status is DocumentStatus.FAILED
            return Standing(_of_document(thing), is_busy, has_failed, thing.pages_read, thing.page_count or None)
        case Item():
            return Standing(_of_picture(thing), thing.status in LOOKING, thing.status is ItemStatus.FAILED)
        case Generation():
            is_busy, has_failed = thing.status is GenerationStatus.PROCESSING, thing.status is GenerationStatus.FAILED
            return Standing(_of_generation(thing), is_busy, has_failed, list(STEPS).index(thing.step), len(STEPS) - 1)


def _of_document(document: Document) -> str:
    match document.status:
        case DocumentStatus.COMPLETED:
            return f"done, “{document.display_name or document.filename}”"
        case DocumentStatus.FAILED:
            return f"failed: {document.error}"
        case DocumentStatus.GENERATING_METADATA | DocumentStatus.OCR_COMPLETE:
            return "describing"
        case _ if document.pages_read:
            return f"reading, page {document.pages_read} of {document.page_count}"
        case _:
            return "waiting" if document.page_count is None else "reading"


def _of_picture(item: Item) -> str:
    match item.status:
        case ItemStatus.COMPLETED:
            return f"done, “{item.analysis.get('content') or item.description or item.filename}”"
        case ItemStatus.FAILED:
            return f"failed: {item.error}"
        case ItemStatus.PROCESSING:
            return "looking" if item.width is None else "describing"
        case _:
            return "waiting"


def _of_generation(generation: Generation) -> str:
    match generation.status:
        case GenerationStatus.COMPLETED:
            return f"done, “{result_name(generation)}”"
        case GenerationStatus.FAILED:
            return f"failed: {generation.error}"
        case _:
            return STEPS[generation.step]
