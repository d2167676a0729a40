"""What would fail, or be regretted, before it happens: obstacles of planned pins, and pins too close to one another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.planning.queries import time_of
from pressroom.features.pins.planning.rules import SAME_DAY
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.publishing.queries import obstacles


class Kind(StrEnum):
    """Whether it will not be published like this, or is only worth a look."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Concern:
    """Something about a planned pin; `code` names it for programs."""

    kind: Kind
    code: str
    text: str


def concerns(
    session: Session, workspace_id: UUID, pins: Sequence[Pin], *, now: datetime
) -> Mapping[UUID, Sequence[Concern]]:
    """Return what stands against planned pins, the worst first, by id; one without anything is left out."""
    planned = [one for one in pins if one.scheduled_at and one.status is not PinStatus.PUBLISHED]
    found: dict[UUID, list[Concern]] = {}
    blocked = obstacles(session, workspace_id, planned)
    accounts = _accounts(session, workspace_id, planned)
    crowded, repeated = _crowded(session, workspace_id, planned), _repeated(session, workspace_id, planned)
    for pin in planned:
        account = accounts.get(pin.project.connection_id) if pin.project.connection_id else None
        about = [
            *(Concern(Kind.BLOCKS, "obstacle", text) for text in blocked.get(pin.id, ())),
            *_waits(pin),
            *(_of_account(account, pin, now=now) if account else ()),
            *crowded.get(pin.id, ()),
            *repeated.get(pin.id, ()),
        ]
        if about:
            found[pin.id] = about
    return found


def _waits(pin: Pin) -> Iterable[Concern]:
    if pin.paused_reason:
        yield Concern(Kind.BLOCKS, "paused", f"It is not written yet. {pin.paused_reason}")


def _of_account(account: Connection, pin: Pin, *, now: datetime) -> Iterable[Concern]:
    at, ends = pin.scheduled_at, account.token_expires_at
    if account.active and at and ends and ends <= max(at, now) and not account.refresh_sealed:
        day = f"{ends.day} {ends:%B}"
        yield Concern(
            Kind.BLOCKS,
            "token",
            f"The sign-in of {account.account} ends on {day} and cannot be renewed by itself: connect it again before.",
        )
    until = _limited_until(account)
    if at and until and at < until and until > now:
        yield Concern(
            Kind.WARNS,
            "rate",
            f"Pinterest takes nothing more from {account.account} until {until:%H:%M} UTC; it goes out after that.",
        )


def _limited_until(account: Connection) -> datetime | None:
    """Return until when a used-up limit of an account lasts, by what Pinterest last said of it."""
    said = account.rates.get("at")
    waits = [
        float(one["resets_in"])
        for one in account.rates.get("limits", ())
        if one.get("remaining") == 0 and one.get("resets_in")
    ]
    return datetime.fromisoformat(said) + timedelta(seconds=max(waits)) if said and waits else None


def _accounts(session: Session, workspace_id: UUID, pins: Sequence[Pin]) -> Mapping[UUID, Connection]:
    wanted = {one.project.connection_id for one in pins if one.project.connection_id}
    rows = session.scalars(select(Connection).where(Connection.workspace_id == workspace_id, Connection.id.in_(wanted)))
    return {one.id: one for one in rows}


def _crowded(session: Session, workspace_id: UUID, pins: Sequence[Pin]) -> Mapping[UUID, Sequence[Concern]]:
    """Return which pins have others of their account at the same time: they go out one after another."""
    rows = session.execute(
        select(func.coalesce(Project.connection_id, Project.id), Pin.scheduled_at, func.count())
        .join(Project, Project.id == Pin.project_id)
        .where(
            Pin.workspace_id == workspace_id,
            Pin.deleted_at.is_(None),
            Pin.published_at.is_(None),
            Pin.scheduled_at.in_({one.scheduled_at for one in pins}),
        )
        .group_by(func.coalesce(Project.connection_id, Project.id), Pin.scheduled_at)
        .having(func.count() > 1)
    )
    numbers = {(key, at): number for key, at, number in rows}
    found = {}
    for one in pins:
        if number := numbers.get((one.project.connection_id or one.project_id, one.scheduled_at)):
            others = "Another pin goes" if number == 2 else f"{number - 1:,} other pins go"  # noqa: PLR2004  # itself and one
            text = f"{others} out at the same time: one after another, some seconds apart."
            found[one.id] = (Concern(Kind.WARNS, "same_time", text),)
    return found


def _repeated(session: Session, workspace_id: UUID, pins: Sequence[Pin]) -> Mapping[UUID, Sequence[Concern]]:
    """Return which pins follow another one of their article on their board within a day."""
    at = func.coalesce(Pin.published_at, Pin.scheduled_at).label("at")
    rows = session.execute(
        select(Pin.id, Pin.article_id, Pin.board_id, at).where(
            Pin.workspace_id == workspace_id,
            Pin.article_id.in_({one.article_id for one in pins if one.article_id and one.board_id}),
            Pin.deleted_at.is_(None),
            at.is_not(None),
        )
    ).all()
    placed: dict[tuple[UUID | None, UUID | None], list[tuple[datetime, UUID]]] = {}
    for row in rows:
        placed.setdefault((row.article_id, row.board_id), []).append((row.at, row.id))
    found = {}
    for one in pins:
        others = placed.get((one.article_id, one.board_id), ()) if one.article_id and one.board_id else ()
        if any(other != one.id and _is_soon_after(time, time_of(one)) for time, other in others):
            text = "A pin of the same article is on this board less than a day before."
            found[one.id] = (Concern(Kind.WARNS, "repeated", text),)
    return found


def _is_soon_after(before: datetime, at: datetime | None) -> bool:
    return at is not None and timedelta() <= at - before < SAME_DAY
