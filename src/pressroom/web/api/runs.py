"""`/api/runs`: listed, opened, cancelled, tried again."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from pressroom.catalogue import CATALOGUE
from pressroom.core.runs import listing, queries
from pressroom.core.runs.actions import cancel_run, retry_run
from pressroom.core.runs.costs import cost_of, costs_of
from pressroom.core.runs.logs import lines_of
from pressroom.core.runs.rewinding import rewind_run
from pressroom.core.runs.schemas import LineList, RetriedRun, RunList, RunOut, RunRewound, RunsPage, StepList, StepOut
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/runs", tags=["runs"])


@router.get("")
def list_runs(
    app: AppDep, session: SessionDep, principal: PrincipalDep, wanted: Annotated[RunsPage, Query()]
) -> RunList:
    """List runs, newest first."""
    found = listing.runs(
        app.durable,
        principal.workspace_id,
        asker=principal.user_id,
        filters=wanted.filters,
        limit=wanted.limit,
        cursor=wanted.cursor,
    )
    costs = costs_of(session, found.runs)
    return RunList(
        items=[RunOut.of(one, costs.get(one.id)) for one in found.runs],
        next_cursor=found.next_cursor,
        looked_back_to=found.looked_back_to,
    )


@router.get("/{run_id}")
def get_run(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> RunOut:
    """Return one run, and what models cost in it."""
    found = queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return RunOut.of(found, cost_of(session, found), waits_for=CATALOGUE.in_vain(found.workflow, found.status))


@router.get("/{run_id}/steps")
def list_steps(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> StepList:
    """List a run's steps so far, with the tries that failed."""
    found = queries.steps(session, app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return StepList(items=[StepOut.of(one) for one in found])


@router.get("/{run_id}/logs")
def list_lines(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    run_id: str,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    cursor: Annotated[str | None, Query(max_length=20)] = None,
) -> LineList:
    """List what a run logged, oldest first; what went wrong has its traceback in `facts.exception`."""
    queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return LineList.of(lines_of(session, run_id, limit=limit, cursor=cursor))


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


@router.post("/{run_id}/rewind", status_code=HTTPStatus.ACCEPTED, response_model=RetriedRun)
def rewind(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    run_id: str,
    wanted: RunRewound,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Have a run that is over do everything again from one of its steps on, under the same id.

    Refused while it runs, where what it was about is gone or has a newer run, and where the workflow may not do a
    thing twice: publishing and what is paid for.
    """

    def start() -> Answer:
        rewind_run(
            session,
            app.durable,
            app.subjects,
            principal.workspace_id,
            run_id,
            step=wanted.step,
            asker=principal.user_id,
        )
        body = RetriedRun(run_id=run_id).model_dump(mode="json")
        return HTTPStatus.ACCEPTED, body, {"Location": f"/api/runs/{run_id}"}

    return once(app, session, principal, idempotency_key, f"POST rewind {run_id} {wanted.step}", start)
