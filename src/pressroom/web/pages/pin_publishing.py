"""Pins published and withdrawn by hand, one or many; the pages themselves change by the live stream."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from pressroom.core.runs.listing import runs
from pressroom.features.pins.actions.edit import edit_pin
from pressroom.features.pins.models import KIND, PinStatus
from pressroom.features.pins.publishing.actions.publish import publish_now, publish_several, withdraw
from pressroom.features.pins.queries import pins_of
from pressroom.features.pins.several import MOST_AT_ONCE
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.formatting import plural
from pressroom.web.narrowing import id_in
from pressroom.web.pages.pin_standing import forecast, publishing_of
from pressroom.web.replies import done
from pressroom.web.templating import page
from pressroom.web.views.publishing import ForecastPartial, PinPublishingPartial
from pressroom.web.views.shell import Crumb

router = APIRouter(prefix="/pins", include_in_schema=False)

Chosen = Annotated[list[UUID], Form(alias="ids", min_length=1, max_length=MOST_AT_ONCE)]
RUNS_SEEN = 3


@router.post("/publication/estimate")
def foreseen(app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen) -> Response:
    """Show what publishing the chosen pins now comes to, alone."""
    spacing = app.limits.publish_spacing_seconds
    return page(ForecastPartial(forecast(session, principal.workspace_id, ids, spacing=spacing)))


@router.post("/publication")
def publish_chosen(
    request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, ids: Chosen
) -> Response:
    """Publish the chosen pins that are not out already, one after another; the table shows how far it has come."""
    out = {one.id for one in pins_of(session, principal.workspace_id, ids) if one.status is PinStatus.PUBLISHED}
    wanted = [one for one in dict.fromkeys(ids) if one not in out]
    if not wanted:
        return done(request, "All of these are published already.", back="/pins", tone="info")
    batch = publish_several(session, app.durable, principal.workspace_id, wanted)
    way = Crumb(f"/runs/{batch.run_id}", "Its run")
    already = f" {len(out):,} already published." if out else ""
    return done(request, f"Publishing {plural(len(wanted), 'pin')}.{already}", back="/pins", link=way, tone="info")


@router.get("/{pin_id}/publication")
def standing(app: AppDep, session: SessionDep, pin: PinDep) -> Response:
    """Show where a pin stands on its way to Pinterest, alone."""
    newest = runs(app.durable, pin.workspace_id, subject=(KIND, pin.id), limit=RUNS_SEEN).runs
    return page(PinPublishingPartial(publishing_of(session, pin, newest)))


@router.post("/{pin_id}/publication")
def publish(request: Request, app: AppDep, session: SessionDep, pin: PinDep) -> Response:
    """Publish a pin in its account's turn."""
    publish_now(session, app.durable, pin)
    return done(request, "Publishing it.", back=f"/pins/{pin.id}", tone="info")


@router.post("/{pin_id}/publication/removal")
def take_back(request: Request, app: AppDep, session: SessionDep, pin: PinDep) -> Response:
    """Take a published pin back from Pinterest."""
    withdraw(session, app.durable, pin)
    return done(request, "Withdrawing it from Pinterest.", back=f"/pins/{pin.id}", tone="info")


@router.post("/{pin_id}/section")
def choose_section(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    section: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Say in which section of its board a pin is put."""
    edit_pin(session, pin, {"section_id": id_in(section)}, user_id=principal.user_id)
    return done(request, "Put in this section." if section else "Put in no section.", back=f"/pins/{pin.id}")
