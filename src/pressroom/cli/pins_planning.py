"""`pressroom pins`: the calendar, and pins given their times."""

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.pins_chosen import Ids, InStatus, OfProject, OnBoard, WithTag, chosen
from pressroom.cli.terminal import print_json, print_table, say
from pressroom.features.pins.planning.actions import MOST_DAYS, Span, plan_next, plan_spread
from pressroom.features.pins.planning.outlook import Day, View, outlook
from pressroom.features.pins.planning.schemas import Calendar, CalendarDay, PlannedOutcomes
from pressroom.features.pins.projects.slots import zone_name
from pressroom.features.pins.queries import Filters
from pressroom.kernel.clock import now

LONGEST = 62
InZone = Annotated[str, typer.Option("--zone", help="Time zone of the days, such as Europe/Vienna.")]
First = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day; unset: today.")]


def calendar(
    context: typer.Context,
    *,
    first: First = None,
    days: Annotated[int, typer.Option(min=1, max=LONGEST, help="How many days.")] = 7,
    zone: InZone = "UTC",
    project: Annotated[UUID | None, typer.Option(help="Only pins of the project with this id.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Show what goes out day by day, what would fail, and which times are free."""
    place = ZoneInfo(zone_name(zone))
    begin = first.date() if first else now().astimezone(place).date()
    view = View(first=begin, number=days, zone=place, project_id=project)
    with desk(context, workspace) as here, here.app.database.transaction() as session:
        daily = here.app.limits.daily_pins
        found = outlook(session, here.workspace_id, view, daily_pins=daily)
        told = Calendar(zone=place.key, items=[CalendarDay.of(one, daily_pins=daily) for one in found])
    if as_json:
        print_json(told)
        return
    print_table(
        ("Day", "Time", "Status", "Id", "What", "Concern"),
        [row for one in found for row in _rows(one, place)],
        nothing="Nothing is planned. `pressroom pins plan` gives pins their times.",
    )


def plan(
    context: typer.Context,
    ids: Ids = None,
    *,
    days: Annotated[
        int | None, typer.Option(min=1, max=MOST_DAYS, help="Spread them evenly over so many days.")
    ] = None,
    first: First = None,
    project: OfProject = None,
    board: OnBoard = None,
    status: InStatus = None,
    tag: WithTag = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Give pins the next free times of their projects' weeks, one after another, or spread them over days."""
    filters = Filters(project_id=project, board_id=board, status=status, tag=tag)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = chosen(session, place, ids, filters)
        span = Span(days, first.date() if first else None) if days else None
        planned = (
            plan_spread(session, place.workspace_id, found, span)
            if span
            else plan_next(session, place.workspace_id, found)
        )
    told = PlannedOutcomes.of(planned)
    if as_json:
        print_json(told)
    else:
        for one in told.results:
            say(f"{one.id}: {one.error or f'{one.scheduled_at:%Y-%m-%d %H:%M} UTC'}")
        say(f"{told.succeeded} planned.")
    raise typer.Exit(int(bool(told.failed)))


def _rows(day: Day, zone: ZoneInfo) -> list[tuple[str, ...]]:
    name = f"{day.date:%a} {day.date.isoformat()}"
    rows = [
        (
            name,
            f"{one.at.astimezone(zone):%H:%M}",
            one.pin.status,
            str(one.pin.id),
            one.pin.title,
            " ".join(concern.text for concern in one.concerns),
        )
        for one in day.entries
    ]
    free = [(name, f"{one.at.astimezone(zone):%H:%M}", "free", "", one.project.name, "") for one in day.free]
    return sorted([*rows, *free], key=lambda row: row[1])
