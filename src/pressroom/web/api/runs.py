"""`/api/runs`: listed, opened, cancelled, tried again."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from pressroom.core.runs import queries
from pressroom.core.runs.actions import cancel_run, retry_run
from pressroom.core.runs.costs import cost_of, costs_of
from pressroom.core.runs.schemas import RetriedRun, RunList, RunOut, StepList, StepOut
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/runs", tags=["runs"])


@router.get("")
def list_runs(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    status: Annotated[str | None, Query(max_length=20)] = None,
    workflow: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=20)] = None,
) -> RunList:
    """List runs, newest first."""
    found = queries.runs(
        app.durable,
        principal.workspace_id,
        asker=principal.user_id,
        status=status,
        workflow=workflow,
        limit=limit,
        cursor=cursor,
    )
    costs = costs_of(session, found.runs)
    return RunList(items=[RunOut.of(one, costs.get(one.id)) for one in found.runs], next_cursor=found.next_cursor)


@router.get("/{run_id}")
def get_run(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> RunOut:
    """Return one run, and what models cost in it."""
    found = queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return RunOut.of(found, cost_of(session, found))


@router.get("/{run_id}/steps")
def list_steps(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> StepList:
    """List a run's steps so far, with the tries that failed."""
    found = queries.steps(session, app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return StepList(items=[StepOut.of(one) for one in found])


@router.post("/{run_id}/cancel")
def cancel(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> RunOut:
    """Stop a run before its next step."""
    cancel_run(session, app.durable, app.subjects, principal.workspace_id, run_id, asker=principal.user_id)
    return RunOut.of(queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id))


@router.post("/{run_id}/retry", status_code=HTTPStatus.ACCEPTED, response_model=RetriedRun)
def retry(
    app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Start the subject of a failed run again."""

    def start() -> Answer:
        started = retry_run(session, app.durable, app.subjects, principal.workspace_id, run_id, asker=principal.user_id)
        body = RetriedRun(run_id=started).model_dump(mode="json")
        return HTTPStatus.ACCEPTED, body, {"Location": f"/api/runs/{started}"}

    return once(app, session, principal, idempotency_key, f"POST retry {run_id}", start)
