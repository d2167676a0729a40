"""A picture's files on their way out."""

from enum import StrEnum
from http import HTTPStatus
from pathlib import PurePath

from fastapi.responses import FileResponse, Response

from pressroom.core.assets.models import Asset
from pressroom.features.media.models import Item
from pressroom.features.media.rules import version_of
from pressroom.kernel.app import App
from pressroom.kernel.errors import NotFound
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.doors import Doors
from pressroom.providers.pictures import JPEG, PNG, WEBP, Size
from pressroom.web.files import IMMUTABLE, attachment, file_response

ASKED_AGAIN = "private, no-cache"


class Format(StrEnum):
    """What a picture can be converted to."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"


MIMES = {Format.JPEG: JPEG, Format.PNG: PNG, Format.WEBP: WEBP}
ENDINGS = {Format.JPEG: ".jpg", Format.PNG: ".png", Format.WEBP: ".webp"}


def thumbnail_url(item: Item, size: Size = Size.SMALL) -> str:
    """Return the address of a thumbnail; another one when the picture's file is another."""
    return f"/api/media/{item.id}/thumbnail?size={size}&v={version_of(item)}"


def thumbnail_response(app: App, item: Item, size: Size, *, version: str | None) -> FileResponse:
    """Return a thumbnail, to be cached for good where `version` is the picture's. Raises NotFound."""
    if item.width is None:
        raise NotFound("This picture has not been looked at yet, so there is no thumbnail.")
    return stored_thumbnail(app, item.asset.sha256, size, is_current=version == version_of(item))


def stored_thumbnail(app: App, sha256: str, size: Size, *, is_current: bool) -> FileResponse:
    """Return a stored picture's thumbnail, to be cached for good where the address names its bytes. Raises NotFound."""
    path = app.storage.path(thumbnail_key(sha256, size))
    return FileResponse(path, media_type=WEBP, headers={"Cache-Control": IMMUTABLE if is_current else ASKED_AGAIN})


def stored_preview(app: App, asset: Asset, *, is_current: bool) -> FileResponse:
    """Return a stored picture that is small itself, to be cached as a thumbnail is. Raises NotFound."""
    path = app.storage.path(asset.storage_key)
    return FileResponse(
        path, media_type=asset.mime, headers={"Cache-Control": IMMUTABLE if is_current else ASKED_AGAIN}
    )


def original_response(app: App, item: Item, *, download: bool) -> FileResponse:
    """Return the file as it came. Raises NotFound."""
    asset = item.asset
    return file_response(app, asset.storage_key, mime=asset.mime, filename=item.filename, download=download)


def converted(app: App, doors: Doors, item: Item, *, to: Format, long_side: int | None) -> Response:
    """Return the picture as another kind of file; raises what the reader raises."""
    path = app.storage.path(item.asset.storage_key)
    content = doors.pictures.convert(path, item.asset.mime, to=MIMES[to], long_side=long_side)
    name = PurePath(item.filename).stem + ENDINGS[to]
    return Response(content, HTTPStatus.OK, media_type=MIMES[to], headers={"Content-Disposition": attachment(name)})
