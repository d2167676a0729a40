"""The pins whose time has come, each started in the sweep's one transaction, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import Select, column, exists, func, literal, select, table
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.core.runs.stranded import IN_FLIGHT, RUNS, WAITING
from pressroom.features.pins.models import SLIDE_AWAITED, Pin, PinSlide, PinStage, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.actions.publish import publish_now
from pressroom.features.pins.publishing.queries import account_of, waiting_reason
from pressroom.features.pins.publishing.rules import unpublishable
from pressroom.kernel.clock import now
from pressroom.kernel.durable import PUBLISHING, Durable

MOST = 500
"""Pins that one sweep starts; what is due beyond them is started by the next."""
CATCHING_UP = timedelta(minutes=2)
"""An account whose pins have waited for their turn for so long is given no more until they are out. They would only
wait there, too: as scheduled they can still be changed, and no sweep has to wait for long."""
QUEUED = table(
    "workflow_status", column("queue_name"), column("queue_partition_key"), column("created_at"), schema="dbos"
)
SCHEDULED = literal(PinStatus.SCHEDULED, type_=Pin.status.type, literal_execute=True)
"""Written into the statement, so that the index of scheduled pins serves also where the statement is prepared."""
NOTHING: Mapping[str, Any] = {"published": 0, "message": "No pins to publish"}


class Started(TypedDict):
    """One of a sweep's pins: the run that was started for it, or why none was."""

    id: str
    run_id: str | None
    refusal: str | None


def due(at: datetime, *, without: Collection[str] = ()) -> Select[UUID]:
    """Return what finds the pins that are due at a time, earliest first, and locks those that no other sweep has.

    One that a further picture is on its way to waits for it.
    """
    return (
        select(Pin.id)
        .join(Project, Project.id == Pin.project_id)
        .join(Connection, Connection.id == Project.connection_id)
        .where(
            Pin.deleted_at.is_(None),
            Pin.status == SCHEDULED,
            Pin.scheduled_at <= at,
            Connection.active,
            ~exists().where(PinSlide.pin_id == Pin.id, SLIDE_AWAITED),
            *([Connection.id.not_in([UUID(one) for one in without])] if without else ()),
        )
        .order_by(Pin.scheduled_at, Pin.id)
        .limit(MOST)
        .with_for_update(of=Pin, skip_locked=True)
    )


def catching_up(at: datetime) -> Select[str]:
    """Return what finds the accounts whose pins have waited for long at a time, by what their queue calls them."""
    before = int((at - CATCHING_UP).timestamp() * 1000)
    return (
        select(QUEUED.c.queue_partition_key)
        .where(
            QUEUED.c.queue_name == PUBLISHING,
            IN_FLIGHT,
            QUEUED.c.created_at < before,
            QUEUED.c.queue_partition_key.is_not(None),
        )
        .distinct()
    )


def start_due(session: Session, durable: Durable) -> list[Started]:
    """Start every pin whose time has come and whose account is let in, in the order of their times.

    One that cannot be published fails with the reason.
    """
    ids = session.scalars(due(now(), without=session.scalars(catching_up(now())).all())).all()
    found = {one.id: one for one in session.scalars(select(Pin).where(Pin.id.in_(ids)))} if ids else {}
    return [_start(session, durable, found[one]) for one in ids]


def under_way(session: Session, run_ids: Collection[str]) -> int:
    """Return how many of these runs are not over."""
    waiting = select(func.count()).where(RUNS.c.workflow_uuid.in_(run_ids), RUNS.c.status.in_(WAITING))
    return session.scalar(waiting) or 0


def failed_runs(session: Session, run_ids: Collection[str]) -> list[str]:
    """Return those of these runs that failed."""
    return _ended(session, run_ids, "ERROR")


def outcome(session: Session, started: Sequence[Started], reasons: Mapping[str, str]) -> dict[str, Any]:
    """Return what became of a sweep's pins, `reasons` telling by run why those failed that did."""
    if not started:
        return dict(NOTHING)
    run_ids = [one["run_id"] for one in started if one["run_id"]]
    succeeded = set(_ended(session, run_ids, "SUCCESS"))
    details = [_detail(session, one, succeeded, reasons) for one in started]
    published = sum(one["success"] for one in details)
    return {"total": len(details), "published": published, "failed": len(details) - published, "details": details}


def _ended(session: Session, run_ids: Collection[str], status: str) -> list[str]:
    ended = select(RUNS.c.workflow_uuid).where(RUNS.c.workflow_uuid.in_(run_ids), RUNS.c.status == status)
    return list(session.scalars(ended))


def _start(session: Session, durable: Durable, pin: Pin) -> Started:
    refusal = unpublishable(pin, account_of(session, pin))
    if refusal is None:
        return Started(id=str(pin.id), run_id=publish_now(session, durable, pin, due=pin.scheduled_at), refusal=None)
    pin.status, pin.failed_stage = PinStatus.FAILED, PinStage.PUBLISHING
    pin.error, pin.error_code = str(refusal), refusal.code
    return Started(id=str(pin.id), run_id=None, refusal=str(refusal))


def _detail(session: Session, one: Started, succeeded: Collection[str], reasons: Mapping[str, str]) -> dict[str, Any]:
    if one["run_id"] in succeeded:
        return {"id": one["id"], "success": True}
    why = one["refusal"] or reasons.get(one["run_id"] or "") or _why_cancelled(session, UUID(one["id"]))
    return {"id": one["id"], "success": False, "error": why}


def _why_cancelled(session: Session, pin_id: UUID) -> str:
    """Return why a pin was not published whose run was cancelled: by a person, or for its account was lost."""
    pin = session.get(Pin, pin_id)
    return (pin and (pin.error or waiting_reason(session, pin))) or "Its run was cancelled."
