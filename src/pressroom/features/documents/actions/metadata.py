"""A document's name, tags and summary: edited by hand, restored, taken from an answer."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.metadata.actions import Given, record_revision, revision_of
from pressroom.core.metadata.models import Author, Revision
from pressroom.features.documents.models import KIND, Document, Stage, Status
from pressroom.features.documents.rules import check_may_describe
from pressroom.kernel.clock import now


def take_values(document: Document, revision: Revision) -> None:
    """Show a revision's values as the document's."""
    values = revision.values
    document.display_name = values["display_name"]
    document.tags = list(values["tags"])
    document.summary = values["summary"]
    document.language = values["language"]
    document.dates = list(values.get("dates", []))
    document.amounts = list(values.get("amounts", []))
    document.revision_id = revision.id


def edit_metadata(session: Session, document: Document, *, values: dict[str, Any], user_id: UUID) -> Revision:
    """Write a person's own words down as a revision and show it; raises Conflict while a run is at work."""
    check_may_describe(document)
    current = {
        "display_name": document.display_name or document.filename,
        "tags": document.tags,
        "summary": document.summary or "",
        "language": document.language or "und",
        "dates": document.dates,
        "amounts": document.amounts,
    }
    given = Given(values=current | values, author=Author.PERSON, user_id=user_id)
    revision = record_revision(session, document.workspace_id, (KIND, document.id), given)
    _settle(document, revision)
    return revision


def restore_revision(session: Session, document: Document, revision_id: UUID) -> Document:
    """Show an earlier revision again; raises NotFound when it is not kept, Conflict while a run is at work."""
    check_may_describe(document)
    revision = revision_of(session, document.workspace_id, (KIND, document.id), revision_id)
    _settle(document, revision)
    return document


def _settle(document: Document, revision: Revision) -> None:
    take_values(document, revision)
    if document.failed_stage is Stage.DESCRIBING:
        document.status = Status.COMPLETED
        document.failed_stage = document.error = document.error_code = None
        document.completed_at = now()
