"""What the list of runs is narrowed to by its address, and what it can be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal, members
from pressroom.core.floor.queues import QUEUES
from pressroom.core.runs.filters import Filters
from pressroom.core.runs.listing import workflows_known
from pressroom.web.narrowing import Narrowing, choices, id_in
from pressroom.web.pages.run_titles import TONES, called
from pressroom.web.views.runs import RunFilters
from pressroom.web.views.shell import Choice


@dataclass(frozen=True, slots=True)
class RunNarrowing(Narrowing):
    """The filters of the list of runs."""

    status: str = ""
    workflow: str = ""
    queue: str = ""
    error: str = ""
    since: str = ""
    until: str = ""
    user: str = ""
    parent: str = ""

    @property
    def filters(self) -> Filters:
        """As the list takes it: days in UTC, the last one included; a day or a person that is none is left out."""
        until = _day(self.until)
        return Filters(
            status=self.status or None,
            workflow=self.workflow or None,
            queue=self.queue or None,
            text=self.error.strip() or None,
            since=_day(self.since),
            until=until + timedelta(days=1) if until else None,
            user=id_in(self.user),
            parent=self.parent or None,
        )

    @property
    def has_more(self) -> bool:
        """Whether one of those filters is on that are not always shown."""
        return bool(self.queue or self.since or self.until or self.user)


def narrowing_of(
    status: Annotated[str, Query(max_length=20)] = "",
    workflow: Annotated[str, Query(max_length=100)] = "",
    queue: Annotated[str, Query(max_length=100)] = "",
    error: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    *,
    until: Annotated[str, Query(max_length=10)] = "",
    user: Annotated[str, Query(max_length=40)] = "",
    parent: Annotated[str, Query(max_length=200)] = "",
) -> RunNarrowing:
    """Return the filters of an address."""
    return RunNarrowing(status, workflow, queue, error, since, until, user, parent)


NarrowingDep = Annotated[RunNarrowing, Depends(narrowing_of)]


def filters_shown(session: Session, principal: Principal, asked: RunNarrowing) -> RunFilters:
    """Return the filters with what can be chosen."""
    known = workflows_known(session, principal.workspace_id)
    names = sorted({*known, *([asked.workflow] if asked.workflow else [])}, key=called)
    people = [(str(user.id), user.name) for user, _ in members(session, principal.workspace_id)]
    return RunFilters(
        error=asked.error,
        since=asked.since,
        until=asked.until,
        statuses=choices([(one, one.capitalize()) for one in TONES], asked.status),
        workflows=choices([(one, called(one).capitalize()) for one in names], asked.workflow),
        queues=choices([(one, one.capitalize()) for one in QUEUES], asked.queue),
        people=choices(people, asked.user),
        is_narrowed=bool(asked.narrowed),
        has_more=asked.has_more,
        parent=asked.parent,
        without_parent=replace(asked, parent="").url("/runs"),
    )


def said(shown: RunFilters) -> Sequence[tuple[str, str]]:
    """Return what runs have in common that are asked for, as term and value."""
    told = [
        ("Status", _chosen(shown.statuses)),
        ("Workflow", _chosen(shown.workflows)),
        ("Error says", shown.error),
        ("Queue", _chosen(shown.queues)),
        ("Asked for by", _chosen(shown.people)),
        ("From", shown.since),
        ("To", shown.until),
        ("Started by", shown.parent),
    ]
    return [(term, value) for term, value in told if value]


def _chosen(offers: Sequence[Choice]) -> str:
    return next((one.label for one in offers if one.is_chosen), "")


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC) if text else None
    except ValueError:
        return None
