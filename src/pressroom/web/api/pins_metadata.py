"""`/api/pins/{id}/metadata` and its revisions: described anew, one or many, and restored."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from pressroom.core.metadata.queries import revisions
from pressroom.core.metadata.schemas import Feedback, RevisionList, RevisionOut
from pressroom.features.pins import queries
from pressroom.features.pins.actions.again import describe_again, describe_pins
from pressroom.features.pins.actions.edit import restore_revision
from pressroom.features.pins.models import KIND
from pressroom.features.pins.schemas import PinOut
from pressroom.features.pins.several import SeveralDescribed, StartedPins
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.regenerating import Regeneration, regenerate

router = APIRouter(prefix="/api/pins", tags=["pins"])


@router.post("/metadata", status_code=HTTPStatus.ACCEPTED, response_model=StartedPins)
def describe_several_pins(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    several: SeveralDescribed,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Describe pins, minding `feedback`; the run's output tells what became of each."""

    def start() -> Answer:
        ids = set(several.pin_ids)
        batch = describe_pins(session, app.durable, principal.workspace_id, ids, feedback=several.feedback)
        started = StartedPins(run_id=batch.run_id or "", total=len(ids))
        return HTTPStatus.ACCEPTED, started.model_dump(mode="json"), {"Location": f"/api/runs/{batch.run_id}"}

    asked = f"POST /api/pins/metadata {several.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.post("/{pin_id}/metadata", response_model=RevisionOut)
async def regenerate_pin(
    request: Request,
    app: AppDep,
    pin_id: UUID,
    feedback: Feedback | None = None,
    accept: Annotated[str, Header()] = "application/json",
    idempotency_key: KeyHeader = None,
) -> Response:
    """Describe a pin, or describe it anew, minding `feedback`, and answer with the new revision.

    What is locked stays as it is. With `Accept: text/event-stream`, its events instead: `step` for each step used, then
    `complete`, `error` or, where it waits for the month's budget, `paused`. Such a run goes on by itself; without
    events it is answered with 202, its id and the reason, as is one that takes over five minutes.
    """
    said = feedback.feedback if feedback else None

    def begin(session: Session, workspace_id: UUID) -> str:
        return describe_again(
            session, app.durable, queries.pin(session, workspace_id, pin_id, lock=True), feedback=said
        )

    wanted = Regeneration(KIND, pin_id, said, begin)
    return await regenerate(app, request, wanted, accept=accept, key=idempotency_key)


@router.get("/{pin_id}/revisions")
def list_pin_revisions(session: SessionDep, principal: PrincipalDep, pin: PinDep) -> RevisionList:
    """List the newest three revisions, newest first."""
    found = revisions(session, principal.workspace_id, (KIND, pin.id))
    return RevisionList(items=[RevisionOut.of(one) for one in found])


@router.post("/{pin_id}/revisions/{revision_id}/restore")
def restore_pin_revision(session: SessionDep, pin: PinDep, revision_id: UUID) -> PinOut:
    """Show an earlier revision again."""
    return PinOut.of(restore_revision(session, pin, revision_id))
