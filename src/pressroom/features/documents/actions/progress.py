"""What a run writes about its document, beat by beat. Every one is safe to repeat."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.metadata.actions import Given, record_revision
from pressroom.core.metadata.models import Author
from pressroom.core.runs import stranded
from pressroom.core.usage.actions import release_pages, reserve_pages
from pressroom.features.documents.actions.metadata import take_values
from pressroom.features.documents.models import KIND, Document, Page, Stage, Status
from pressroom.features.documents.rules import BUSY
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure, current_run_id
from pressroom.kernel.errors import Conflict, LimitReached, NotFound


def count_pages(session: Session, document_id: str, pages: int, limit: int, title: str | None = None) -> Failure | None:
    """Count the pages of a file that opened against the month, and make room for them; over the limit, a Failure.

    What an earlier attempt read stays until here.
    """
    document = session.get_one(Document, UUID(document_id))
    subject = (KIND, document.id)
    try:
        reserve_pages(session, document.workspace_id, subject=subject, pages=pages, limit=limit, run_id=document.run_id)
    except LimitReached as error:
        return Failure.of(error)
    session.execute(delete(Page).where(Page.document_id == document.id))
    document.page_count, document.pages_read, document.claimed_title = pages, 0, title
    if document.password_offered_sealed:
        document.password_sealed, document.password_offered_sealed = document.password_offered_sealed, None
    return None


def record_page(session: Session, document_id: UUID, page: dict[str, Any]) -> None:
    """Write one page down, in place of what an attempt before a crash wrote, and how many there are now."""
    statement = insert(Page).values(document_id=document_id, **page)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["document_id", "number"],
            set_={name: statement.excluded[name] for name in page if name != "number"},
        )
    )
    read = select(func.count()).where(Page.document_id == document_id).scalar_subquery()
    session.execute(update(Document).where(Document.id == document_id).values(pages_read=read))


def finish_reading(session: Session, document_id: str) -> None:
    """Mark the text complete: it is usable, whatever becomes of the description."""
    done = {"status": Status.OCR_COMPLETE, "updated_at": now()}
    session.execute(update(Document).where(Document.id == UUID(document_id)).values(done))


def begin_describing(session: Session, document_id: UUID) -> Document:
    """Mark the description as being made, and return the document.

    Raises Conflict where it was deleted meanwhile, NotFound where it is gone for good: no model is asked about it.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound("This document is gone for good.")
    if document.deleted_at is not None:
        raise Conflict("This document was deleted before it was done. Bring it back, then try again.", code="deleted")
    if document.status is Status.OCR_COMPLETE:  # and not where a person broke it off meanwhile
        document.status = Status.GENERATING_METADATA
    return document


def record_description(session: Session, document_id: str, answer: dict[str, Any], feedback: str | None) -> None:
    """Write the model's answer down as a revision, show it, and complete the document.

    The answer of a run that has been followed by another is let go.
    """
    document = session.get(Document, UUID(document_id), with_for_update=True)
    if document is None or document.run_id != current_run_id():
        return
    given = Given(author=Author.MODEL, run_id=current_run_id(), feedback=feedback, **answer)
    revision = record_revision(session, document.workspace_id, (KIND, document.id), given)
    take_values(document, revision)
    document.status = Status.COMPLETED
    document.failed_stage = document.error = document.error_code = None
    document.completed_at = now()


def record_failure(session: Session, document_id: str, stage: str, failure: Failure) -> None:
    """Mark the document failed at a stage; text it has stays, and a reading that failed gives its count back.

    A run that has been followed by another is quiet.
    """
    _fail(session, UUID(document_id), current_run_id(), Stage(stage), failure)


def break_off(session: Session, document_id: str, reason: str) -> None:
    """Fail the document where it stood, for its run broke in an unforeseen way."""
    abandon(session, UUID(document_id), current_run_id(), reason)


def abandon(session: Session, document_id: UUID, run_id: str | None, reason: str) -> None:
    """Mark a document whose run was cancelled or given up, unless it is done or has a newer run."""
    document = session.get(Document, document_id)
    if document is None or document.run_id != run_id or document.status in {Status.COMPLETED, Status.FAILED}:
        return
    has_text = document.status in {Status.OCR_COMPLETE, Status.GENERATING_METADATA}
    stage = Stage.DESCRIBING if has_text else Stage.READING
    _fail(session, document_id, run_id, stage, Failure(reason, "abandoned"))


def mend_stranded(session: Session) -> int:
    """Fail the documents that wait for a run which ended without a word about them; return how many."""
    return stranded.mend(session, Document.__table__, busy=BUSY, abandon=abandon)


def _fail(session: Session, document_id: UUID, run_id: str | None, stage: Stage, failure: Failure) -> None:
    document = session.get(Document, document_id, with_for_update=True)
    if document is None or document.run_id != run_id:
        return
    document.status, document.failed_stage = Status.FAILED, stage
    document.error, document.error_code = failure.reason, failure.code
    if stage is Stage.READING:
        kept = session.scalar(select(func.count()).where(Page.document_id == document.id)) or 0
        document.pages_read, document.page_count = kept, document.page_count or kept or None
        document.password_offered_sealed = None
        release_pages(session, subject=(KIND, document.id), run_id=document.run_id)
