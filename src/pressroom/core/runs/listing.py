"""Lists of runs, newest first: quick in a million, whatever they are narrowed to.

A page walks along an index, a bounded stretch at a time, and keeps what it is narrowed to; those that are still
open, about one subject or paused are few, and are found by themselves. What is rare is not waited for: a page that
has looked for a while says how far it came, and the next one goes on there.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    RowMapping,
    Select,
    Subquery,
    cast,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from pressroom.core.runs.engine import INPUTS, OUTPUTS, RUNS
from pressroom.core.runs.filters import Filters, conditions, within
from pressroom.core.runs.models import PausedRun
from pressroom.core.runs.queries import Run, instant, name_of
from pressroom.kernel.cursors import UNKNOWN
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import Invalid

MOST = 200
STRETCH = 2000
"""Runs looked at between two looks at the clock."""
FEW = 5000
"""So many are sorted at once where no index has their order."""
LOOKS_FOR_SECONDS = 0.03
DIGITS = 15
"""Of a moment in milliseconds, at most."""
OPEN = {"queued": ("ENQUEUED", "DELAYED"), "running": ("PENDING",)}
BADLY = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
ENDED_BADLY = RUNS.c.status.in_([literal(one, literal_execute=True) for one in BADLY])
"""As the index says it, with the values written out, so that it is known to apply."""
MESSAGE = cast(OUTPUTS.c.error, JSON)["message"].as_string()
Place = tuple[int, str]
"""When a run was accepted, in milliseconds, and its id: the order of the list."""


@dataclass(frozen=True, slots=True)
class RunListing:
    """A page of runs, newest first; `looked_back_to` says how far, where a page ended before it was full."""

    runs: Sequence[Run]
    next_cursor: str | None
    looked_back_to: datetime | None = None


def runs(
    durable: Durable,
    workspace_id: UUID,
    *,
    asker: UUID | None = None,
    subject: tuple[str, UUID] | None = None,
    limit: int = 50,
    cursor: str | None = None,
    filters: Filters | None = None,
) -> RunListing:
    """Return a page of runs; raises Invalid for a status or cursor that does not exist.

    Runs that are another person's alone are left out. A page may have fewer than asked for though there are more:
    where what it is narrowed to is rare, `next_cursor` goes on.
    """
    asked = (filters or Filters()).checked()
    asked = replace(asked, subject=subject) if subject else asked
    limit = max(1, min(limit, MOST))
    with Session(durable.engine) as session:
        walk = _Walk(session, workspace_id, asker, asked)
        return walk.page(limit, _place(cursor) if cursor else None)


def workflows_known(session: Session, workspace_id: UUID) -> Sequence[str]:
    """Return the names of the workflows of which a workspace has runs, from one look at the index for each."""
    found: list[str] = []
    of = select(RUNS.c.name).where(of_workspace(workspace_id)).order_by(RUNS.c.name).limit(1)
    while (name := session.scalar(of.where(RUNS.c.name > found[-1]) if found else of)) is not None:
        found.append(name)
    return found


@dataclass(frozen=True, slots=True)
class _Walk:
    session: Session
    workspace_id: UUID
    asker: UUID | None
    asked: Filters

    def page(self, limit: int, after: Place | None) -> RunListing:
        """Return the next page, or as much of it as is found in time."""
        if (few := self._few()) is not None:
            return self._listing(self._kept(few, after, limit + 1), limit, None)
        return self._along_the_way(limit, after)

    def _along_the_way(self, limit: int, after: Place | None) -> RunListing:
        found: list[RowMapping] = []
        began, stretch = time.monotonic(), limit + 1 if self._is_all else STRETCH
        while True:
            found += self._kept(self._stretch(after, stretch), None, limit + 1 - len(found))
            if len(found) > limit:
                return self._listing(found, limit, None)
            after = self._end_of(after, stretch)
            if after is None:
                return self._listing(found, limit, None)
            if time.monotonic() - began > LOOKS_FOR_SECONDS:
                return self._listing(found, limit, after)

    @property
    def _is_all(self) -> bool:
        return replace(self.asked, workflow=None, since=None, until=None) == Filters()

    def _few(self) -> Subquery | None:
        """Return what the asked are among, where those are few enough to be sorted; None where they are not."""
        asked = self.asked
        if asked.ids is not None:
            return self._all(RUNS.c.workflow_uuid.in_(asked.ids)).subquery("w")
        if asked.parent:
            return self._if_few(self._all(RUNS.c.attributes.contains({"parent": asked.parent})))
        if asked.subject:
            kind, subject_id = asked.subject
            about = RUNS.c.attributes.contains({"subject_kind": kind, "subject_id": str(subject_id)})
            return self._if_few(self._all(about))
        if asked.status in OPEN:
            each = [self._all(RUNS.c.status == literal(one, literal_execute=True)) for one in OPEN[asked.status]]
            return self._if_few(*each)
        if asked.status == "paused":
            paused = select(PausedRun.run_id).where(PausedRun.workspace_id == self.workspace_id)
            return self._if_few(self._all(RUNS.c.workflow_uuid.in_(paused)))
        return None

    def _if_few(self, *several: Select[Any]) -> Subquery | None:
        limited = [one.limit(FEW + 1).subquery() for one in several]
        found = union_all(*(select(one) for one in limited)).subquery("w")
        number = self.session.scalar(select(func.count()).select_from(found)) or 0
        return found if number <= FEW else None

    def _all(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(RUNS).where(of_workspace(self.workspace_id), *conditions)

    def _along(self, after: Place | None) -> Select[Any]:
        """Return the runs in order, by conditions alone that an index has."""
        asked, where = self.asked, within(self.asked, RUNS.c.created_at)
        if asked.workflow:
            where.append(RUNS.c.name == asked.workflow)
        elif asked.text or asked.status in {"failed", "cancelled", "paused"}:
            where.append(ENDED_BADLY)
        if after:
            where.append(tuple_(RUNS.c.created_at, RUNS.c.workflow_uuid) < after)
        return self._all(*where).order_by(RUNS.c.created_at.desc(), RUNS.c.workflow_uuid.desc())

    def _stretch(self, after: Place | None, length: int) -> Subquery:
        return self._along(after).limit(length).subquery("w")

    def _end_of(self, after: Place | None, length: int) -> Place | None:
        """Return the last place of a stretch, None where nothing comes after it."""
        keys = self._along(after).with_only_columns(RUNS.c.created_at, RUNS.c.workflow_uuid)
        row = self.session.execute(keys.offset(length - 1).limit(1)).first()
        return (row[0], row[1]) if row else None

    def _kept(self, among: Subquery, after: Place | None, limit: int) -> list[RowMapping]:
        """Return those of some that are asked for and may be seen, newest first."""
        w = among.c
        rows = select(among, PausedRun.reason).outerjoin(PausedRun, PausedRun.run_id == w.workflow_uuid)
        if self.asked.text:
            rows = rows.join(OUTPUTS, OUTPUTS.c.workflow_uuid == w.workflow_uuid)
            rows = rows.where(MESSAGE.icontains(self.asked.text, autoescape=True))
        if after:
            rows = rows.where(tuple_(w.created_at, w.workflow_uuid) < after)
        rows = rows.where(*conditions(self.asked, self.asker, w)).order_by(w.created_at.desc(), w.workflow_uuid.desc())
        return list(self.session.execute(rows.limit(limit)).mappings())

    def _listing(self, found: Sequence[RowMapping], limit: int, reached: Place | None) -> RunListing:
        shown = found[:limit]
        said = self._said([one["workflow_uuid"] for one in shown])
        listed = [_run(one, *said[one["workflow_uuid"]]) for one in shown]
        if len(found) > limit:
            return RunListing(listed, _cursor((shown[-1]["created_at"], shown[-1]["workflow_uuid"])))
        if reached:
            return RunListing(listed, _cursor(reached), instant(reached[0]))
        return RunListing(listed, None)

    def _said(self, ids: Sequence[str]) -> Mapping[str, tuple[str | None, str | None]]:
        """Return what runs were given, as the engine keeps it, and what their errors say."""
        kept = (
            select(RUNS.c.workflow_uuid, INPUTS.c.inputs, MESSAGE)
            .outerjoin(INPUTS, INPUTS.c.workflow_uuid == RUNS.c.workflow_uuid)
            .outerjoin(OUTPUTS, OUTPUTS.c.workflow_uuid == RUNS.c.workflow_uuid)
            .where(RUNS.c.workflow_uuid.in_(ids))
        )
        return {row[0]: (row[1], row[2]) for row in self.session.execute(kept)}


def of_workspace(workspace_id: UUID) -> ColumnElement[bool]:
    """Tell of a run whether it is a workspace's, as the indexes say it."""
    return RUNS.c.attributes.op("->>")(literal("workspace_id", literal_execute=True)) == str(workspace_id)


def _run(row: RowMapping, given: str | None, failure: str | None) -> Run:
    attributes: Mapping[str, Any] = row["attributes"] or {}
    reason = row["reason"] if row["status"] == "CANCELLED" else None
    return Run(
        id=row["workflow_uuid"],
        workflow=row["name"],
        status="paused" if reason else name_of(row["status"]),
        subject_kind=attributes.get("subject_kind", ""),
        subject_id=attributes.get("subject_id", ""),
        user_id=attributes.get("user_id"),
        queue=row["queue_name"],
        attempts=(row["recovery_attempts"] or 0) + int(attributes.get("takeovers", 0)),
        worker=row["executor_id"],
        created_at=instant(row["created_at"]),
        started_at=_moment(row["started_at_epoch_ms"]),
        completed_at=None if reason else _moment(row["completed_at"]),
        input=json.loads(given)["positionalArgs"] if given else None,
        output=None,
        error=failure,
        paused_reason=reason,
        parent=attributes.get("parent"),
    )


def place_of(one: Run) -> str:
    """Return the cursor of a page that goes on after a run."""
    return _cursor((round(one.created_at.timestamp() * 1000), one.id))


def _cursor(place: Place) -> str:
    return f"{place[0]}~{place[1]}"


def _place(cursor: str) -> Place:
    at, _, run_id = cursor.partition("~")
    if not (at.isdecimal() and len(at) <= DIGITS and run_id):
        raise Invalid(UNKNOWN, code="cursor")
    return int(at), run_id


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else instant(milliseconds)
