"""An event written down together with all it starts: its runs, and its deliveries to webhooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.events.models import Event, EventStart, Source
from pressroom.core.events.queries import listeners
from pressroom.core.events.rules import MOST_DEPTH, TOO_DEEP, subscriptions_of
from pressroom.core.floor.catalogue import Asker, Catalogue, Story
from pressroom.core.webhooks.sending import send_event
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import GENERATIONS
from pressroom.kernel.errors import ProviderError, Rejected
from pressroom.kernel.ids import new_id


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
    begin(session, app, catalogue, event)
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


def begin(session: Session, app: App, catalogue: Catalogue, event: Event) -> Sequence[EventStart]:
    """Start what listens to an event that is written down, and send it to the webhooks that asked for it.

    A workflow that cannot be started has its refusal there, and stops none of the others.
    """
    starts = [
        _start(session, app, story, event, number)
        for number, story in enumerate(listeners(catalogue, event.name), start=1)
    ]
    session.add_all(starts)
    send_event(
        session,
        app.durable,
        event_id=event.id,
        workspace_id=event.workspace_id,
        subscriptions=subscriptions_of(event.name),
        only_of=event.user_id if event.is_personal else None,
    )
    session.flush()
    return starts


def _start(session: Session, app: App, story: Story, event: Event, number: int) -> EventStart:
    start = EventStart(event_id=event.id, number=number, workflow=story.name)
    if event.depth >= MOST_DEPTH:
        start.refusal = TOO_DEEP
        return start
    try:
        with session.begin_nested():
            start.run_id = story.begin(session, app, Asker(event.workspace_id, event.user_id), story.known(event.data))
    except (Rejected, ProviderError) as refusal:
        start.refusal = str(refusal)
    return start
