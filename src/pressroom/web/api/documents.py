"""`/api/documents`: taken in, listed, read, deleted."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from pressroom.features.documents import queries
from pressroom.features.documents.actions.accept import Accepted
from pressroom.features.documents.actions.again import read_again
from pressroom.features.documents.actions.remove import delete_document, undelete_document
from pressroom.features.documents.models import Status
from pressroom.features.documents.schemas import (
    AcceptedDocument,
    AcceptedUpload,
    DocumentList,
    DocumentOut,
    ReadAgain,
    RefusedFile,
    StartedRun,
)
from pressroom.web.asking import AppDep, DocumentDep, PrincipalDep, SessionDep
from pressroom.web.files import file_response, page_picture
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.uploads import Upload, content_of, take_documents

router = APIRouter(prefix="/api/documents", tags=["documents"])


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=AcceptedUpload)
def upload_documents(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    files: Annotated[list[UploadFile], File(description="One file or many.")],
    *,
    force: Annotated[bool, Query(description="Take bytes that are here already as a document of their own.")] = False,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Take files in and answer at once; reading and describing go on behind. Files that cannot be taken are named."""

    def start() -> Answer:
        upload = take_documents(app, session, principal, files, force=force)
        first = upload.accepted[0][1].document.id
        return (
            HTTPStatus.ACCEPTED,
            _upload(upload).model_dump(mode="json"),
            {"Location": f"/api/documents/{first}"},
        )

    asked = f"POST /api/documents {force}\n{content_of(files)}" if idempotency_key else ""
    return once(app, session, principal, idempotency_key, asked, start)


@router.get("", response_model_exclude_none=False)
def list_documents(
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str | None, Query(max_length=500, description='Words to find; `"in quotes"` a phrase.')] = None,
    status: Status | None = None,
    tag: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> DocumentList:
    """List documents, newest first; with `q`, best match first and with the places found."""
    found = queries.documents(
        session, principal.workspace_id, queries.Filters(q, status, tag), limit=limit, cursor=cursor
    )
    items = [DocumentOut.of(one, found.hits.get(one.id, []) if q else None) for one in found.documents]
    return DocumentList(items=items, next_cursor=found.next_cursor)


@router.get("/{document_id}")
def get_document(document: DocumentDep) -> DocumentOut:
    """Return one document."""
    return DocumentOut.of(document)


@router.delete("/{document_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_document(document: DocumentDep) -> None:
    """Delete a document; it can be brought back for a day."""
    delete_document(document)


@router.post("/{document_id}/restore")
def restore_document(document: DocumentDep) -> DocumentOut:
    """Bring a deleted document back."""
    undelete_document(document)
    return DocumentOut.of(document)


@router.post("/{document_id}/ocr", status_code=HTTPStatus.ACCEPTED, response_model=StartedRun)
def read_document_again(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    document: DocumentDep,
    how: ReadAgain | None = None,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Read a document anew, and describe it after; with `password`, an encrypted file."""
    password = how.password if how else None

    def start() -> Answer:
        run_id = read_again(session, app.durable, app.vault, document, password=password)
        started = StartedRun(id=document.id, status=document.status, run_id=run_id)
        return (
            HTTPStatus.ACCEPTED,
            started.model_dump(mode="json"),
            {"Location": f"/api/documents/{document.id}"},
        )

    return once(app, session, principal, idempotency_key, f"POST ocr {document.id} {password}", start)


@router.get("/{document_id}/text", response_class=PlainTextResponse)
def get_text(session: SessionDep, document: DocumentDep) -> str:
    """Return the text, its pages parted by form feeds."""
    return queries.full_text(session, document.id)


@router.head("/{document_id}/original", include_in_schema=False)
@router.get("/{document_id}/original", response_class=Response)
def get_original(app: AppDep, session: SessionDep, document: DocumentDep, *, download: bool = True) -> Response:
    """Return the file as it came."""
    asset = queries.original(session, document)
    return file_response(app, asset.storage_key, mime=asset.mime, filename=document.filename, download=download)


@router.head("/{document_id}/pages/{number}/picture", include_in_schema=False)
@router.get("/{document_id}/pages/{number}/picture", response_class=Response)
def get_picture(app: AppDep, session: SessionDep, document: DocumentDep, number: int) -> Response:
    """Return a page's picture, as JPEG."""
    return page_picture(app, session, document, number)


def _upload(upload: Upload[Accepted]) -> AcceptedUpload:
    return AcceptedUpload(
        documents=[
            AcceptedDocument(
                id=one.document.id,
                status=one.document.status,
                filename=name,
                run_id=one.document.run_id,
                duplicate_of=one.document.id if one.is_duplicate else None,
            )
            for name, one in upload.accepted
        ],
        refused=[RefusedFile(filename=name, detail=str(why), code=why.code) for name, why in upload.refused],
    )
