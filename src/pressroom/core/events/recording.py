"""An event written down together with all it starts: its runs, and its deliveries to webhooks."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from pressroom.core.events.models import Event, EventStart, Source
from pressroom.core.events.queries import listeners
from pressroom.core.events.rules import MOST_DEPTH, TOO_DEEP, subscriptions_of
from pressroom.core.floor.catalogue import Asker, Catalogue, Story
from pressroom.core.webhooks.models import Webhook
from pressroom.core.webhooks.queries import webhooks_on
from pressroom.core.webhooks.sending import send_event
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import GENERATIONS
from pressroom.kernel.errors import ProviderError, Rejected
from pressroom.kernel.ids import new_id

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Listening: TypeAlias = tuple[Event, int, Story]
"""An event, and a workflow that begins with it, in its place among those that do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What happened, where, and through whom."""

    workspace_id: UUID
    name: str
    data: Mapping[str, Any]
    source: Source
    user_id: UUID | None = None
    depth: int = 0
    is_personal: bool = False
    at: datetime | None = None


def record(session: Session, app: App, catalogue: Catalogue, happened: Happened) -> Event:
    """Write an event down and begin with it whatever listens, in the caller's transaction."""
    event = row_of(catalogue, happened)
    session.add(event)
    session.flush()
    begin(session, app, catalogue, [event], webhooks_on(session, event.workspace_id))
    return event


def row_of(catalogue: Catalogue, happened: Happened) -> Event:
    """Return the row of an event; nobody else sees one that works on what is one person's alone."""
    is_personal = happened.is_personal or any(one.queue == GENERATIONS for one in listeners(catalogue, happened.name))
    return Event(
        id=new_id(),
        created_at=happened.at or now(),
        workspace_id=happened.workspace_id,
        user_id=happened.user_id,
        name=happened.name,
        data=dict(happened.data),
        source=happened.source,
        depth=happened.depth,
        is_personal=is_personal,
    )


def begin(
    session: Session, app: App, catalogue: Catalogue, events: Sequence[Event], webhooks: Sequence[Webhook]
) -> Mapping[UUID, Sequence[EventStart]]:
    """Start what listens to events that are written down, and send them to those webhooks that asked for them.

    Return what each started. A workflow that cannot be started has its refusal there, and stops none of the others.
    """
    listening = [
        (event, number, story)
        for event in events
        for number, story in enumerate(listeners(catalogue, event.name), start=1)
    ]
    starts = _started_together(session, app, listening)
    if starts:
        session.execute(insert(EventStart), [_columns(one) for one in starts])
    for event in events:
        send_event(
            session,
            app.durable,
            webhooks,
            event_id=event.id,
            subscriptions=subscriptions_of(event.name),
            only_of=event.user_id if event.is_personal else None,
        )
    session.flush()
    return {key: list(each) for key, each in groupby(starts, key=lambda one: one.event_id)}


def _started_together(session: Session, app: App, listening: Sequence[Listening]) -> Sequence[EventStart]:
    """Start all at once, for each savepoint costs as much as a run; where one is refused, start each by itself.

    In the order of what they are about, so that two senders of several events wait for each other and not in a circle.
    """
    in_turn = sorted(listening, key=_subjects)
    if len(in_turn) > 1:
        with suppress(Rejected, ProviderError), session.begin_nested():
            return _as_sent([_start(session, app, *one) for one in in_turn], listening)
    return _as_sent([_start_alone(session, app, *one) for one in in_turn], listening)


def _subjects(listening: Listening) -> list[str]:
    """Return the ids that an event names, by which things are locked."""
    event, _, story = listening
    return sorted(ID.findall(json.dumps(list(story.known(event.data).values())).lower()))


def _as_sent(starts: Iterable[EventStart], listening: Sequence[Listening]) -> Sequence[EventStart]:
    """Return starts in the order of the events they belong to."""
    by_place = {(one.event_id, one.number): one for one in starts}
    return [by_place[event.id, number] for event, number, _ in listening]


def _start_alone(session: Session, app: App, event: Event, number: int, story: Story) -> EventStart:
    try:
        with session.begin_nested():
            return _start(session, app, event, number, story)
    except (Rejected, ProviderError) as refusal:
        return EventStart(event_id=event.id, number=number, workflow=story.name, refusal=str(refusal))


def _start(session: Session, app: App, event: Event, number: int, story: Story) -> EventStart:
    start = EventStart(event_id=event.id, number=number, workflow=story.name)
    if event.depth >= MOST_DEPTH:
        start.refusal = TOO_DEEP
    else:
        start.run_id = story.begin(session, app, Asker(event.workspace_id, event.user_id), story.known(event.data))
    return start


def _columns(start: EventStart) -> Mapping[str, Any]:
    return {name: getattr(start, name) for name in ("event_id", "number", "workflow", "run_id", "refusal")}
