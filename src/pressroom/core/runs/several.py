"""Many runs cancelled or tried again at once: counted first, begun some seconds later, so that it can be undone."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.runs.actions import cancel_run, retry_run
from pressroom.core.runs.filters import Filters
from pressroom.core.runs.followed import Followed
from pressroom.core.runs.listing import MOST, place_of, runs
from pressroom.core.runs.queries import Run
from pressroom.kernel.app import SubjectActions
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import ROUNDS, Durable
from pressroom.kernel.errors import Conflict, Invalid, Rejected
from pressroom.kernel.ids import new_id

KIND = "runs"
UNDO_SECONDS = 8
"""How long a change of many waits before it begins; until then it is undone by cancelling its run."""
MOST_AT_ONCE = 10_000
MOST_NAMED = 1000
WAVE = 100
"""Runs that are changed in one step."""
REASONS_TOLD = 5


class Change(StrEnum):
    """What can be done with many runs."""

    CANCEL = "cancel"
    RETRY = "retry"


STORIES = {Change.CANCEL: "cancel_runs", Change.RETRY: "retry_runs"}


STATUSES = {Change.CANCEL: ("queued", "running", "paused"), Change.RETRY: ("failed", "cancelled")}
"""In which statuses a run can be changed so."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A change of many, accepted; `is_all` is false where there are more than are changed at once."""

    run_id: str
    total: int
    is_all: bool
    begins_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Some of many: how many were changed, why others were not, and after which run the next wave goes on."""

    changed: int
    refusals: Mapping[str, int]
    after: str | None


def number_of(
    durable: Durable, workspace_id: UUID, change: Change, asked: Filters, *, asker: UUID | None = None
) -> tuple[int, bool]:
    """Return how many runs a change would concern, and whether these are all; raises Invalid for another's status."""
    found = sum(1 for _ in islice(_concerned(durable, workspace_id, change, asked, asker), MOST_AT_ONCE + 1))
    return min(found, MOST_AT_ONCE), found <= MOST_AT_ONCE


def change_several(
    session: Session,
    durable: Durable,
    workspace_id: UUID,
    change: Change,
    asked: Filters,
    *,
    asker: UUID | None = None,
) -> Begun:
    """Accept a change of all runs there are now that are asked for; it begins in some seconds.

    Raises Invalid for too many ids or a status that cannot be changed so, Conflict where there is nothing to change.
    """
    if asked.ids is not None and len(asked.ids) > MOST_NAMED:
        raise Invalid(
            f"Name {MOST_NAMED:,} runs at most, or ask for them by what they have in common.", code="too_many"
        )
    accepted = now()
    until = min(asked.until, accepted) if asked.until else accepted
    total, is_all = number_of(durable, workspace_id, change, replace(asked, until=until), asker=asker)
    if not total:
        raise Conflict(f"There is no run here to {change}.", code="nothing")
    change_id = new_id()
    run_id = durable.enqueue(
        session,
        STORIES[change],
        str(change_id),
        str(workspace_id),
        _written(replace(asked, until=until)),
        str(asker) if asker else None,
        run_id=f"{change}-runs:{change_id}",
        workspace_id=workspace_id,
        subject=(KIND, change_id),
        queue=ROUNDS,
        delay_seconds=UNDO_SECONDS,
    )
    return Begun(run_id, total, is_all, accepted + timedelta(seconds=UNDO_SECONDS))


def change_wave(
    database: Database,
    durable: Durable,
    subjects: Mapping[str, SubjectActions],
    workspace_id: UUID,
    *,
    change: Change,
    asked: str,
    asker: UUID | None,
    after: str | None,
) -> Wave:
    """Change the next of many, each by itself; one that does not allow it stops none of the others."""
    act = cancel_run if change is Change.CANCEL else retry_run
    refusals: Counter[str] = Counter()
    wave = list(islice(_concerned(durable, workspace_id, change, _read(asked), asker, after=after), WAVE))
    for one, _ in wave:
        try:
            with database.transaction() as session:
                act(session, durable, subjects, workspace_id, one.id, asker=asker)
        except Rejected as refusal:
            refusals[refusal.in_general if isinstance(refusal, Followed) else str(refusal)] += 1
    last = wave[-1][1] if len(wave) == WAVE else None
    return Wave(changed=len(wave) - refusals.total(), refusals=dict(refusals), after=last)


def told(waves: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what became of all of them: a run's output."""
    refusals: Counter[str] = Counter()
    for wave in waves:
        refusals.update(wave["refusals"])
    changed = sum(int(wave["changed"]) for wave in waves)
    return {
        "total": changed + refusals.total(),
        "changed": changed,
        "refused": refusals.total(),
        "reasons": dict(refusals.most_common(REASONS_TOLD)),
    }


def abandon(_session: Session, _change_id: UUID, _run_id: str, _reason: str) -> None:
    """Do nothing: runs that were changed stay so, the others as they are."""


def again(_session: Session, _workspace_id: UUID, _change_id: UUID) -> str:
    """Refuse: which runs are meant is asked anew."""
    raise Conflict("Ask for this from the list of runs again, where it is counted first.", code="asked_anew")


def mend(_session: Session) -> int:
    """Do nothing: nothing waits for it."""
    return 0


def _concerned(
    durable: Durable,
    workspace_id: UUID,
    change: Change,
    asked: Filters,
    asker: UUID | None,
    *,
    after: str | None = None,
) -> Iterator[tuple[Run, str]]:
    """Yield the runs that a change concerns, one status after the other, each with the place to go on after it."""
    statuses = STATUSES[change]
    if asked.status and asked.status not in statuses:
        raise Invalid(f"Runs that are {asked.status} cannot be asked to {change}.", code="status")
    begun, _, cursor = (after or "").partition(" ")
    for status in statuses[statuses.index(begun) if begun else 0 :]:
        page, place = None, cursor if status == begun else None
        while asked.status in {None, status} and (page is None or place):
            wanted = replace(asked, status=status)
            page = runs(durable, workspace_id, asker=asker, filters=wanted, limit=MOST, cursor=place)
            place = page.next_cursor
            yield from ((one, f"{status} {place_of(one)}") for one in page.runs if one.subject_kind != KIND)


def _written(asked: Filters) -> str:
    kept = {
        "status": asked.status,
        "workflow": asked.workflow,
        "queue": asked.queue,
        "subject": [asked.subject[0], str(asked.subject[1])] if asked.subject else None,
        "user": str(asked.user) if asked.user else None,
        "text": asked.text,
        "parent": asked.parent,
        "since": asked.since.isoformat() if asked.since else None,
        "until": asked.until.isoformat() if asked.until else None,
        "ids": list(asked.ids) if asked.ids is not None else None,
    }
    return json.dumps({name: value for name, value in kept.items() if value is not None})


def _read(written: str) -> Filters:
    kept: dict[str, Any] = json.loads(written)
    subject, user = kept.get("subject"), kept.get("user")
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("since", "until") if name in kept}
    return Filters(
        status=kept.get("status"),
        workflow=kept.get("workflow"),
        queue=kept.get("queue"),
        subject=(subject[0], UUID(subject[1])) if subject else None,
        user=UUID(user) if user else None,
        text=kept.get("text"),
        parent=kept.get("parent"),
        ids=tuple(kept["ids"]) if "ids" in kept else None,
        **moments,
    )
