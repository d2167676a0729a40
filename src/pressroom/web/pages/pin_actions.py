"""What a person does with one pin; the pages themselves change by the live stream."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from pressroom.core.metadata.schemas import Said
from pressroom.features.pins.actions.again import describe_again, try_again
from pressroom.features.pins.actions.edit import edit_pin, restore_revision
from pressroom.features.pins.actions.remove import delete_pin, undelete_pin
from pressroom.features.pins.actions.schedule import schedule_pin, unschedule_pin
from pressroom.features.pins.models import Field, Pin
from pressroom.features.pins.projects.models import Fit
from pressroom.kernel.errors import Invalid
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.pages.calendar_actions import back_to
from pressroom.web.pages.pin_page import detail, whole_page
from pressroom.web.pages.pin_rows import name_of
from pressroom.web.pages.pin_standing import url_of
from pressroom.web.pages.pin_typed import board_in, instant_in, tags_in
from pressroom.web.replies import asked_by_script, done
from pressroom.web.templating import page
from pressroom.web.views import PinPanelPartial

router = APIRouter(prefix="/pins", include_in_schema=False)

At = Annotated[str, Form(max_length=60)]
Zone = Annotated[str, Form(max_length=80)]
Typed = Annotated[str, Form(max_length=20_000)]


@router.post("/{pin_id}/cell")
def edit_cell(
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    field: Annotated[str, Form(max_length=20)],
    value: Typed = "",
    zone: Zone = "UTC",
) -> Response:
    """Change one cell of the table; a text that is written by hand is locked."""
    if field == "scheduled":
        _plan(pin, value, zone)
    else:
        edit_pin(session, pin, _changes(pin, field, value), user_id=principal.user_id)
    return Response(status_code=204)


@router.post("/{pin_id}/locks")
def unlock(
    request: Request, session: SessionDep, principal: PrincipalDep, pin: PinDep, field: Annotated[str, Form()]
) -> Response:
    """Take the lock off a field."""
    edit_pin(session, pin, {"locked": [one for one in pin.locked if one != field]}, user_id=principal.user_id)
    return done(request, "Unlocked: it may be written again.", back=page_of(pin.id))


@router.post("/{pin_id}/fit")
def fit(
    request: Request, session: SessionDep, principal: PrincipalDep, pin: PinDep, fit: Annotated[Fit, Form()]
) -> Response:
    """Say how the picture comes to two to three."""
    edit_pin(session, pin, {"fit": fit}, user_id=principal.user_id)
    said = "Cropped to two to three." if fit is Fit.CROP else "The whole picture, with bars."
    return done(request, said, back=page_of(pin.id))


@router.post("/{pin_id}/regeneration")
def regenerate(
    request: Request, app: AppDep, session: SessionDep, pin: PinDep, feedback: Annotated[Said, Form()] = ""
) -> Response:
    """Write a pin, or write it again, minding what a person said."""
    describe_again(session, app.durable, pin, feedback=feedback)
    return done(request, "Writing it.", back=page_of(pin.id), tone="info")


@router.post("/{pin_id}/revisions/{revision_id}/restoration")
def restore(request: Request, session: SessionDep, pin: PinDep, revision_id: UUID) -> Response:
    """Show an earlier answer again."""
    restore_revision(session, pin, revision_id)
    return done(request, "Restored.", back=page_of(pin.id))


@router.post("/{pin_id}/retry")
def retry(request: Request, app: AppDep, session: SessionDep, pin: PinDep) -> Response:
    """Try again what failed."""
    try_again(session, app.durable, pin)
    return done(request, "Trying it again.", back=page_of(pin.id), tone="info")


@router.post("/{pin_id}/schedule")
def schedule(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    at: At = "",
    zone: Zone = "UTC",
) -> Response:
    """Say when a pin is to be published; what stands in the way is said beside the field."""
    try:
        schedule_pin(pin, instant_in(at, zone))
    except Invalid as refusal:
        if request.headers.get("hx-target") == "panel":
            return page(PinPanelPartial(detail(app, session, principal, pin, schedule_error=str(refusal))))
        if asked_by_script(request):
            raise
        return whole_page(app, session, principal, pin, schedule_error=str(refusal))
    return done(request, "Scheduled.", back=page_of(pin.id))


@router.post("/{pin_id}/schedule/removal")
def unschedule(request: Request, pin: PinDep) -> Response:
    """Take a pin off the schedule; it can be undone."""
    before = pin.scheduled_at
    unschedule_pin(pin)
    undo = back_to(pin.id, before) if before else None
    return done(request, "Taken off the schedule.", back=page_of(pin.id), undo=undo)


@router.post("/{pin_id}/deletion")
def delete(request: Request, pin: PinDep) -> Response:
    """Delete a pin, with a day to change one's mind."""
    delete_pin(pin)
    told = f"Deleted “{name_of(pin)}”." + (" It stays at Pinterest." if url_of(pin) else "")
    return done(request, told, back="/pins", undo=f"{page_of(pin.id)}/deletion/undo")


@router.post("/{pin_id}/deletion/undo")
def undelete(request: Request, pin: PinDep) -> Response:
    """Bring a deleted pin back."""
    undelete_pin(pin)
    return done(request, "Brought back.", back=page_of(pin.id))


def page_of(pin_id: UUID) -> str:
    """Return the address of a pin's page."""
    return f"/pins/{pin_id}"


def _plan(pin: Pin, value: str, zone: str) -> None:
    if value.strip():
        schedule_pin(pin, instant_in(value, zone))
    else:
        unschedule_pin(pin)


def _changes(pin: Pin, field: str, value: str) -> dict[str, Any]:
    match field:
        case Field.TITLE | Field.DESCRIPTION:
            return {field: value.strip(), "locked": list(dict.fromkeys([*pin.locked, field]))}
        case "board":
            return {"board_id": board_in(value)}
        case "tags":
            return {"tags": tags_in(value)}
    raise Invalid(f"“{field}” is no field of this table.", code="field")
