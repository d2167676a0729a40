"""`/api/pins/{id}/publication`: brought to Pinterest, one or many, and taken back; every try is listed."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.runs.queries import Run
from pressroom.features.pins import queries
from pressroom.features.pins.publishing.actions.publish import publish_now, publish_several, withdraw
from pressroom.features.pins.publishing.queries import attempts, places_of
from pressroom.features.pins.publishing.schemas import (
    AttemptList,
    AttemptOut,
    Publication,
    PublicationState,
    PublishedPins,
)
from pressroom.features.pins.schemas import StartedPin
from pressroom.features.pins.several import SeveralPins, StartedPins
from pressroom.kernel.app import App
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.following import LONGEST_SECONDS, ended
from pressroom.web.idempotency import Answer, KeyHeader
from pressroom.web.publishing import (
    PreferHeader,
    seconds_to_wait,
    settled_for_one,
    started,
    state_of_publication,
)
from pressroom.web.starting import Wanted, begun

router = APIRouter(prefix="/api/pins", tags=["pins"])


@router.post(
    "/publication",
    status_code=HTTPStatus.ACCEPTED,
    response_model=StartedPins,
    responses={200: {"model": PublishedPins, "description": "All are over, for who waited by `Prefer: wait=300`."}},
)
async def publish_several_pins(
    request: Request,
    app: AppDep,
    several: SeveralPins,
    prefer: PreferHeader = None,
    idempotency_key: KeyHeader = None,
) -> Response:
    """Publish up to a thousand pins in the order named, one after another for each account.

    The run's output is `{total, published, failed, results}`. With `Prefer: wait=300` that is the answer, its results
    in the order named and with their ids at Pinterest, where it is known after so many seconds; five minutes at most.
    """

    def start(session: Session, principal: Principal) -> Answer:
        batch = publish_several(session, app.durable, principal.workspace_id, several.pin_ids)
        told = StartedPins(run_id=batch.run_id or "", total=len(set(several.pin_ids)))
        return HTTPStatus.ACCEPTED, told.model_dump(mode="json"), {"Location": f"/api/runs/{batch.run_id}"}

    asked = f"POST /api/pins/publication {several.model_dump_json()}"
    workspace_id, (_, body, headers) = await begun(app, request, Wanted(asked, start, idempotency_key))
    if seconds := seconds_to_wait(prefer, otherwise=0.0):
        run = await ended(app, workspace_id, str(body["run_id"]), longest=seconds)
        if run.status == "succeeded":
            return JSONResponse(await to_thread.run_sync(_told, app, workspace_id, several, run))
    return JSONResponse(body, HTTPStatus.ACCEPTED, headers=headers)


@router.post(
    "/{pin_id}/publication",
    response_model=Publication,
    response_model_exclude_none=True,
    responses={202: {"model": StartedPin, "description": "It is not known yet; look at the run later."}},
)
async def publish_pin(
    request: Request,
    app: AppDep,
    pin_id: UUID,
    prefer: PreferHeader = None,
    idempotency_key: KeyHeader = None,
) -> Response:
    """Publish a pin in its account's turn, and answer with what became of it: its id at Pinterest, or the reason.

    Where that is not known after five minutes, or with `Prefer: respond-async` at once, 202 and the run's id. A pin
    that cannot be published is refused as a problem before Pinterest is asked, which has `success` and `error`, too.
    """

    def start(session: Session, principal: Principal) -> Answer:
        pin = queries.pin(session, principal.workspace_id, pin_id, lock=True)
        return started(pin, publish_now(session, app.durable, pin))

    wanted = Wanted(f"POST publication {pin_id}", start, idempotency_key)
    seconds = seconds_to_wait(prefer, otherwise=LONGEST_SECONDS)
    return await settled_for_one(app, request, wanted, pin_id, seconds=seconds)


@router.get("/{pin_id}/publication")
def get_publication(session: SessionDep, pin: PinDep) -> PublicationState:
    """Return where a pin stands on its way to Pinterest: what is missing, what it waits for, where it is published."""
    return state_of_publication(session, pin)


@router.delete(
    "/{pin_id}/publication",
    response_model=Publication,
    response_model_exclude_none=True,
    responses={202: {"model": StartedPin, "description": "It is not known yet; look at the run later."}},
)
async def withdraw_pin(request: Request, app: AppDep, pin_id: UUID, prefer: PreferHeader = None) -> Response:
    """Take a published pin back from Pinterest, after which it is ready again; one that is gone there already, too."""

    def start(session: Session, principal: Principal) -> Answer:
        pin = queries.pin(session, principal.workspace_id, pin_id, lock=True)
        return started(pin, withdraw(session, app.durable, pin))

    seconds = seconds_to_wait(prefer, otherwise=LONGEST_SECONDS)
    wanted = Wanted(f"DELETE publication {pin_id}", start)
    return await settled_for_one(app, request, wanted, pin_id, seconds=seconds)


@router.get("/{pin_id}/attempts")
def list_attempts(session: SessionDep, principal: PrincipalDep, pin: PinDep) -> AttemptList:
    """List every try to publish a pin, newest first."""
    return AttemptList(items=[AttemptOut.of(one, pin) for one in attempts(session, principal.workspace_id, pin.id)])


def _told(app: App, workspace_id: UUID, several: SeveralPins, run: Run) -> dict[str, Any]:
    with app.database.transaction() as session:
        places = places_of(session, workspace_id, several.pin_ids)
    output = run.output if isinstance(run.output, dict) else {}
    return PublishedPins.of(output, places).model_dump(mode="json", exclude_none=True)
