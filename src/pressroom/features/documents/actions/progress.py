"""What a run writes about its document, beat by beat. Every one is safe to repeat."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.metadata.actions import Given, record_revision
from pressroom.core.metadata.models import Author
from pressroom.core.usage.actions import release_pages, reserve_pages
from pressroom.features.documents.actions.metadata import take_values
from pressroom.features.documents.models import KIND, Document, Page, Stage, Status
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure, current_run_id
from pressroom.kernel.errors import LimitReached


def begin_reading(session: Session, document_id: str) -> None:
    """Forget the pages of an earlier attempt."""
    session.execute(delete(Page).where(Page.document_id == UUID(document_id)))
    _set(session, document_id, status=Status.PROCESSING, pages_read=0)


def count_pages(session: Session, document_id: str, pages: int, limit: int) -> Failure | None:
    """Write the number of pages down and count them against the month; over the limit, a Failure."""
    document = session.get_one(Document, UUID(document_id))
    try:
        reserve_pages(session, document.workspace_id, subject=(KIND, document.id), pages=pages, limit=limit)
    except LimitReached as error:
        return Failure.of(error)
    document.page_count = pages
    return None


def record_page(session: Session, document_id: UUID, page: dict[str, Any]) -> None:
    """Write one page down, and how many there are now."""
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
    _set(session, document_id, status=Status.OCR_COMPLETE)


def begin_describing(session: Session, document_id: str) -> None:
    """Mark the description as being made."""
    _set(session, document_id, status=Status.GENERATING_METADATA)


def record_description(session: Session, document_id: str, answer: dict[str, Any], feedback: str | None) -> None:
    """Write the model's answer down as a revision, show it, and complete the document."""
    document = session.get_one(Document, UUID(document_id))
    given = Given(author=Author.MODEL, run_id=current_run_id(), feedback=feedback, **answer)
    revision = record_revision(session, document.workspace_id, (KIND, document.id), given)
    take_values(document, revision)
    document.status = Status.COMPLETED
    document.completed_at = now()


def record_failure(session: Session, document_id: str, stage: str, failure: Failure) -> None:
    """Mark the document failed at a stage, giving back the pages counted for a reading that failed."""
    _set(
        session,
        document_id,
        status=Status.FAILED,
        failed_stage=Stage(stage),
        error=failure.reason,
        error_code=failure.code,
    )
    if Stage(stage) is Stage.READING:
        release_pages(session, subject=(KIND, UUID(document_id)))


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
    record_failure(session, str(document_id), stage, Failure(reason, "abandoned"))


def _set(session: Session, document_id: str, **values: object) -> None:
    session.execute(update(Document).where(Document.id == UUID(document_id)).values(**values, updated_at=now()))
