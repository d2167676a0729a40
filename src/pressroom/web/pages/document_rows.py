"""Documents as rows of a list."""

from collections.abc import Sequence

from pressroom.features.documents import search
from pressroom.features.documents.models import Document, Stage, Status
from pressroom.web.views.documents import DocumentRow, Hit, Kind, Remedy
from pressroom.web.views.shell import PAUSED, Progress, State

NEEDS_PASSWORD = frozenset({"encrypted", "wrong_password"})
KINDS: dict[str, Kind] = {"application/pdf": "pdf", "text/plain": "text", "text/markdown": "text"}

STATES = {
    Status.UPLOADING: State("idle", "Uploading"),
    Status.OCR_COMPLETE: State("run", "Describing"),
    Status.GENERATING_METADATA: State("run", "Describing"),
    Status.COMPLETED: State("ok", "Completed"),
}


def document_row(document: Document, mime: str, hits: Sequence[search.Hit] = (), query: str = "") -> DocumentRow:
    """Return a document as a row; `mime` is its file's type."""
    return DocumentRow(
        id=str(document.id),
        name=document.display_name or document.filename,
        kind=kind_of(mime),
        has_thumbnail=document.pages_read > 0 and kind_of(mime) in {"pdf", "image"},
        page_count=document.page_count,
        tags=document.tags,
        summary=document.summary,
        state=state_of(document),
        progress=progress_of(document),
        failure=document.error or document.paused_reason,
        remedy=remedy_of(document),
        created_at=document.created_at,
        completed_at=document.completed_at,
        hits=[Hit(hit.page, hit.segments) for hit in hits],
        query=query,
    )


def kind_of(mime: str) -> Kind:
    """Return which kind of file a type is, as people tell them apart."""
    return KINDS.get(mime, "image" if mime.startswith("image/") else "word")


def progress_of(document: Document) -> Progress | None:
    """Return how far the reading is, while it goes on."""
    if document.status is not Status.PROCESSING:
        return None
    return Progress(document.pages_read, document.page_count)


def remedy_of(document: Document) -> Remedy | None:
    """Return what a person can do about a failure."""
    if document.status is not Status.FAILED:
        return None
    if document.error_code in NEEDS_PASSWORD:
        return "password"
    return "describe" if document.failed_stage is Stage.DESCRIBING else "retry"


def state_of(document: Document) -> State:
    """Return where a document stands, in words."""
    if document.paused_reason:
        return PAUSED
    if document.status is Status.PROCESSING:
        return _reading(document)
    if document.status is Status.FAILED:
        return _failed(document)
    return STATES[document.status]


def _reading(document: Document) -> State:
    if document.page_count is None:
        return State("idle", "Waiting")
    page = min(document.pages_read + 1, document.page_count)
    return State("run", f"Reading page {page} of {document.page_count}")


def _failed(document: Document) -> State:
    if document.error_code in NEEDS_PASSWORD:
        return State("warn", "Needs a password")
    return State("bad", f"Failed at {document.failed_stage}")
