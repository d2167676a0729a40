"""What a person does with a document on its page; the page itself changes by the live stream."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from pressroom.core.metadata.schemas import Said
from pressroom.features.documents.actions.again import describe_again, read_again, try_again
from pressroom.features.documents.actions.metadata import edit_metadata, restore_revision
from pressroom.features.documents.actions.remove import delete_document, undelete_document
from pressroom.features.documents.schemas import MetadataEdit
from pressroom.web.asking import AppDep, DocumentDep, PrincipalDep, SessionDep
from pressroom.web.replies import done, go_to
from pressroom.web.uploads import take_documents

router = APIRouter(prefix="/documents", include_in_schema=False)

SEPARATOR = ","


@router.post("")
def upload(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    files: Annotated[list[UploadFile], File()],
) -> Response:
    """Take files in from the plain form."""
    take_documents(app, session, principal, files)
    return go_to(request, "/")


@router.post("/{document_id}/metadata")
def edit(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    document: DocumentDep,
    display_name: Annotated[str, Form()],
    tags: Annotated[str, Form()] = "",
    summary: Annotated[str, Form()] = "",
) -> Response:
    """Write a person's own words down."""
    typed = _edit(display_name, tags, summary)
    edit_metadata(session, document, values=typed.values, user_id=principal.user_id)
    return done(request, "Saved.", back=_page(document.id))


@router.post("/{document_id}/regeneration")
def regenerate(
    request: Request,
    app: AppDep,
    session: SessionDep,
    document: DocumentDep,
    feedback: Annotated[Said, Form()] = "",
) -> Response:
    """Describe a document anew, minding what a person said."""
    describe_again(session, app.durable, document, feedback=feedback)
    return done(request, "Describing it again.", back=_page(document.id), tone="info")


@router.post("/{document_id}/revisions/{revision_id}/restoration")
def restore(request: Request, session: SessionDep, document: DocumentDep, revision_id: UUID) -> Response:
    """Show an earlier revision again."""
    restore_revision(session, document, revision_id)
    return done(request, "Restored.", back=_page(document.id))


@router.post("/{document_id}/reading")
def read(
    request: Request,
    app: AppDep,
    session: SessionDep,
    document: DocumentDep,
    password: Annotated[str | None, Form(max_length=1000)] = None,
) -> Response:
    """Read a document anew, with the password of an encrypted file."""
    read_again(session, app.durable, app.vault, document, password=password)
    return done(request, "Reading it again.", back=_page(document.id), tone="info")


@router.post("/{document_id}/retry")
def retry(request: Request, app: AppDep, session: SessionDep, document: DocumentDep) -> Response:
    """Try again what failed."""
    try_again(session, app.durable, app.vault, document)
    return done(request, "Trying it again.", back=_page(document.id), tone="info")


@router.post("/{document_id}/deletion")
def delete(request: Request, document: DocumentDep) -> Response:
    """Delete a document, with a day to change one's mind."""
    delete_document(document)
    name = document.display_name or document.filename
    return done(request, f"Deleted “{name}”.", back="/documents", undo=f"{_page(document.id)}/deletion/undo")


@router.post("/{document_id}/deletion/undo")
def undelete(request: Request, document: DocumentDep) -> Response:
    """Bring a deleted document back."""
    undelete_document(document)
    return done(request, "Brought back.", back=_page(document.id))


def _page(document_id: UUID) -> str:
    return f"/documents/{document_id}"


def _edit(display_name: str, tags: str, summary: str) -> MetadataEdit:
    """Return what was typed, as the API would take it; raises RequestValidationError with the reason."""
    several = [tag for tag in tags.split(SEPARATOR) if tag.strip()]
    try:
        return MetadataEdit(display_name=display_name, tags=several, summary=summary)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
