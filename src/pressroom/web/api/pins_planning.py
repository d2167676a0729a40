"""`/api/pins/calendar`, `/api/pins/planning`, `/api/projects/{id}/slots`: when pins go out."""

from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from pressroom.features.pins.planning.actions import plan_next, plan_spread
from pressroom.features.pins.planning.outlook import View, outlook
from pressroom.features.pins.planning.queries import next_free
from pressroom.features.pins.planning.rules import LEAD
from pressroom.features.pins.planning.schemas import (
    Calendar,
    CalendarDay,
    FreeTimes,
    PlannedOutcomes,
    SeveralPlanned,
)
from pressroom.features.pins.projects.slots import zone_name
from pressroom.kernel.clock import now
from pressroom.web.asking import AppDep, PrincipalDep, ProjectDep, SessionDep

router = APIRouter(prefix="/api", tags=["pins"])

MOST_DAYS = 62
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


@router.get("/pins/calendar")
def show_calendar(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    first: Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY, description="The first day; unset: today.")] = None,
    days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 7,
    zone: Annotated[str, Query(max_length=60, description="Time zone of these days, by IANA name.")] = "UTC",
    project_id: UUID | None = None,
) -> Calendar:
    """List days with the pins that are planned or were published, what stands against them, and free times.

    What stands against a pin that is to come `blocks` its publishing, or only `warns`.
    """
    place = ZoneInfo(zone_name(zone))
    begin = first or now().astimezone(place).date()
    view = View(first=begin, number=days, zone=place, project_id=project_id)
    daily = app.limits.daily_pins
    found = outlook(session, principal.workspace_id, view, daily_pins=daily)
    return Calendar(zone=place.key, items=[CalendarDay.of(one, daily_pins=daily) for one in found])


@router.post("/pins/planning")
def plan_several(session: SessionDep, principal: PrincipalDep, several: SeveralPlanned) -> PlannedOutcomes:
    """Give up to a thousand pins their times: the next free ones of their projects' weeks, or spread over days.

    Each needs a board, a picture and a title; one that does not allow it stops none of the others.
    """
    workspace_id = principal.workspace_id
    if span := several.span:
        return PlannedOutcomes.of(plan_spread(session, workspace_id, several.pin_ids, span))
    return PlannedOutcomes.of(plan_next(session, workspace_id, several.pin_ids))


@router.get("/projects/{project_id}/slots")
def list_free_times(
    session: SessionDep, project: ProjectDep, limit: Annotated[int, Query(ge=1, le=200)] = 20
) -> FreeTimes:
    """List the next times of a project's week that no pin goes out at."""
    return FreeTimes(zone=project.zone, items=next_free(session, project, now() + LEAD, limit=limit))
