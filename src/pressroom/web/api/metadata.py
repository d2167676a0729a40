"""`/api/documents/{id}/metadata` and its revisions: described anew, edited, restored."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from pressroom.core.metadata.queries import revisions
from pressroom.core.metadata.schemas import Feedback, RevisionList, RevisionOut
from pressroom.core.runs.queries import Run
from pressroom.features.documents.actions.again import describe_again
from pressroom.features.documents.actions.metadata import edit_metadata, restore_revision
from pressroom.features.documents.models import KIND
from pressroom.features.documents.queries import document as find_document
from pressroom.features.documents.schemas import DocumentOut, MetadataEdit
from pressroom.kernel.app import App
from pressroom.web.asking import AppDep, DocumentDep, PrincipalDep, SessionDep, principal_of
from pressroom.web.following import event, follow, step_event
from pressroom.web.idempotency import Answer, KeyHeader, settled
from pressroom.web.problems import problem

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

    With `Accept: text/event-stream`, its events instead: `step` for each step used, then `complete` or `error`.
    """
    said = feedback.feedback if feedback else None

    def start() -> tuple[UUID, str]:
        with app.database.transaction() as session:  # over before the wait, which may be long
            principal = principal_of(request, session)
            document = find_document(session, principal.workspace_id, document_id, lock=True)

            def begin() -> Answer:
                run_id = describe_again(session, app.durable, document, feedback=said)
                return HTTPStatus.ACCEPTED, {"run_id": run_id}, {}

            _, body, _ = settled(app, session, principal, idempotency_key, f"POST metadata {document_id} {said}", begin)
            return principal.workspace_id, str(body["run_id"])

    workspace_id, run_id = await to_thread.run_sync(start)
    if EVENT_STREAM in accept:
        return StreamingResponse(_events(app, workspace_id, document_id, run_id), media_type=EVENT_STREAM)
    return await _answer(app, workspace_id, document_id, run_id)


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


async def _events(app: App, workspace_id: UUID, document_id: UUID, run_id: str) -> AsyncIterator[str]:
    async for one in follow(app, workspace_id, run_id):
        if not isinstance(one, Run):
            yield step_event(one)
            continue
        revision = await to_thread.run_sync(_revision, app, workspace_id, document_id, run_id)
        if revision:
            yield event("complete", revision.model_dump(mode="json"))
        else:
            yield event(
                "error",
                {"detail": one.error or "The run has not ended yet; look at it later.", "run_id": run_id},
            )


async def _answer(app: App, workspace_id: UUID, document_id: UUID, run_id: str) -> Response:
    *_, ended = [one async for one in follow(app, workspace_id, run_id) if isinstance(one, Run)]
    revision = await to_thread.run_sync(_revision, app, workspace_id, document_id, run_id)
    if revision:
        return JSONResponse(revision.model_dump(mode="json"))
    if not ended.is_over:
        return JSONResponse({"run_id": run_id}, HTTPStatus.ACCEPTED, headers={"Location": f"/api/runs/{run_id}"})
    return problem(HTTPStatus.BAD_GATEWAY, ended.error or "The run was cancelled.", code="describing_failed")


def _revision(app: App, workspace_id: UUID, document_id: UUID, run_id: str) -> RevisionOut | None:
    with app.database.transaction() as session:
        found = revisions(session, workspace_id, (KIND, document_id))
        return next((RevisionOut.of(one) for one in found if one.run_id == run_id), None)
