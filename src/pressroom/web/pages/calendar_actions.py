"""What a person does in the calendar: pins moved, planned, put into free times; the page changes by the live stream."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Cookie, Form, Query, Request, Response

from pressroom.features.pins.actions.schedule import schedule_pin, unschedule_pin
from pressroom.features.pins.models import Pin
from pressroom.features.pins.planning import queries
from pressroom.features.pins.planning.actions import (
    Planned,
    Span,
    fill_slot,
    move_by,
    move_to_day,
    plan_next,
    plan_spread,
    unplan_together,
)
from pressroom.features.pins.projects.queries import project as find_project
from pressroom.features.pins.several import LONGEST_WEEKS, MOST_AT_ONCE
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid
from pressroom.web.asking import PinDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import id_in
from pressroom.web.pages.calendar_days import told_moment
from pressroom.web.pages.pin_rows import name_of
from pressroom.web.pages.pin_typed import instant_in, zone_in
from pressroom.web.replies import Tone, done, with_refusals

router = APIRouter(prefix="/pins", include_in_schema=False)

At = Annotated[str, Form(max_length=60)]
Zone = Annotated[str, Form(max_length=80)]
Days = Annotated[int, Form(ge=-366, le=366)]
Minutes = Annotated[int, Form(ge=-LONGEST_WEEKS, le=LONGEST_WEEKS)]
BACK = "/pins/calendar"


@router.post("/{pin_id}/moves")
def move(
    request: Request,
    session: SessionDep,
    pin: PinDep,
    *,
    at: At = "",
    day: At = "",
    days: Days = 0,
    minutes: Minutes = 0,
    zone: Zone = "UTC",
) -> Response:
    """Plan a pin for a time, for a day, or so many days and minutes later; it can be undone."""
    before, place = pin.scheduled_at, zone_in(zone)
    if at:
        schedule_pin(pin, instant_in(at, zone))
    elif day:
        move_to_day(session, pin, _day(day), place)
    else:
        move_by(pin, days=days, minutes=minutes, zone=place)
    return done(request, f"“{name_of(pin)}” goes out {_told(pin, place)}.", back=BACK, undo=back_to(pin.id, before))


@router.post("/{pin_id}/moves/undo")
def undo_move(request: Request, pin: PinDep, at: Annotated[str, Query(max_length=60)] = "") -> Response:
    """Plan a pin for the time it had before, or take it off the schedule where it had none."""
    if at:
        schedule_pin(pin, instant_in(at, "UTC"))
    else:
        unschedule_pin(pin)
    return done(request, "As it was.", back=BACK)


@router.post("/planning")
def plan(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    *,
    ids: Annotated[list[UUID] | None, Form(max_length=MOST_AT_ONCE)] = None,
    project: At = "",
    number: Annotated[int, Form(ge=1, le=MOST_AT_ONCE)] = 1,
    days: Annotated[int, Form(ge=0, le=366)] = 0,
    zone: Zone = "",
    own: Annotated[str, Cookie(alias="zone", max_length=80)] = "",
) -> Response:
    """Give pins the next free times, or spread them over days: those chosen, else the first that have no time yet."""
    workspace_id = principal.workspace_id
    chosen = ids or [
        one.id for one in queries.unplanned(session, workspace_id, project_id=id_in(project), limit=number)
    ]
    if not chosen:
        raise Invalid("There is nothing to plan: no pin is ready and without a time.", code="nothing")
    at = now()
    planned = (
        plan_spread(session, workspace_id, chosen, Span(days), at=at)
        if days
        else plan_next(session, workspace_id, chosen, at=at)
    )
    refusals = [one.error for one in planned if one.error]
    told = with_refusals(_summary(planned, zone_in(zone or own)), refusals)
    tone: Tone = "bad" if len(refusals) == len(planned) else "ok"
    return done(request, told, back=BACK, tone=tone, undo=_undo(planned, at))


@router.post("/planning/undo")
def undo_plan(request: Request, session: SessionDep, principal: PrincipalDep, at: datetime) -> Response:
    """Take the times away again that pins were given together."""
    number = unplan_together(session, principal.workspace_id, at)
    return done(request, f"{number:,} taken off the schedule.", back=BACK)


@router.post("/filling")
def fill(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    project: Annotated[UUID, Form()],
    at: At,
    zone: Zone = "UTC",
) -> Response:
    """Give a free time to the first pin of its project that has none yet."""
    found = find_project(session, principal.workspace_id, project)
    pin = fill_slot(session, found, instant_in(at, "UTC"))
    told = f"“{name_of(pin)}” goes out {_told(pin, zone_in(zone))}."
    return done(request, told, back=BACK, undo=back_to(pin.id, None))


def back_to(pin_id: UUID, before: datetime | None) -> str:
    """Return where a pin gets the time back that it had, or none."""
    return f"/pins/{pin_id}/moves/undo?" + urlencode({"at": before.isoformat() if before else ""})


def _undo(planned: Sequence[Planned], at: datetime) -> str | None:
    """Return where a plan is undone: one by one its pins know where they were, together only those without a time."""
    given = [one for one in planned if one.at]
    if len(given) == 1:
        return back_to(given[0].id, given[0].before)
    if not given or any(one.before for one in given):
        return None
    return "/pins/planning/undo?" + urlencode({"at": at.isoformat()})


def _summary(planned: Sequence[Planned], zone: ZoneInfo) -> str:
    given = sorted(one.at for one in planned if one.at)
    if not given:
        return "Nothing was planned."
    first, last = (told_moment(one.astimezone(zone), zone.key) for one in (given[0], given[-1]))
    return f"Planned for {first}." if len(given) == 1 else f"{len(given):,} planned, from {first} to {last}."


def _told(pin: Pin, zone: ZoneInfo) -> str:
    at: datetime | None = pin.scheduled_at
    return told_moment(at.astimezone(zone), zone.key) if at else "at no time"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("This is no day. Choose one of the calendar.", code="day") from error
