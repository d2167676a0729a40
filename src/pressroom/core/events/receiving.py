"""Events that come in: judged, known again by their sender's id, and accepted in one transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.events.models import Event, EventStart, Source
from pressroom.core.events.queries import event as event_by_id
from pressroom.core.events.queries import listeners, names_taken, starts_of
from pressroom.core.events.recording import Happened, begin, record, row_of
from pressroom.core.events.rules import ID_LASTS, MOST_BYTES, check_known
from pressroom.core.events.schemas import EventIn
from pressroom.core.floor.catalogue import Asker, Catalogue, told
from pressroom.core.webhooks.queries import webhooks_on
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid, TooLarge

COLUMNS = tuple(column.name for column in Event.__table__.columns)


@dataclass(frozen=True, slots=True)
class Received:
    """An event that was accepted, now or when it was first sent, and what it started."""

    event: Event
    starts: Sequence[EventStart]
    is_known: bool


def receive(session: Session, app: App, catalogue: Catalogue, asker: Asker, sent: Sequence[EventIn]) -> list[Received]:
    """Accept events with all they start, all or none of them.

    Raises Invalid for a name nobody listens to and for data no listener can read, TooLarge, and Conflict where an id
    was another event's in the last 24 hours.
    """
    webhooks = webhooks_on(session, asker.workspace_id)
    known = names_taken(catalogue, webhooks)
    for one in sent:
        check_known(one.name, known)
        _check_data(catalogue, one)
    events = [_row_of(session, catalogue, asker, one) for one in sent]
    # in the order of their ids, so that two senders of the same events wait for each other and not in a circle
    fresh = _write_down(session, sorted(events, key=lambda event: event.external_id or ""))
    starts = begin(session, app, catalogue, fresh, webhooks)
    taken = {event.id: Received(event, starts.get(event.id, []), is_known=False) for event in fresh}
    before = _sent_before(session, asker, [event for event in events if event.id not in taken])
    return [taken.get(event.id) or _known(session, before[str(event.external_id)], event, asker) for event in events]


def send_again(session: Session, app: App, catalogue: Catalogue, event: Event, *, user_id: UUID) -> Received:
    """Let an event happen once more, as a new one; where nobody listens to it any more, it starts nothing."""
    happened = Happened(
        workspace_id=event.workspace_id,
        name=event.name,
        data=event.data,
        source=Source.PERSON,
        user_id=user_id,
        is_personal=event.is_personal,
    )
    again = record(session, app, catalogue, happened)
    return Received(again, starts_of(session, [again.id]).get(again.id, []), is_known=False)


def _check_data(catalogue: Catalogue, one: EventIn) -> None:
    size = len(json.dumps(one.data, ensure_ascii=False).encode())
    if size > MOST_BYTES:
        raise TooLarge(
            f"The data of “{one.name}” has {size:,} bytes; an event may have {MOST_BYTES:,}. "
            "Send an id or an address instead of the thing itself.",
            code="too_large",
        )
    for story in listeners(catalogue, one.name):
        try:
            if story.input:
                story.input.model_validate(story.known(one.data))
        except ValidationError as error:
            raise Invalid(f"“{one.name}” cannot be used. {told(error)}", code="event_data") from error


def _row_of(session: Session, catalogue: Catalogue, asker: Asker, one: EventIn) -> Event:
    happened = Happened(
        workspace_id=asker.workspace_id,
        name=one.name,
        data=one.data,
        source=Source.API,
        user_id=asker.user_id,
        depth=_depth_of(session, asker, one.caused_by),
    )
    event = row_of(catalogue, happened)
    event.external_id = one.id
    return event


def _depth_of(session: Session, asker: Asker, caused_by: UUID | None) -> int:
    """Return how many events led to one; raises NotFound for a cause that is not there."""
    if caused_by is None:
        return 0
    return event_by_id(session, asker.workspace_id, caused_by, asker=asker.user_id).depth + 1


def _write_down(session: Session, events: Sequence[Event]) -> Sequence[Event]:
    """Write events down; return them but for those whose sender's id stands for one that is there already."""
    if ids := [event.external_id for event in events if event.external_id]:
        _free(session, events[0].workspace_id, ids)
    rows = [{name: getattr(event, name) for name in COLUMNS} for event in events]
    written = insert(Event).on_conflict_do_nothing(index_elements=["workspace_id", "external_id"])
    fresh = set(session.scalars(written.returning(Event.id), rows))
    return [event for event in events if event.id in fresh]


def _free(session: Session, workspace_id: UUID, ids: Sequence[str]) -> None:
    """Let senders' ids that are a day old stand for new events."""
    old = select(Event.id).where(
        Event.workspace_id == workspace_id, Event.external_id.in_(ids), Event.created_at < now() - ID_LASTS
    )
    locked = old.order_by(Event.external_id).with_for_update()
    session.execute(update(Event).where(Event.id.in_(locked)).values(external_id=None))


def _sent_before(session: Session, asker: Asker, again: Sequence[Event]) -> Mapping[str, Event]:
    """Return the events that were sent before under the ids of these, by those ids."""
    if not again:
        return {}
    ids = [event.external_id for event in again]
    same = select(Event).where(Event.workspace_id == asker.workspace_id, Event.external_id.in_(ids))
    return {str(event.external_id): event for event in session.scalars(same)}


def _known(session: Session, known: Event, again: Event, asker: Asker) -> Received:
    is_hidden = known.is_personal and known.user_id != asker.user_id
    if is_hidden or known.name != again.name or known.data != again.data:
        raise Conflict(
            f"The id “{again.external_id}” was another event's in the last 24 hours. Give each event an id of its own.",
            code="event_id",
        )
    return Received(known, starts_of(session, [known.id]).get(known.id, []), is_known=True)
