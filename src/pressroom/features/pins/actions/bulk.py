"""The same change made to up to a thousand pins at once: in one statement, with an outcome for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Text, Uuid, bindparam, case, func, null, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from pressroom.features.pins.actions.edit import check_board
from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.features.pins.projects.models import Fit, Project
from pressroom.features.pins.projects.rules import deleted
from pressroom.features.pins.queries import UNKNOWN
from pressroom.features.pins.rules import MOST_TAGS, hindrance, unschedulable, unshowable
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict

TAGS = text("""
coalesce((SELECT array_agg(tag ORDER BY place) FROM (
  SELECT tag, min(number) AS place FROM unnest(pins.tags || :added) WITH ORDINALITY AS each(tag, number)
  WHERE tag <> ALL (:removed) GROUP BY tag ORDER BY place LIMIT :most) AS kept), '{}')
""")
"""A pin's tags with some added and some taken away: each once, in the order they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Times for many pins: the first one's, and the minutes to each next."""

    start: datetime
    every_minutes: int

    def at(self, place: int) -> datetime:
        """Return the time of the pin in that place, counted from 0."""
        return self.start + timedelta(minutes=self.every_minutes * place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be changed; what is None stays as it is."""

    board_id: UUID | None = None
    fit: Fit | None = None
    add_tags: Sequence[str] = ()
    remove_tags: Sequence[str] = ()
    spread: Spread | None = None
    """When they are to be published, in the order they are given."""
    unschedule: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several: `error` tells why nothing was done."""

    id: UUID
    error: str | None
    stays_published: bool = False
    """Whether it was deleted here alone."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What decides whether a pin may be changed."""

    status: PinStatus
    failed_stage: PinStage | None
    deleted_at: datetime | None
    board_id: UUID | None
    asset_id: UUID | None
    title: str


def change_pins(session: Session, workspace_id: UUID, ids: Sequence[UUID], changes: Changes) -> list[Outcome]:
    """Change many pins; one that does not allow it stops none of the others. Raises NotFound for a missing board."""
    check_board(session, workspace_id, changes.board_id)
    wanted = list(dict.fromkeys(ids))
    found = _locked(session, workspace_id, wanted)
    outcomes, allowed, at = [], dict[UUID, datetime | None](), now()
    for one in wanted:
        time = changes.spread.at(len(allowed)) if changes.spread else None
        refusal = _refusal(found.get(one), changes, time, at)
        outcomes.append(Outcome(one, refusal))
        if refusal is None:
            allowed[one] = time
    if allowed:
        _change(session, allowed, changes)
    return outcomes


def delete_pins(session: Session, workspace_id: UUID, ids: Sequence[UUID], *, at: datetime) -> list[Outcome]:
    """Take pins out of sight together; `undelete_together` brings them back for a day."""
    wanted = list(dict.fromkeys(ids))
    found = _locked(session, workspace_id, wanted)
    _mark(session, found, func.coalesce(Pin.deleted_at, at))
    out = {one for one, pin in found.items() if pin.status is PinStatus.PUBLISHED}
    return [Outcome(one, None if one in found else UNKNOWN, stays_published=one in out) for one in wanted]


def stay_published(outcomes: Sequence[Outcome]) -> str:
    """Return in words how many of those deleted are at Pinterest all the same; empty where none is."""
    number = sum(one.stays_published for one in outcomes)
    return f"{number:,} of them {'stays' if number == 1 else 'stay'} at Pinterest" if number else ""


def undelete_pins(session: Session, workspace_id: UUID, ids: Sequence[UUID]) -> list[Outcome]:
    """Bring deleted pins back, but for those of a deleted project, which brings them back itself."""
    wanted = list(dict.fromkeys(ids))
    found = _locked(session, workspace_id, wanted)
    refusals = _without_project(session, found)
    _mark(session, found.keys() - refusals, null())
    return [Outcome(one, refusals.get(one) if one in found else UNKNOWN) for one in wanted]


def _mark(session: Session, ids: Collection[UUID], deleted_at: ColumnElement[Any]) -> None:
    session.execute(
        update(Pin).where(Pin.id.in_(ids)).values(deleted_at=deleted_at, updated_at=now()),
        execution_options={"synchronize_session": False},
    )


def _without_project(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return why pins cannot be brought back whose project is deleted."""
    rows = session.execute(
        select(Pin.id, Project)
        .join(Project, Project.id == Pin.project_id)
        .where(Pin.id.in_(ids), Project.deleted_at.is_not(None))
    )
    return {pin_id: str(deleted(project)) for pin_id, project in rows}


def _locked(session: Session, workspace_id: UUID, ids: Sequence[UUID]) -> dict[UUID, _Standing]:
    """Return how pins stand, locked in the order that everyone locks them in."""
    rows = session.execute(
        select(Pin.id, Pin.status, Pin.failed_stage, Pin.deleted_at, Pin.board_id, Pin.asset_id, Pin.title)
        .where(Pin.workspace_id == workspace_id, Pin.id.in_(ids))
        .order_by(Pin.id)
        .with_for_update()
    )
    return {
        row.id: _Standing(row.status, row.failed_stage, row.deleted_at, row.board_id, row.asset_id, row.title)
        for row in rows
    }


def _refusal(pin: _Standing | None, changes: Changes, time: datetime | None, at: datetime) -> str | None:
    if pin is None:
        return UNKNOWN
    if changes.unschedule and pin.status is PinStatus.PUBLISHED:
        return "This pin is published already."
    after = replace(pin, board_id=changes.board_id or pin.board_id)
    refusal = unschedulable(after, time, now=at) if time else _hindrance(pin, changes)
    return str(refusal) if refusal else None


def _hindrance(pin: _Standing, changes: Changes) -> Conflict | None:
    decide = unshowable if changes.board_id or changes.fit else hindrance
    return decide(pin.status, pin.deleted_at)


def _change(session: Session, allowed: dict[UUID, datetime | None], changes: Changes) -> None:
    values: dict[str, Any] = {"updated_at": now()}
    if changes.board_id:
        values["board_id"] = changes.board_id
    if changes.fit:
        values["fit"] = changes.fit
    if changes.add_tags or changes.remove_tags:
        values["tags"] = TAGS.bindparams(
            bindparam("added", list(changes.add_tags), ARRAY(Text)),
            bindparam("most", MOST_TAGS),
            bindparam("removed", list(changes.remove_tags), ARRAY(Text)),
        )
    statement = update(Pin).where(Pin.id.in_(allowed))
    if changes.spread:
        times = _times(allowed)
        statement = update(Pin).where(Pin.id == times.c.pin_id)
        values |= _planned(times.c.at)
    elif changes.unschedule:
        values |= _unplanned()
    session.execute(statement.values(values), execution_options={"synchronize_session": False})


def _times(allowed: dict[UUID, datetime | None]) -> Any:  # noqa: ANN401  # a table-valued function has no public name
    pins, times = (
        bindparam("pins", list(allowed), ARRAY(Uuid)),
        bindparam("times", [*allowed.values()], ARRAY(DateTime(timezone=True))),
    )
    return func.unnest(pins, times).table_valued("pin_id", "at").render_derived()


def _planned(at: ColumnElement[Any]) -> dict[str, Any]:
    return {"scheduled_at": at, "status": PinStatus.SCHEDULED, "failed_stage": None, "error": None, "error_code": None}


def _unplanned() -> dict[str, Any]:
    ready = case((Pin.title.is_distinct_from("") & Pin.asset_id.is_not(None), PinStatus.READY), else_=PinStatus.DRAFT)
    return {"scheduled_at": None, "status": case((Pin.status == PinStatus.SCHEDULED, ready), else_=Pin.status)}
