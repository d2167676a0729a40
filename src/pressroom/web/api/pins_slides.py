"""`/api/pins/{id}/slides`: the further pictures that make a pin a carousel."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.models import Pin
from pressroom.features.pins.schemas import PictureChoice, StartedPin
from pressroom.features.pins.slides import actions, queries
from pressroom.features.pins.slides.schemas import Place, SlideList, SlideOut
from pressroom.kernel.app import App
from pressroom.kernel.errors import NotFound
from pressroom.providers.pictures import Size
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.pictures import stored_thumbnail
from pressroom.web.pinning import picked, picked_files
from pressroom.web.uploads import content_of

router = APIRouter(prefix="/api/pins/{pin_id}/slides", tags=["pins"])


@router.get("")
def list_slides(session: SessionDep, pin: PinDep) -> SlideList:
    """List a pin's further pictures, in order; its own is the first of all, and not among them."""
    return _list(session, pin)


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=SlideList)
def add_slide(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    choice: PictureChoice,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Add a picture after those a pin has, five at most; it is fetched or looked at behind the answer."""

    def start() -> Answer:
        return _added(app, session, pin, [picked(session, principal, choice)])

    asked = f"POST slides of {pin.id} {choice.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.post("/upload", status_code=HTTPStatus.ACCEPTED, response_model=SlideList)
def upload_slides(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    files: Annotated[list[UploadFile], File(description="Pictures, in order.", max_length=4)],
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Add pictures that are sent."""

    def start() -> Answer:
        return _added(app, session, pin, picked_files(session, app, principal, files))

    asked = f"POST uploaded slides of {pin.id}\n{content_of(files)}" if idempotency_key else ""
    return once(app, session, principal, idempotency_key, asked, start)


@router.put("/{slide_id}/place")
def move_slide(session: SessionDep, pin: PinDep, slide_id: UUID, place: Place) -> SlideList:
    """Put a picture in another place; as number 1 it becomes the pin's own, and that one the second."""
    actions.move_slide(session, pin, slide_id, place.number)
    return _list(session, pin)


@router.post("/{slide_id}/retry", status_code=HTTPStatus.ACCEPTED)
def retry_slide(app: AppDep, session: SessionDep, pin: PinDep, slide_id: UUID) -> StartedPin:
    """Try again to get a picture that could not be had."""
    run_id = actions.retry_slide(session, app.durable, pin, slide_id)
    return StartedPin(id=pin.id, status=pin.status, run_id=run_id)


@router.delete("/{slide_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_slide(session: SessionDep, pin: PinDep, slide_id: UUID) -> None:
    """Take a picture out of a pin."""
    actions.remove_slide(session, pin, slide_id)


@router.head("/{slide_id}/thumbnail", include_in_schema=False)
@router.get("/{slide_id}/thumbnail", response_class=Response)
def get_slide_thumbnail(
    app: AppDep,
    session: SessionDep,
    pin: PinDep,
    slide_id: UUID,
    size: Size = Size.SMALL,
    v: Annotated[str | None, Query(max_length=64, description="The file's version, for an answer to keep.")] = None,
) -> Response:
    """Return a further picture upright, as WebP, at most 400, 960 or 2048 pixels long."""
    found = queries.slide(session, pin.id, slide_id)
    if found.asset is None or not found.picture:
        raise NotFound("This picture is not there yet.")
    return stored_thumbnail(app, found.asset.sha256, size, is_current=v == found.asset.sha256[:12])


def _added(app: App, session: Session, pin: Pin, pictures: Sequence[Picked]) -> Answer:
    actions.add_slides(session, app.durable, pin, pictures)
    return HTTPStatus.ACCEPTED, _list(session, pin).model_dump(mode="json"), {"Location": f"/api/pins/{pin.id}/slides"}


def _list(session: Session, pin: Pin) -> SlideList:
    session.flush()
    return SlideList(items=[SlideOut.of(one) for one in queries.slides(session, pin.id)])
