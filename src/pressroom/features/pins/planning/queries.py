"""What is planned, day by day, and which times are still free. Every query takes the workspace, or a row of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, bindparam, func, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.planning.rules import minute
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.slots import times

MOST_A_DAY = 200
"""Pins of one day that are told; how many there are is told all the same."""
AHEAD = timedelta(weeks=4)
"""How much is looked through at a time for a free one."""
HORIZON = 13
"""How often, a year in all."""


@dataclass(frozen=True, slots=True)
class Day:
    """The pins of a day by their time, and how many there are."""

    number: int
    pins: Sequence[Pin]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of a project's week."""

    at: datetime
    project: Project


@dataclass(frozen=True, slots=True)
class Crowd:
    """More pins of an account on a day than are good for it; `day` counts from 0."""

    day: int
    connection_id: UUID
    account: str
    number: int


def time_of(pin: Pin) -> datetime | None:
    """Return where a pin stands in the calendar: when it was published, else when it is planned."""
    return pin.published_at or pin.scheduled_at


def days(
    session: Session,
    workspace_id: UUID,
    edges: Sequence[datetime],
    *,
    project_id: UUID | None = None,
    most: int = MOST_A_DAY,
) -> list[Day]:
    """Return the days between edges, each with `most` of its pins by their time, those that are to come first."""
    is_out = Pin.published_at.is_not(None).label("is_out")
    placed = _placed(workspace_id, edges, project_id, is_out).subquery()
    day = func.width_bucket(placed.c.at, _instants(edges)).label("day")
    order = func.row_number().over(partition_by=day, order_by=(placed.c.is_out, placed.c.at, placed.c.id))
    number = func.count().over(partition_by=day)
    counted = select(placed.c.id, placed.c.at, day, order.label("place"), number.label("number")).subquery()
    rows = session.execute(
        select(Pin, counted.c.day, counted.c.number)
        .join(counted, counted.c.id == Pin.id)
        .where(counted.c.place <= most)
        .order_by(counted.c.day, counted.c.at, counted.c.id)
    ).all()
    found: list[Day] = [Day(0, []) for _ in edges[1:]]
    for place, total in {row.day: row.number for row in rows}.items():
        found[place - 1] = Day(total, [row.Pin for row in rows if row.day == place])
    return found


def crowds(session: Session, workspace_id: UUID, edges: Sequence[datetime], *, limit: int) -> list[Crowd]:
    """Return the accounts that have more pins on a day than `limit`."""
    placed = _placed(workspace_id, edges, None, Pin.project_id).subquery()
    day = func.width_bucket(placed.c.at, _instants(edges)).label("day")
    rows = session.execute(
        select(day, Connection.id, Connection.account, func.count().label("number"))
        .select_from(placed)
        .join(Project, Project.id == placed.c.project_id)
        .join(Connection, Connection.id == Project.connection_id)
        .group_by(day, Connection.id)
        .having(func.count() > limit)
        .order_by(day, Connection.id)
    )
    return [Crowd(row.day - 1, row.id, row.account, row.number) for row in rows]


def taken(
    session: Session, workspace_id: UUID, since: datetime, until: datetime, *, but: Collection[UUID] = ()
) -> Mapping[UUID, set[datetime]]:
    """Return the minutes at which pins go out or went out, by account, or by project where that has no account.

    Pins of the ids `but` are left out.
    """
    placed = _placed(workspace_id, (since, until), None, Pin.project_id)
    rows = placed.subquery()
    statement = (
        select(func.coalesce(Project.connection_id, Project.id).label("key"), rows.c.at)
        .join(Project, Project.id == rows.c.project_id)
        .distinct()
    )
    if but:
        statement = statement.where(rows.c.id.not_in(but))
    found: dict[UUID, set[datetime]] = {}
    for key, at in session.execute(statement):
        found.setdefault(key, set()).add(minute(at))
    return found


def key_of(project: Project) -> UUID:
    """Return what a project shares its times with: its account, or only itself."""
    return project.connection_id or project.id


def open_slots(
    session: Session, projects: Sequence[Project], workspace_id: UUID, since: datetime, until: datetime
) -> list[Slot]:
    """Return the times of projects' weeks that no pin goes out at, in order."""
    used = taken(session, workspace_id, since, until)
    found = [
        Slot(at, one)
        for one in projects
        for at in times(one.slots, one.zone, since, until)
        if at not in used.get(key_of(one), ())
    ]
    return sorted(found, key=lambda one: (one.at, one.project.name))


def free_times(
    session: Session, project: Project, since: datetime, *, but: Collection[UUID] = ()
) -> Iterator[datetime]:
    """Yield the times of a project's week from `since` on that no pin goes out at, for a year."""
    for _ in range(HORIZON if project.slots else 0):
        until = since + AHEAD
        used = taken(session, project.workspace_id, since, until, but=but).get(key_of(project), set())
        yield from (at for at in times(project.slots, project.zone, since, until) if at not in used)
        since = until


def next_free(session: Session, project: Project, since: datetime, *, limit: int) -> list[datetime]:
    """Return the next times of a project's week that no pin goes out at."""
    return list(islice(free_times(session, project, since), limit))


def unplanned(session: Session, workspace_id: UUID, *, project_id: UUID | None = None, limit: int) -> Sequence[Pin]:
    """Return the pins that are ready and have no time yet, those made first first."""
    return session.scalars(select(Pin).where(*_unplanned(workspace_id, project_id)).order_by(Pin.id).limit(limit)).all()


def unplanned_number(session: Session, workspace_id: UUID, *, project_id: UUID | None = None) -> int:
    """Return how many pins are ready and have no time yet."""
    return session.scalar(select(func.count()).select_from(Pin).where(*_unplanned(workspace_id, project_id))) or 0


def _unplanned(workspace_id: UUID, project_id: UUID | None) -> list[ColumnElement[bool]]:
    conditions = [
        Pin.workspace_id == workspace_id,
        Pin.status == PinStatus.READY,
        Pin.deleted_at.is_(None),
        Pin.scheduled_at.is_(None),
    ]
    return [*conditions, Pin.project_id == project_id] if project_id else conditions


def _placed(
    workspace_id: UUID,
    edges: Sequence[datetime],
    project_id: UUID | None,
    *more: Any,  # noqa: ANN401  # columns
) -> Select[Any]:
    """Select the ids and times of the pins between the first edge and the last, by an index for either kind of time."""
    conditions = [Pin.workspace_id == workspace_id, Pin.deleted_at.is_(None)]
    if project_id:
        conditions.append(Pin.project_id == project_id)
    planned, published = (
        select(Pin.id, at.label("at"), *more).where(*conditions, at >= edges[0], at < edges[-1])
        for at in (Pin.scheduled_at, Pin.published_at)
    )
    both = union_all(planned.where(Pin.published_at.is_(None)), published).subquery()
    return select(both)


def _instants(edges: Sequence[datetime]) -> Any:  # noqa: ANN401  # an array as SQL has no type of its own here
    return bindparam(None, list(edges), ARRAY(DateTime(timezone=True)), unique=True)
