"""A document's files for the browser: the original, the text, the pictures of its pages."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from pressroom.features.documents import queries
from pressroom.kernel.errors import NotFound
from pressroom.web.asking import AppDep, DocumentDep, PrincipalDep, SessionDep
from pressroom.web.files import file_response, picture_response

router = APIRouter(prefix="/documents/{document_id}", include_in_schema=False)


@router.get("/original")
def original(app: AppDep, session: SessionDep, document: DocumentDep, *, download: bool = True) -> Response:
    """Send the file as it came."""
    asset = queries.original(session, document)
    return file_response(app, asset.storage_key, mime=asset.mime, filename=document.filename, download=download)


@router.get("/text")
def text(session: SessionDep, document: DocumentDep) -> PlainTextResponse:
    """Send the text as a file, its pages parted by form feeds."""
    headers = {"Content-Disposition": f"attachment; filename={document.id}.txt"}
    return PlainTextResponse(queries.full_text(session, document.id), headers=headers)


@router.get("/pages/{number}/picture")
def picture(app: AppDep, session: SessionDep, principal: PrincipalDep, document: DocumentDep, number: int) -> Response:
    """Send a page's picture."""
    page = queries.page(session, principal.workspace_id, document.id, number)
    if page.picture_key is None:
        raise NotFound("This page is text only; there is no picture of it.")
    return picture_response(app, page.picture_key)


@router.get("/thumbnail")
def thumbnail(app: AppDep, session: SessionDep, principal: PrincipalDep, document: DocumentDep) -> Response:
    """Send the first page's thumbnail."""
    page = queries.page(session, principal.workspace_id, document.id, 1)
    if page.thumbnail_key is None:
        raise NotFound("This page is text only; there is no picture of it.")
    return picture_response(app, page.thumbnail_key)
