"""Pure decisions about documents."""

from collections.abc import Iterator

from pressroom.features.documents.models import Document, Stage, Status
from pressroom.kernel.errors import Conflict

PAGES_A_STEP = 10
"""Pages read between two records of progress: what a crash can cost, at most."""

BUSY = frozenset({Status.UPLOADING, Status.PROCESSING, Status.OCR_COMPLETE, Status.GENERATING_METADATA})


def chunks(pages: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last page number of each step of reading, pages counted from 1."""
    for first in range(1, pages + 1, PAGES_A_STEP):
        yield first, min(first + PAGES_A_STEP - 1, pages)


def check_may_read_again(document: Document) -> None:
    """Raise Conflict while the document is being worked on, or when it is deleted."""
    if document.deleted_at is not None:
        raise Conflict("This document is deleted. Bring it back first.", code="deleted")
    if document.status in BUSY:
        raise Conflict("This document is being worked on. Wait until it is done, or cancel its run.", code="busy")


def check_may_describe(document: Document) -> None:
    """Raise Conflict while the document is being worked on, when it is deleted, or when it has no text."""
    check_may_read_again(document)
    if document.status is Status.FAILED and document.failed_stage is Stage.READING:
        raise Conflict("This document has no text yet, so it cannot be described. Read it again first.", code="no_text")


def process_run_id(document_id: object, attempt: int) -> str:
    """Return the id of the run that reads and describes a document."""
    return f"process-document:{document_id}:{attempt}"


def describe_run_id(document_id: object, attempt: int) -> str:
    """Return the id of the run that describes a document anew."""
    return f"describe-document:{document_id}:{attempt}"
