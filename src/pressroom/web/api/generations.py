"""`/api/generations`: photos turned into pictures in a style; everyone sees their own alone."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import JSONResponse, Response

from pressroom.core.assets.models import Asset
from pressroom.features.generations import queries
from pressroom.features.generations.actions.remove import delete_generation, undelete_generation
from pressroom.features.generations.actions.submit import retry_generation, submit_photo, submit_stored
from pressroom.features.generations.models import Generation, Status
from pressroom.features.generations.rules import RETRY_AFTER_SECONDS, delivered, result_name
from pressroom.features.generations.schemas import (
    GenerationList,
    GenerationOut,
    Restyle,
    StartedGeneration,
    StyleList,
    StyleOut,
    WantedStyle,
)
from pressroom.features.media.schemas import AcceptedItem
from pressroom.providers.pages import clean_filename
from pressroom.providers.paint import styles
from pressroom.providers.pictures import Size
from pressroom.web.asking import AppDep, GenerationDep, ItemDep, PrincipalDep, SessionDep
from pressroom.web.files import file_response
from pressroom.web.generated import into_library, photo_of
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.pictures import stored_thumbnail
from pressroom.web.uploads import content_of

router = APIRouter(prefix="/api", tags=["generations"])


class Which(StrEnum):
    """The two pictures of a generation."""

    ORIGINAL = "original"
    RESULT = "result"


@router.get("/styles")
def list_styles(principal: PrincipalDep) -> StyleList:  # noqa: ARG001  # who asks must be known
    """List the styles pictures can be made in."""
    return StyleList(items=[StyleOut(key=one.key, name=one.name, tagline=one.tagline) for one in styles()])


@router.post("/generations", status_code=HTTPStatus.ACCEPTED, response_model=StartedGeneration)
def submit(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    file: Annotated[UploadFile, File(description="A photo.")],
    style: Annotated[str, Form(max_length=40)] = "plushie",
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Take a photo in and answer at once; it is analysed and painted behind, and a credit is taken when it is done.

    402 without a credit that is not in use; 429 with five in progress: nothing is taken in then.
    """

    def start() -> Answer:
        begun = submit_photo(
            session,
            app,
            file.file,
            filename=clean_filename(file.filename or ""),
            workspace_id=principal.workspace_id,
            user_id=principal.user_id,
            style=style,
        )
        return _started(begun)

    asked = f"POST /api/generations {style}\n{content_of([file])}" if idempotency_key else ""
    return once(app, session, principal, idempotency_key, asked, start)


@router.post("/media/{item_id}/generations", status_code=HTTPStatus.ACCEPTED, response_model=StartedGeneration)
def submit_from_media(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    item: ItemDep,
    wanted: WantedStyle,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Make a picture in a style of one in the library; answers as a submitted photo does."""

    def start() -> Answer:
        photo = photo_of(item)
        begun = submit_stored(
            session,
            app.durable,
            photo,
            filename=item.filename,
            user_id=principal.user_id,
            style=wanted.style,
            source=item.source,
        )
        return _started(begun)

    asked = f"POST generations of {item.id} {wanted.style}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.get("/generations")
def list_generations(
    session: SessionDep,
    principal: PrincipalDep,
    status: Status | None = None,
    style: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> GenerationList:
    """List one's own generations, newest first."""
    found = queries.generations(
        session, principal.workspace_id, principal.user_id, status=status, style=style, limit=limit, cursor=cursor
    )
    return GenerationList(items=[GenerationOut.of(one) for one in found.generations], next_cursor=found.next_cursor)


@router.get("/generations/{generation_id}")
def get_generation(response: Response, generation: GenerationDep) -> GenerationOut:
    """Return one generation. `completed` and `failed` are its ends; until then the answer says when to ask again."""
    if generation.status is Status.PROCESSING:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return GenerationOut.of(generation)


@router.post("/generations/{generation_id}/retry", status_code=HTTPStatus.ACCEPTED, response_model=StartedGeneration)
def retry(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    generation_id: UUID,
    wanted: Restyle | None = None,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Try a failed generation again, in another style if one is given; refused as a submitted photo is."""
    style = wanted.style if wanted else None

    def start() -> Answer:
        return _started(
            retry_generation(
                session,
                app.durable,
                workspace_id=principal.workspace_id,
                user_id=principal.user_id,
                generation_id=generation_id,
                style=style,
            )
        )

    asked = f"POST retry generation {generation_id} {style}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.delete("/generations/{generation_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_generation(generation: GenerationDep) -> None:
    """Delete a generation, photo and result; it can be brought back for a day. One in progress is not deleted."""
    delete_generation(generation)


@router.post("/generations/{generation_id}/restore")
def restore_generation(generation: GenerationDep) -> GenerationOut:
    """Bring a deleted generation back."""
    undelete_generation(generation)
    return GenerationOut.of(generation)


@router.post("/generations/{generation_id}/media", status_code=HTTPStatus.ACCEPTED, response_model=AcceptedItem)
def use_as_media(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    generation: GenerationDep,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Take the result into the library; once there, it is the same picture."""

    def start() -> Answer:
        accepted = into_library(app, session, principal, generation)
        told = AcceptedItem(
            id=accepted.item.id,
            status=accepted.item.status,
            filename=accepted.item.filename,
            run_id=accepted.item.run_id,
            duplicate_of=accepted.item.id if accepted.is_duplicate else None,
        )
        return HTTPStatus.ACCEPTED, told.model_dump(mode="json"), {"Location": f"/api/media/{accepted.item.id}"}

    return once(app, session, principal, idempotency_key, f"POST media of {generation.id}", start)


@router.get("/generations/{generation_id}/{which}", response_class=Response)
def get_generation_file(app: AppDep, generation: GenerationDep, which: Which, *, download: bool = False) -> Response:
    """Return the photo as it came, or the result as PNG."""
    asset = _asset(generation, which)
    name = generation.filename if which is Which.ORIGINAL else result_name(generation)
    return file_response(app, asset.storage_key, mime=asset.mime, filename=name, download=download)


@router.get("/generations/{generation_id}/{which}/thumbnail", response_class=Response)
def get_generation_thumbnail(
    app: AppDep,
    generation: GenerationDep,
    which: Which,
    size: Size = Size.SMALL,
    v: Annotated[str | None, Query(max_length=64, description="The file's version, for an answer to keep.")] = None,
) -> Response:
    """Return the photo or the result upright, as WebP, at most 400, 960 or 2048 pixels long."""
    sha256 = _asset(generation, which).sha256
    return stored_thumbnail(app, sha256, size, is_current=v == sha256[:12])


def _asset(generation: Generation, which: Which) -> Asset:
    return generation.original if which is Which.ORIGINAL else delivered(generation)


def _started(generation: Generation) -> Answer:
    told = StartedGeneration.of(generation).model_dump(mode="json")
    return HTTPStatus.ACCEPTED, told, {"Location": f"/api/generations/{generation.id}"}
