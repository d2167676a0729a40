"""Doing it again: reading anew, describing anew."""

from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.documents import queries
from pressroom.features.documents.actions.accept import start_processing
from pressroom.features.documents.models import KIND, Document, Stage, Status
from pressroom.features.documents.rules import check_may_describe, check_may_read_again, describe_run_id
from pressroom.kernel.app import Reopening, check_newest
from pressroom.kernel.durable import URGENT, Durable
from pressroom.kernel.errors import Conflict
from pressroom.kernel.vault import Vault


def read_again(
    session: Session, durable: Durable, vault: Vault, document: Document, *, password: str | None = None
) -> str:
    """Start reading a document anew, with the password of an encrypted file; return the run's id.

    Raises Conflict while it is being worked on.
    """
    check_may_read_again(document)
    if password:
        document.password_offered_sealed = vault.seal(password)
    document.attempt += 1
    document.status = Status.PROCESSING
    _forget_failure(document)
    document.page_count, document.pages_read = None, 0
    document.completed_at = None
    return start_processing(session, durable, document, priority=URGENT)


def describe_again(session: Session, durable: Durable, document: Document, *, feedback: str | None = None) -> str:
    """Start describing a document anew, with what should be different; return the run's id.

    Raises Conflict while it is being worked on, or has no text.
    """
    check_may_describe(document)
    document.attempt += 1
    document.status = Status.GENERATING_METADATA
    _forget_failure(document)
    document.run_id = durable.enqueue(
        session,
        "describe_document",
        str(document.id),
        (feedback or "").strip() or None,
        run_id=describe_run_id(document.id, document.attempt),
        workspace_id=document.workspace_id,
        subject=(KIND, document.id),
        priority=URGENT,
    )
    return document.run_id


def try_again(session: Session, durable: Durable, vault: Vault, document: Document) -> str:
    """Start again what failed: the reading, or only the describing; return the run's id.

    Raises Conflict when the document has not failed.
    """
    if document.status is Status.COMPLETED:
        raise Conflict("This document has been completed since, so there is nothing to try again.", code="completed")
    if document.status is Status.FAILED and document.failed_stage is Stage.DESCRIBING:
        return describe_again(session, durable, document)
    return read_again(session, durable, vault, document)


def reopen(session: Session, workspace_id: UUID, document_id: UUID, of: Reopening) -> None:
    """Have a document wait for its run again; raises NotFound, or Conflict while it is worked on or has a newer run."""
    found = queries.document(session, workspace_id, document_id, lock=True)
    check_may_read_again(found)
    check_newest(found.run_id, of)
    is_read = of.workflow == "describe_document" or "finish_reading" in of.kept
    found.status = Status.GENERATING_METADATA if is_read else Status.PROCESSING
    _forget_failure(found)


def _forget_failure(document: Document) -> None:
    document.failed_stage = document.error = document.error_code = None
