"""Pins published, or withdrawn, while the asker waits: answered with what became of them, or where to look later."""

import re
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from anyio import to_thread
from fastapi import Header, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from pressroom.core.runs.queries import Run
from pressroom.features.pins import queries
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.queries import attempts, obstacles, waiting_reason
from pressroom.features.pins.publishing.rules import published_url
from pressroom.features.pins.publishing.schemas import Publication, PublicationState
from pressroom.features.pins.schemas import StartedPin
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict, Invalid
from pressroom.web.following import LONGEST_SECONDS, ended
from pressroom.web.idempotency import Answer
from pressroom.web.problems import problem
from pressroom.web.starting import Wanted, begun

PreferHeader = Annotated[str | None, Header(alias="Prefer", max_length=100)]
WAIT = re.compile(r"wait=(\d{1,6})")


def seconds_to_wait(prefer: str | None, *, otherwise: float) -> float:
    """Return how long an asker waits, by RFC 7240: `respond-async`, `wait=30`; five minutes at most."""
    said = prefer or ""
    if found := WAIT.search(said):
        return min(float(found[1]), LONGEST_SECONDS)
    return 0.0 if "respond-async" in said else otherwise


async def settled_for_one(app: App, request: Request, wanted: Wanted, pin_id: UUID, *, seconds: float) -> Response:
    """Start something with a pin and answer what became of it; 202 where that is not known after so many seconds.

    What stands in the way is refused as a problem that says so as `error`, too.
    """
    try:
        workspace_id, (_, body, headers) = await begun(app, request, wanted)
    except (Conflict, Invalid) as refusal:
        told = {"success": False, "error": str(refusal)}
        return problem(refusal.status, str(refusal), code=refusal.code, more=told)
    run = await ended(app, workspace_id, str(body["run_id"]), longest=seconds)
    if not run.is_over:
        return JSONResponse(body, HTTPStatus.ACCEPTED, headers=headers)
    outcome = await to_thread.run_sync(_outcome, app, workspace_id, pin_id, run)
    return JSONResponse(outcome.model_dump(mode="json", exclude_none=True))


def started(pin: Pin, run_id: str) -> Answer:
    """Return the answer about a pin that is being worked on."""
    body = StartedPin(id=pin.id, status=pin.status, run_id=run_id).model_dump(mode="json")
    return HTTPStatus.ACCEPTED, body, {"Location": f"/api/runs/{run_id}"}


def state_of_publication(session: Session, pin: Pin) -> PublicationState:
    """Return where a pin stands on its way to Pinterest."""
    is_out = pin.status is PinStatus.PUBLISHED
    return PublicationState(
        status=pin.status,
        scheduled_at=pin.scheduled_at,
        published_at=pin.published_at,
        pinterest_pin_id=pin.pinterest_pin_id,
        pinterest_url=published_url(pin.pinterest_pin_id) if pin.pinterest_pin_id else None,
        obstacles=[] if is_out else list(obstacles(session, pin.workspace_id, [pin]).get(pin.id, ())),
        waiting_reason=waiting_reason(session, pin),
        error=pin.error,
        error_code=pin.error_code,
        seen_at=pin.seen_at,
        gone_at=pin.gone_at,
        attempts=len(attempts(session, pin.workspace_id, pin.id)),
    )


def _outcome(app: App, workspace_id: UUID, pin_id: UUID, run: Run) -> Publication:
    if run.status == "succeeded":
        output = run.output if isinstance(run.output, dict) else {}
        return Publication(success=True, pinterest_pin_id=output.get("pinterest_pin_id"))
    with app.database.transaction() as session:
        pin = queries.pin(session, workspace_id, pin_id)
        why = run.error or pin.error or waiting_reason(session, pin) or "Its run was cancelled."
    return Publication(success=False, error=why)
