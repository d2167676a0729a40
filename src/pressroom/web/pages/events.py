"""`/runs/events`: what happened, what each event started and where it was sent; one can be sent again."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic.alias_generators import to_snake
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal
from pressroom.core.events import queries
from pressroom.core.events.models import Event, EventStart, Source
from pressroom.core.events.receiving import send_again
from pressroom.core.webhooks.queries import deliveries_of_event, webhooks
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import address, choices, id_in
from pressroom.web.pages.page import shell
from pressroom.web.pages.run_subjects import ADDRESSES, links_to
from pressroom.web.pages.webhook_rows import state_of_delivery
from pressroom.web.replies import go_to
from pressroom.web.templating import page
from pressroom.web.views import EventPage, EventsPage
from pressroom.web.views.events import EventDetail, EventRow, EventStartLine, SentLine
from pressroom.web.views.shell import Crumb, State

router = APIRouter(prefix="/runs/events", include_in_schema=False)

SOURCES = {
    Source.API: "Came in by API",
    Source.PERSON: "Sent by hand",
    Source.FACT: "Happened here",
}


@router.get("")
def list_events(
    session: SessionDep,
    principal: PrincipalDep,
    name: Annotated[str, Query(max_length=100)] = "",
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """Show the events, newest first."""
    found = queries.events(session, principal.workspace_id, asker=principal.user_id, name=name or None, cursor=cursor)
    seen = queries.names_seen(session, principal.workspace_id, asker=principal.user_id)
    about = _about(session, principal, found.events)
    return page(
        EventsPage(
            shell=shell(session, principal, "runs"),
            events=[_row(one, found.starts.get(one.id, []), about.get(str(one.id))) for one in found.events],
            names=choices([(one, one) for one in seen], name),
            more_url=address("/runs/events", {"name": name, "cursor": found.next_cursor})
            if found.next_cursor
            else None,
            is_narrowed=bool(name),
            here=address("/runs/events", {"name": name}),
        )
    )


@router.get("/{event_id}")
def show_event(session: SessionDep, principal: PrincipalDep, event_id: UUID) -> Response:
    """Show one event."""
    found = queries.event(session, principal.workspace_id, event_id, asker=principal.user_id)
    starts = queries.starts_of(session, [found.id]).get(found.id, [])
    return page(EventPage(shell=shell(session, principal, "runs"), event=_detail(session, principal, found, starts)))


@router.post("/{event_id}/resend")
def resend(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, event_id: UUID) -> Response:
    """Let an event happen once more, and go to the new one."""
    found = queries.event(session, principal.workspace_id, event_id, asker=principal.user_id)
    again = send_again(session, app, CATALOGUE, found, user_id=principal.user_id)
    return go_to(request, f"/runs/events/{again.event.id}")


def _about(session: Session, principal: Principal, events: Sequence[Event]) -> Mapping[str, Crumb]:
    """Return what events are about, by event: the thing whose id is in their data, where that has a page."""
    wanted: dict[str, tuple[str, str]] = {}
    for event in events:
        for name, value in event.data.items():
            kind = to_snake(name).removesuffix("_id")
            if kind in ADDRESSES and isinstance(value, str) and id_in(value):
                wanted.setdefault(str(event.id), (kind, value))
    return links_to(session, principal, wanted)


def _row(event: Event, starts: Sequence[EventStart], about: Crumb | None) -> EventRow:
    refused = [one.refusal for one in starts if one.refusal]
    started = sum(one.run_id is not None for one in starts)
    return EventRow(
        id=str(event.id),
        name=event.name,
        source=f"{SOURCES[event.source]}: {about.label}" if about else SOURCES[event.source],
        state=_state(started, len(refused)),
        reason=refused[0] if refused else None,
        at=event.created_at,
    )


def _state(started: int, refused: int) -> State:
    if refused:
        return State("bad", "Did not start")
    if started:
        return State("ok", f"Started {started} runs" if started > 1 else "Started a run")
    return State("idle", "Told")


def _detail(session: Session, principal: Principal, event: Event, starts: Sequence[EventStart]) -> EventDetail:
    sent, live = _sent(session, event) if principal.role is Role.OWNER else ([], [])
    return EventDetail(
        id=str(event.id),
        name=event.name,
        source=SOURCES[event.source],
        about=_about(session, principal, [event]).get(str(event.id)),
        external_id=event.external_id,
        at=event.created_at,
        depth=event.depth,
        data=json.dumps(event.data, ensure_ascii=False, indent=2),
        starts=[
            EventStartLine(
                workflow=one.workflow.replace("_", " ").capitalize(),
                run_url=f"/runs/{one.run_id}" if one.run_id else None,
                refusal=one.refusal,
            )
            for one in starts
        ],
        sent=sent,
        live=" ".join([f"event:{event.id}", *live]),
    )


def _sent(session: Session, event: Event) -> tuple[list[SentLine], list[str]]:
    """Return where an event went, and what changes as it arrives."""
    addresses = {one.id: one.url for one in webhooks(session, event.workspace_id)}
    found = [one.delivery for one in deliveries_of_event(session, event.id)]
    lines = [
        SentLine(url=f"/webhooks/{one.webhook_id}", address=addresses[one.webhook_id], state=state_of_delivery(one))
        for one in found
    ]
    return lines, [f"delivery:{one.id}" for one in found]
