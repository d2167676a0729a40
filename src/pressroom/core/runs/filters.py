"""What a list of runs is narrowed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from pressroom.core.runs.models import PausedRun
from pressroom.core.runs.queries import STATUSES
from pressroom.kernel.errors import Invalid

Columns = ReadOnlyColumnCollection[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of runs is narrowed to; None where it is not. `since` is inclusive, `until` is not."""

    status: str | None = None
    workflow: str | None = None
    queue: str | None = None
    subject: tuple[str, UUID] | None = None
    user: UUID | None = None
    """Who asked for them."""
    text: str | None = None
    """What their error says, in any case."""
    since: datetime | None = None
    until: datetime | None = None
    ids: tuple[str, ...] | None = None
    parent: str | None = None
    """The run that started them."""

    def checked(self) -> Self:
        """Return itself; raises Invalid for a status that does not exist."""
        if self.status and self.status not in STATUSES:
            raise Invalid(f"“{self.status}” is no status of a run. There are: {', '.join(STATUSES)}.", code="status")
        return self


def conditions(asked: Filters, asker: UUID | None, w: Columns) -> list[ColumnElement[bool]]:
    """Return what has to hold for runs, joined with what paused them, that are asked for and may be seen.

    What an error says is not among it.
    """
    where = [*within(asked, w.created_at), *_standing(asked.status, w)]
    if asker:
        whose = w.attributes.op("->>")("user_id")
        where.append(or_(whose.is_(None), whose == str(asker)))
    if asked.workflow:
        where.append(w.name == asked.workflow)
    if asked.queue:
        where.append(w.queue_name == asked.queue)
    if asked.parent:
        where.append(w.attributes.contains({"parent": asked.parent}))
    if asked.user:
        where.append(w.attributes.op("->>")("by") == str(asked.user))
    return where


def within(asked: Filters, created_at: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Return what has to hold for the time at which a run was accepted."""
    where: list[ColumnElement[bool]] = []
    if asked.since:
        where.append(created_at >= int(asked.since.timestamp() * 1000))
    if asked.until:
        where.append(created_at < int(asked.until.timestamp() * 1000))
    return where


def _standing(status: str | None, w: Columns) -> list[ColumnElement[bool]]:
    if not status:
        return []
    theirs = w.status.in_(STATUSES[status])
    match status:
        case "cancelled":
            return [theirs, PausedRun.run_id.is_(None)]
        case "paused":
            return [theirs, PausedRun.run_id.is_not(None)]
        case _:
            return [theirs]
