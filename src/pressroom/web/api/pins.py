"""`/api/pins`: made, listed, edited, scheduled, deleted."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from pressroom.features.pins import queries
from pressroom.features.pins.actions.again import try_again
from pressroom.features.pins.actions.edit import edit_pin
from pressroom.features.pins.actions.remove import delete_pin, undelete_pin
from pressroom.features.pins.actions.schedule import schedule_pin, unschedule_pin
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.schemas import (
    PinColumn,
    PinColumns,
    PinCounts,
    PinEdit,
    PinList,
    PinOut,
    PlannedAt,
    StartedPin,
)
from pressroom.kernel.errors import NotFound
from pressroom.providers.pictures import Size
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.files import file_response
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.pictures import stored_thumbnail

router = APIRouter(prefix="/api/pins", tags=["pins"])

Tag = Annotated[str | None, Query(max_length=60)]
Words = Annotated[str | None, Query(max_length=500, description='Words to find; `"in quotes"` a phrase.')]


@router.get("")
def list_pins(
    session: SessionDep,
    principal: PrincipalDep,
    q: Words = None,
    project_id: UUID | None = None,
    article_id: UUID | None = None,
    board_id: UUID | None = None,
    status: PinStatus | None = None,
    tag: Tag = None,
    scheduled: Annotated[bool | None, Query(description="Whether a time is set.")] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> PinList:
    """List pins, last made first; with `q`, best match first."""
    filters = queries.Filters(
        q=q,
        project_id=project_id,
        article_id=article_id,
        board_id=board_id,
        status=status,
        tag=tag,
        is_scheduled=scheduled,
    )
    found = queries.pins(session, principal.workspace_id, filters, limit=limit, cursor=cursor)
    return PinList(items=[PinOut.of(one) for one in found.pins], next_cursor=found.next_cursor)


@router.get("/status")
def count_pins(session: SessionDep, principal: PrincipalDep, project_id: UUID | None = None) -> PinCounts:
    """Count the pins by status, those of one project or all."""
    filters = queries.Filters(project_id=project_id)
    return PinCounts(counts=queries.counts(session, principal.workspace_id, filters))


@router.get("/columns")
def list_columns(
    session: SessionDep,
    principal: PrincipalDep,
    q: Words = None,
    project_id: UUID | None = None,
    board_id: UUID | None = None,
    tag: Tag = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> PinColumns:
    """List the newest pins of every status, with how many there are of each."""
    filters = queries.Filters(q=q, project_id=project_id, board_id=board_id, tag=tag)
    found = queries.columns(session, principal.workspace_id, filters, limit=limit)
    return PinColumns(
        items=[
            PinColumn(status=one.status, total=one.number, items=[PinOut.of(pin) for pin in one.pins]) for one in found
        ]
    )


@router.get("/{pin_id}")
def get_pin(pin: PinDep) -> PinOut:
    """Return one pin."""
    return PinOut.of(pin)


@router.patch("/{pin_id}")
def edit_one_pin(session: SessionDep, principal: PrincipalDep, pin: PinDep, edit: PinEdit) -> PinOut:
    """Change a pin; new words make a revision by you, and `locked` says what describing it again leaves alone.

    422 names the field, how long it may be and how long it is, counted as Pinterest counts.
    """
    edit_pin(session, pin, edit.values, user_id=principal.user_id)
    session.flush()
    session.refresh(pin)
    return PinOut.of(pin)


@router.delete("/{pin_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_pin(pin: PinDep) -> None:
    """Delete a pin; it can be brought back for a day. One that is published stays at Pinterest: withdraw it first."""
    delete_pin(pin)


@router.post("/{pin_id}/restore")
def restore_pin(pin: PinDep) -> PinOut:
    """Bring a deleted pin back."""
    undelete_pin(pin)
    return PinOut.of(pin)


@router.post("/{pin_id}/retry", status_code=HTTPStatus.ACCEPTED, response_model=StartedPin)
def retry_pin(
    app: AppDep, session: SessionDep, principal: PrincipalDep, pin: PinDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Start again what failed about a pin: its picture, or its description."""

    def start() -> Answer:
        run_id = try_again(session, app.durable, pin)
        started = StartedPin(id=pin.id, status=pin.status, run_id=run_id)
        return HTTPStatus.ACCEPTED, started.model_dump(mode="json"), {"Location": f"/api/pins/{pin.id}"}

    return once(app, session, principal, idempotency_key, f"POST retry pin {pin.id}", start)


@router.put("/{pin_id}/schedule")
def schedule(pin: PinDep, planned: PlannedAt) -> PinOut:
    """Say when a pin is to be published; it needs a board, a picture and a title, and the time is still to come."""
    return PinOut.of(schedule_pin(pin, planned.scheduled_at))


@router.delete("/{pin_id}/schedule")
def unschedule(pin: PinDep) -> PinOut:
    """Take a pin off the schedule."""
    return PinOut.of(unschedule_pin(pin))


@router.head("/{pin_id}/thumbnail", include_in_schema=False)
@router.get("/{pin_id}/thumbnail", response_class=Response)
def get_pin_thumbnail(
    app: AppDep,
    pin: PinDep,
    size: Size = Size.SMALL,
    v: Annotated[str | None, Query(max_length=64, description="The file's version, for an answer to keep.")] = None,
) -> Response:
    """Return a pin's picture upright, as WebP, at most 400, 960 or 2048 pixels long."""
    if pin.asset is None or not pin.picture:
        raise NotFound("This pin's picture is not there yet.")
    return stored_thumbnail(app, pin.asset.sha256, size, is_current=v == pin.asset.sha256[:12])


@router.head("/{pin_id}/original", include_in_schema=False)
@router.get("/{pin_id}/original", response_class=Response)
def get_pin_original(app: AppDep, pin: PinDep, *, download: bool = False) -> Response:
    """Return a pin's picture as it came."""
    if pin.asset is None:
        raise NotFound("This pin's picture is not there yet.")
    return file_response(app, pin.asset.storage_key, mime=pin.asset.mime, filename=f"pin-{pin.id}", download=download)
