"""What prompts may be tried on, and what a model is shown of it: one entry for each profile."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from pressroom.core.prompts.steps import ReadSubject, Subject
from pressroom.features.documents import queries as documents
from pressroom.features.documents.models import Document
from pressroom.features.documents.models import Status as DocumentStatus
from pressroom.features.generations.models import Generation
from pressroom.features.generations.models import Status as GenerationStatus
from pressroom.features.generations.steps import evidence_of as sitter_of
from pressroom.features.media import evidence
from pressroom.features.media import queries as media
from pressroom.features.media.models import Item
from pressroom.features.media.models import Status as ItemStatus
from pressroom.features.pins import queries as pins
from pressroom.features.pins.models import Pin
from pressroom.features.pins.steps import evidence_of as pin_of
from pressroom.features.pins.steps import shown_of
from pressroom.kernel.app import TrialSource
from pressroom.kernel.errors import NotFound
from pressroom.kernel.storage import Storage
from pressroom.providers.describe import DOCUMENT, PICTURE, PIN, SITTER

Found = Sequence[tuple[UUID, str]]
Reads = Callable[[], Subject]


def trial_sources() -> Mapping[str, TrialSource]:
    """Return, by profile, what its prompt may be tried on."""
    return {
        DOCUMENT.name: TrialSource(_documents),
        PICTURE.name: TrialSource(_pictures),
        SITTER.name: TrialSource(_photos),
        PIN.name: TrialSource(_pins),
    }


def trial_readers(storage: Storage) -> Mapping[str, ReadSubject]:
    """Return, by profile, what reads that which a model is shown."""

    def read_document(session: Session, workspace_id: UUID, document_id: UUID) -> Reads:
        shown = Subject(documents.evidence_of(session, documents.document(session, workspace_id, document_id)))
        return lambda: shown

    def read_picture(session: Session, workspace_id: UUID, item_id: UUID) -> Reads:
        item = media.item(session, workspace_id, item_id)
        shown, request = evidence.shown_of(session, item), evidence.request_for(session, item)
        return lambda: Subject(evidence.evidence_of(storage, shown), request)

    def read_photo(session: Session, workspace_id: UUID, generation_id: UUID) -> Reads:
        found = session.get(Generation, generation_id)
        if found is None or found.workspace_id != workspace_id:
            raise NotFound("This generation is gone for good.")
        return lambda: Subject(sitter_of(storage, found))

    def read_pin(session: Session, workspace_id: UUID, pin_id: UUID) -> Reads:
        shown = shown_of(session, pins.pin(session, workspace_id, pin_id))
        return lambda: Subject(pin_of(storage, shown))

    return {DOCUMENT.name: read_document, PICTURE.name: read_picture, SITTER.name: read_photo, PIN.name: read_pin}


def _documents(session: Session, workspace_id: UUID, _user_id: UUID, ids: Sequence[UUID], most: int) -> Found:
    name = func.coalesce(Document.display_name, Document.filename)
    done = (Document.workspace_id == workspace_id, Document.status == DocumentStatus.COMPLETED)
    return _newest(session, (Document.id, name), [*done, Document.deleted_at.is_(None)], ids, most)


def _pictures(session: Session, workspace_id: UUID, _user_id: UUID, ids: Sequence[UUID], most: int) -> Found:
    done = (Item.workspace_id == workspace_id, Item.status == ItemStatus.COMPLETED, Item.deleted_at.is_(None))
    return _newest(session, (Item.id, Item.filename), done, ids, most)


def _photos(session: Session, workspace_id: UUID, user_id: UUID, ids: Sequence[UUID], most: int) -> Found:
    theirs = (Generation.workspace_id == workspace_id, Generation.user_id == user_id)
    done = (Generation.status == GenerationStatus.COMPLETED, Generation.deleted_at.is_(None))
    return _newest(session, (Generation.id, Generation.filename), [*theirs, *done], ids, most)


def _pins(session: Session, workspace_id: UUID, _user_id: UUID, ids: Sequence[UUID], most: int) -> Found:
    done = (Pin.workspace_id == workspace_id, Pin.described_at.is_not(None), Pin.deleted_at.is_(None))
    return _newest(session, (Pin.id, func.coalesce(func.nullif(Pin.title, ""), "Pin without a title")), done, ids, most)


def _newest(
    session: Session,
    key_and_name: tuple[InstrumentedAttribute[UUID], ColumnElement[str] | InstrumentedAttribute[str]],
    conditions: Sequence[ColumnElement[bool]],
    ids: Sequence[UUID],
    most: int,
) -> Found:
    key, name = key_and_name
    wanted = [*conditions, key.in_(ids)] if ids else conditions
    rows = session.execute(select(key, name).where(*wanted).order_by(key.desc()).limit(most))
    return [(one, called) for one, called in rows]
