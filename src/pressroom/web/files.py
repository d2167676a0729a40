"""Stored files on their way out: never as something a browser would run."""

from urllib.parse import quote

from fastapi.responses import FileResponse
from sqlalchemy.orm import Session

from pressroom.features.documents import queries
from pressroom.features.documents.models import Document
from pressroom.kernel.app import App
from pressroom.kernel.errors import NotFound

SHOWN_IN_PLACE = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "text/plain"}
)
IMMUTABLE = "private, max-age=31536000, immutable"


def file_response(app: App, key: str, *, mime: str, filename: str, download: bool) -> FileResponse:
    """Return a stored file under its name; only harmless types are shown in place. Raises NotFound."""
    in_place = not download and mime in SHOWN_IN_PLACE
    headers = {
        "Content-Disposition": f"inline; {_named(filename)}" if in_place else attachment(filename),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return FileResponse(app.storage.path(key), media_type=mime, headers=headers)


def attachment(filename: str) -> str:
    """Return the `Content-Disposition` of a file to be kept."""
    return f"attachment; {_named(filename)}"


def page_picture(app: App, session: Session, document: Document, number: int) -> FileResponse:
    """Return the picture of a document's page, as JPEG. Raises NotFound."""
    page = queries.page(session, document.workspace_id, document.id, number)
    return picture_response(app, page.picture_key)


def picture_response(app: App, key: str | None) -> FileResponse:
    """Return a stored picture; its key names its content, so it may be cached for good. Raises NotFound."""
    if key is None:
        raise NotFound("This page is text only; there is no picture of it.")
    return FileResponse(app.storage.path(key), media_type="image/jpeg", headers={"Cache-Control": IMMUTABLE})


def _named(filename: str) -> str:
    return f"filename*=UTF-8''{quote(filename, safe='')}"
