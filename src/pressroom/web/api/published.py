"""`/published/{token}.jpg`: where Pinterest fetches pictures of pins, for an hour, without signing in."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from pressroom.features.pins.publishing.addresses import GOOD_FOR, opened
from pressroom.kernel.clock import now
from pressroom.web.asking import AppDep

router = APIRouter(include_in_schema=False)

HEADERS = {
    "Cache-Control": f"private, max-age={int(GOOD_FOR.total_seconds())}",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Robots-Tag": "noindex",
}


@router.head("/published/{token}.jpg")
@router.get("/published/{token}.jpg")
def get_published_picture(app: AppDep, token: str) -> FileResponse:
    """Return the picture that a signed address stands for; 404 for one that is forged, old, or of what is gone."""
    picture = opened(app.vault, token, at=now())
    return FileResponse(app.storage.path(picture.key), media_type="image/jpeg", headers=HEADERS)
