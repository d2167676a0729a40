"""Stored files on their way out: never as something a browser would run."""

from urllib.parse import quote

from fastapi.responses import StreamingResponse

from pressroom.kernel.app import App

SHOWN_IN_PLACE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"})
IMMUTABLE = "private, max-age=31536000, immutable"


def file_response(app: App, key: str, *, mime: str, filename: str, download: bool) -> StreamingResponse:
    """Return a stored file under its name; only harmless types are shown in place. Raises NotFound."""
    in_place = not download and mime in SHOWN_IN_PLACE
    kind = "inline" if in_place else "attachment"
    headers = {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(filename, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(app.storage.stream(key), media_type=mime, headers=headers)


def picture_response(app: App, key: str) -> StreamingResponse:
    """Return a page's picture; its key names its content, so it may be cached for good. Raises NotFound."""
    return StreamingResponse(app.storage.stream(key), media_type="image/jpeg", headers={"Cache-Control": IMMUTABLE})
