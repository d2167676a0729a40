"""`/api/media/…`: many pictures tagged, described, deleted at once, and what the workspace asks for all of them."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.media.actions.metadata import change_tags
from pressroom.features.media.actions.remove import delete_item
from pressroom.features.media.actions.wishes import wish
from pressroom.features.media.queries import wishes
from pressroom.features.media.schemas import (
    Outcome,
    Outcomes,
    Several,
    SeveralDescribed,
    SeveralTagged,
    StartedBatch,
    WishesOut,
)
from pressroom.kernel.clock import now
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.several import Done, describe_several, with_each

router = APIRouter(prefix="/api/media", tags=["media"])


@router.post("/metadata", status_code=HTTPStatus.ACCEPTED, response_model=StartedBatch)
def describe_pictures(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    several: SeveralDescribed,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Describe pictures anew, minding `feedback`; the run's output tells what became of each."""

    def start() -> Answer:
        batch, outcomes = describe_several(app, session, principal.workspace_id, several.ids, several.feedback)
        started = StartedBatch(run_id=batch.run_id or "", total=len(outcomes))
        return HTTPStatus.ACCEPTED, started.model_dump(mode="json"), {"Location": f"/api/runs/{batch.run_id}"}

    asked = f"POST /api/media/metadata {several.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.post("/tags")
def tag_pictures(app: AppDep, session: SessionDep, principal: PrincipalDep, several: SeveralTagged) -> Outcomes:
    """Add tags to pictures, and take tags from them."""
    return _outcomes(
        with_each(
            session,
            principal.workspace_id,
            several.ids,
            lambda one: change_tags(
                session, app.durable, one, add=several.add, remove=several.remove, user_id=principal.user_id
            ),
        )
    )


@router.post("/deletion")
def delete_pictures(session: SessionDep, principal: PrincipalDep, several: Several) -> Outcomes:
    """Delete pictures; each can be brought back for a day."""
    at = now()
    return _outcomes(with_each(session, principal.workspace_id, several.ids, lambda one: delete_item(one, at=at)))


@router.get("/wishes")
def get_wishes(session: SessionDep, principal: PrincipalDep) -> WishesOut:
    """Return what the workspace asks of the describing model for its pictures."""
    return _wishes(session, principal)


@router.put("/wishes")
def put_wishes(session: SessionDep, principal: PrincipalDep, wanted: WishesOut) -> WishesOut:
    """Say what the workspace asks of the describing model for its pictures; it holds for those described from now."""
    wish(session, principal.workspace_id, prompt=wanted.prompt, keep_location=wanted.keep_location)
    return _wishes(session, principal)


def _wishes(session: Session, principal: Principal) -> WishesOut:
    kept = wishes(session, principal.workspace_id)
    return WishesOut(prompt=kept.prompt, keep_location=kept.keep_location)


def _outcomes(done: list[Done]) -> Outcomes:
    results = [Outcome(id=one.id, success=one.refusal is None, error=one.refusal) for one in done]
    succeeded = sum(one.success for one in results)
    return Outcomes(total=len(results), succeeded=succeeded, failed=len(results) - succeeded, results=results)
