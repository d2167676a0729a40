"""A document's files for the browser: the original, the text, the pictures of its pages."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from pressroom.features.documents import queries
from pressroom.web.asking import AppDep, DocumentDep, SessionDep
from pressroom.web.files import file_response, page_picture, picture_response

router = APIRouter(prefix="/documents/{document_id}", include_in_schema=False)


@router.head("/original")
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


@router.head("/pages/{number}/picture")
@router.get("/pages/{number}/picture")
def picture(app: AppDep, session: SessionDep, document: DocumentDep, number: int) -> Response:
    """Send a page's picture."""
    return page_picture(app, session, document, number)


@router.head("/thumbnail")
@router.get("/thumbnail")
def thumbnail(app: AppDep, session: SessionDep, document: DocumentDep) -> Response:
    """Send the first page's thumbnail."""
    page = queries.page(session, document.workspace_id, document.id, 1)
    return picture_response(app, page.thumbnail_key)
