"""Events that come in: judged, known again by their sender's id, and accepted in one transaction."""

import json
from collections.abc import Sequence
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
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, Invalid, TooLarge


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
    known = names_taken(session, catalogue, asker.workspace_id)
    for one in sent:
        check_known(one.name, known)
        _check_data(catalogue, one)
    # in the order of their ids, so that two senders of the same events wait for each other and not in a circle
    taken: dict[int, Received] = {}
    for at in sorted(range(len(sent)), key=lambda at: sent[at].id or ""):
        taken[at] = _accept(session, app, catalogue, asker, sent[at])
    return [taken[at] for at in range(len(sent))]


def send_again(session: Session, app: App, catalogue: Catalogue, event: Event, *, user_id: UUID) -> Received:
    """Let an event happen once more, as a new one; raises Invalid where nobody listens to it any more."""
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


def _accept(session: Session, app: App, catalogue: Catalogue, asker: Asker, one: EventIn) -> Received:
    happened = Happened(
        workspace_id=asker.workspace_id,
        name=one.name,
        data=one.data,
        source=Source.API,
        user_id=asker.user_id,
        depth=_depth_of(session, asker, one.caused_by),
    )
    event = row_of(catalogue, happened)
    if one.id is None:
        session.add(event)
        session.flush()
    elif known := _claim(session, event, one.id):
        return _known(session, known, one, asker)
    return Received(event, begin(session, app, catalogue, event), is_known=False)


def _depth_of(session: Session, asker: Asker, caused_by: UUID | None) -> int:
    """Return how many events led to one; raises NotFound for a cause that is not there."""
    if caused_by is None:
        return 0
    return event_by_id(session, asker.workspace_id, caused_by, asker=asker.user_id).depth + 1


def _claim(session: Session, event: Event, external_id: str) -> Event | None:
    """Write an event down under its sender's id; return the one instead that was sent under it in the last day."""
    same = (Event.workspace_id == event.workspace_id, Event.external_id == external_id)
    session.execute(update(Event).where(*same, Event.created_at < now() - ID_LASTS).values(external_id=None))
    columns = ("id", "created_at", "workspace_id", "user_id", "name", "data", "source", "depth", "is_personal")
    values = {name: getattr(event, name) for name in columns} | {"external_id": external_id}
    written = insert(Event).values(**values).on_conflict_do_nothing(index_elements=["workspace_id", "external_id"])
    if session.scalar(written.returning(Event.id)):
        return None
    return session.scalars(select(Event).where(*same)).one()


def _known(session: Session, known: Event, one: EventIn, asker: Asker) -> Received:
    is_hidden = known.is_personal and known.user_id != asker.user_id
    if is_hidden or known.name != one.name or known.data != one.data:
        raise Conflict(
            f"The id “{one.id}” was another event's in the last 24 hours. Give each event an id of its own.",
            code="event_id",
        )
    return Received(known, starts_of(session, [known.id]).get(known.id, []), is_known=True)
