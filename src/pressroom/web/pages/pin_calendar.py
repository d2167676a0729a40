"""`/pins/calendar`: a month or a week of pins, what is free, and the pins that have no time yet."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins.planning import queries
from pressroom.features.pins.planning.outlook import View, outlook
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.queries import projects
from pressroom.features.pins.rules import unschedulable
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import choices
from pressroom.web.pages.calendar_asked import SPANS, AskedCalendar, zone_choices
from pressroom.web.pages.calendar_days import about, calendar_day, title_of
from pressroom.web.pages.page import shell
from pressroom.web.pages.pin_rows import name_of, picture_of
from pressroom.web.templating import page
from pressroom.web.views import CalendarPage, CalendarPartial, TrayPartial
from pressroom.web.views.calendar import Calendar, Tray, Waiting

router = APIRouter(prefix="/pins", include_in_schema=False)

MOST = {"month": 4, "week": 60}
"""Pins of one day that are shown."""
WAITING = 40
Words = Annotated[str, Query(max_length=80)]


def asked_for(
    session: SessionDep,
    principal: PrincipalDep,
    *,
    view: Words = "",
    day: Words = "",
    project: Words = "",
    zone: Words = "",
    own: Annotated[str, Cookie(alias="zone", max_length=80)] = "",
) -> AskedCalendar:
    """Return what this request's address asks for; what makes no sense is as if it were not there."""
    found = [one for one in projects(session, principal.workspace_id) if str(one.id) == project]
    return AskedCalendar.of(view=view, day=day, project=found[0] if found else None, zone=zone, own=own)


AskedDep = Annotated[AskedCalendar, Depends(asked_for, scope="function")]


@router.get("/calendar")
def show(app: AppDep, session: SessionDep, principal: PrincipalDep, asked: AskedDep) -> Response:
    """Show the calendar, and what has no time yet."""
    of = projects(session, principal.workspace_id)
    return page(
        CalendarPage(
            shell=shell(session, principal, "pins"),
            calendar=_calendar(app, session, principal, asked, of),
            tray=_tray(session, principal, asked.project, of),
            has_projects=bool(of),
        )
    )


@router.get("/calendar/days")
def days(app: AppDep, session: SessionDep, principal: PrincipalDep, asked: AskedDep) -> Response:
    """Show the calendar, alone."""
    of = projects(session, principal.workspace_id)
    return page(CalendarPartial(_calendar(app, session, principal, asked, of)))


@router.get("/calendar/tray")
def tray(session: SessionDep, principal: PrincipalDep, asked: AskedDep) -> Response:
    """Show the pins that have no time yet, alone."""
    return page(TrayPartial(_tray(session, principal, asked.project, projects(session, principal.workspace_id))))


def _calendar(
    app: App, session: Session, principal: Principal, asked: AskedCalendar, of: Sequence[Project]
) -> Calendar:
    first, number = asked.range
    chosen = asked.project.id if asked.project else None
    view = View(first=first, number=number, zone=asked.zone, project_id=chosen, most=MOST[asked.span])
    found = outlook(session, principal.workspace_id, view, daily_pins=app.limits.daily_pins)
    shown = [calendar_day(one, asked, today=now().astimezone(asked.zone).date()) for one in found]
    pins = [pin for one in shown for pin, _ in one.entries if pin]
    return Calendar(
        span=asked.span,
        title=title_of(asked),
        day=asked.day.isoformat(),
        here=asked.url("/pins/calendar/days"),
        previous_url=asked.turned(-1).url(),
        next_url=asked.turned(1).url(),
        today_url=asked.on(now().astimezone(asked.zone).date()).url(),
        spans=choices(SPANS.items(), asked.span),
        projects=choices([(str(one.id), one.name) for one in of], str(chosen or "")),
        zones=zone_choices(asked, of),
        zone=asked.zone.key,
        is_zone_chosen=asked.is_zone_chosen,
        days=shown,
        planned=sum(one.number for one in found),
        free=sum(len(one.free) for one in found),
        troubled=sum(any(one.tone == "bad" for one in pin.concerns) for pin in pins),
    )


def _tray(session: Session, principal: Principal, project: Project | None, of: Sequence[Project]) -> Tray:
    workspace_id, chosen = principal.workspace_id, project.id if project else None
    total = queries.unplanned_number(session, workspace_id, project_id=chosen)
    at = now()
    return Tray(
        pins=[
            Waiting(
                id=str(one.id),
                name=name_of(one),
                picture=picture_of(one),
                fit=one.fit.value,
                about=about(one),
                lacks=str(refusal) if (refusal := unschedulable(one, at + queries.AHEAD, now=at)) else None,
            )
            for one in queries.unplanned(session, workspace_id, project_id=chosen, limit=WAITING)
        ],
        total=total,
        project=str(chosen or ""),
        number=min(total, WAITING),
        here=f"/pins/calendar/tray?project={chosen or ''}",
        has_slots=any(one.slots for one in ([project] if project else of)),
    )
