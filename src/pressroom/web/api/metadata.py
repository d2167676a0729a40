"""`/api/documents/{id}/metadata` and its revisions: described anew, edited, restored."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from pressroom.core.metadata.queries import revisions
from pressroom.core.metadata.schemas import Feedback, RevisionList, RevisionOut
from pressroom.features.documents.actions.again import describe_again
from pressroom.features.documents.actions.metadata import edit_metadata, restore_revision
from pressroom.features.documents.models import KIND
from pressroom.features.documents.queries import document as find_document
from pressroom.features.documents.schemas import DocumentOut, MetadataEdit
from pressroom.web.asking import AppDep, DocumentDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import KeyHeader
from pressroom.web.regenerating import Regeneration, regenerate

router = APIRouter(prefix="/api/documents/{document_id}", tags=["metadata"])

EVENT_STREAM = "text/event-stream"


@router.post("/metadata", response_model=RevisionOut)
async def regenerate_metadata(
    request: Request,
    app: AppDep,
    document_id: UUID,
    feedback: Feedback | None = None,
    accept: Annotated[str, Header()] = "application/json",
    idempotency_key: KeyHeader = None,
) -> Response:
    """Describe a document anew, minding `feedback`, and answer with the new revision.

    With `Accept: text/event-stream`, its events instead: `step` for each step used, then `complete`, `error`
    or, where it waits for the month's budget, `paused`. Such a run goes on by itself; without events it is answered
    with 202, its id and the reason, as is one that takes over five minutes.
    """
    said = feedback.feedback if feedback else None

    def begin(session: Session, workspace_id: UUID) -> str:
        document = find_document(session, workspace_id, document_id, lock=True)
        return describe_again(session, app.durable, document, feedback=said)

    wanted = Regeneration(KIND, document_id, said, begin)
    return await regenerate(app, request, wanted, accept=accept, key=idempotency_key)


@router.patch("/metadata")
def edit_document_metadata(
    session: SessionDep, principal: PrincipalDep, document: DocumentDep, edit: MetadataEdit
) -> RevisionOut:
    """Write a person's own words down as a new revision; what is left out stays as it is."""
    return RevisionOut.of(edit_metadata(session, document, values=edit.values, user_id=principal.user_id))


@router.get("/revisions")
def list_revisions(session: SessionDep, principal: PrincipalDep, document: DocumentDep) -> RevisionList:
    """List the newest three revisions, newest first."""
    found = revisions(session, principal.workspace_id, (KIND, document.id))
    return RevisionList(items=[RevisionOut.of(one) for one in found])


@router.post("/revisions/{revision_id}/restore")
def restore_document_revision(session: SessionDep, document: DocumentDep, revision_id: UUID) -> DocumentOut:
    """Show an earlier revision again."""
    return DocumentOut.of(restore_revision(session, document, revision_id))
