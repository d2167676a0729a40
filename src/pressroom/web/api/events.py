"""`/api/events`: what happened elsewhere comes in here and starts what listens; listed, opened, sent again."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse
from pydantic import Discriminator, Tag

from pressroom.catalogue import CATALOGUE
from pressroom.core.events import queries
from pressroom.core.events.receiving import receive, send_again
from pressroom.core.events.rules import TOLD
from pressroom.core.events.schemas import (
    EventAccepted,
    EventIn,
    EventKind,
    EventKinds,
    EventList,
    EventOut,
    EventsAccepted,
    EventsIn,
)
from pressroom.core.floor.catalogue import Asker
from pressroom.core.webhooks.queries import deliveries_of_event
from pressroom.core.webhooks.schemas import DeliveryList, DeliveryOut
from pressroom.web.asking import AppDep, OwnerDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/events", tags=["events"])


def _is_one_or_many(sent: Any) -> str:  # noqa: ANN401  # JSON, or what it was read as
    several = "events" in sent if isinstance(sent, dict) else isinstance(sent, EventsIn)
    return "many" if several else "one"


Sent = Annotated[
    Annotated[EventIn, Tag("one")] | Annotated[EventsIn, Tag("many")], Discriminator(_is_one_or_many), Body()
]


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=EventAccepted | EventsAccepted)
def send(
    app: AppDep, session: SessionDep, principal: PrincipalDep, sent: Sent, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Take in an event, or several as `{"events": […]}`, and start every workflow that listens to it.

    All are accepted in one transaction, or none. An event with an `id` is taken once in 24 hours. A name nobody listens
    to is refused with those there are.
    """

    def accept() -> Answer:
        several = sent.events if isinstance(sent, EventsIn) else [sent]
        asker = Asker(principal.workspace_id, principal.user_id)
        received = receive(session, app, CATALOGUE, asker, several)
        told = [EventAccepted.of(one.event, one.starts, is_known=one.is_known) for one in received]
        if isinstance(sent, EventsIn):
            return HTTPStatus.ACCEPTED, EventsAccepted(events=told).model_dump(mode="json"), {}
        return HTTPStatus.ACCEPTED, told[0].model_dump(mode="json"), {"Location": f"/api/events/{told[0].event_id}"}

    asked = f"POST /api/events {sent.model_dump_json()}" if idempotency_key else ""
    return once(app, session, principal, idempotency_key, asked, accept)


@router.get("")
def list_events(
    session: SessionDep,
    principal: PrincipalDep,
    name: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> EventList:
    """List events, newest first, with what each started."""
    found = queries.events(
        session, principal.workspace_id, asker=principal.user_id, name=name, limit=limit, cursor=cursor
    )
    items = [EventOut.of(one, found.starts.get(one.id, [])) for one in found.events]
    return EventList(items=items, next_cursor=found.next_cursor)


@router.get("/names")
def list_names(_principal: PrincipalDep) -> EventKinds:
    """List the names of events: those that can be sent, what they start, and those Pressroom tells by itself."""
    listened = sorted({name for one in CATALOGUE for name in one.events} - set(TOLD))
    return EventKinds(items=[*map(_kind, listened), *map(_kind, TOLD)])


@router.get("/{event_id}")
def get_event(session: SessionDep, principal: PrincipalDep, event_id: UUID) -> EventOut:
    """Return one event and what it started."""
    found = queries.event(session, principal.workspace_id, event_id, asker=principal.user_id)
    return EventOut.of(found, queries.starts_of(session, [found.id]).get(found.id, []))


@router.get("/{event_id}/deliveries")
def list_event_deliveries(session: SessionDep, principal: OwnerDep, event_id: UUID) -> DeliveryList:
    """List where an event was sent, and how each delivery stands. For owners."""
    found = queries.event(session, principal.workspace_id, event_id, asker=principal.user_id)
    items = [DeliveryOut.of(one.delivery, one.event_name) for one in deliveries_of_event(session, found.id)]
    return DeliveryList(items=items, next_cursor=None)


@router.post("/{event_id}/resend", status_code=HTTPStatus.ACCEPTED, response_model=EventAccepted)
def resend(
    app: AppDep, session: SessionDep, principal: PrincipalDep, event_id: UUID, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Let an event happen once more, as a new one with the same data."""

    def accept() -> Answer:
        found = queries.event(session, principal.workspace_id, event_id, asker=principal.user_id)
        again = send_again(session, app, CATALOGUE, found, user_id=principal.user_id)
        told = EventAccepted.of(again.event, again.starts, is_known=False)
        return HTTPStatus.ACCEPTED, told.model_dump(mode="json"), {"Location": f"/api/events/{told.event_id}"}

    return once(app, session, principal, idempotency_key, f"POST resend event {event_id}", accept)


def _kind(name: str) -> EventKind:
    stories = queries.listeners(CATALOGUE, name)
    schema = stories[0].schema() if stories else None
    return EventKind(
        name=name,
        is_told_by_us=name in TOLD,
        workflows=[one.name for one in stories],
        data_schema=dict(schema) if schema else None,
    )
