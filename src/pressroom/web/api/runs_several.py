"""`/api/runs`: many counted, cancelled and tried again at once."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from pressroom.core.runs.schemas import RunCount, RunsWanted, SeveralBegun, SeveralRuns
from pressroom.core.runs.several import Change, change_several, number_of
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/runs", tags=["runs"])


class Counted(RunsWanted):
    """What is counted: the runs that a change would concern."""

    change: Change


@router.get("/count")
def count_runs(app: AppDep, principal: PrincipalDep, wanted: Annotated[Counted, Query()]) -> RunCount:
    """Count the runs that cancelling, or trying again, all that is asked for would concern."""
    workspace_id, asker = principal.workspace_id, principal.user_id
    total, is_all = number_of(app.durable, workspace_id, wanted.change, wanted.filters, asker=asker)
    return RunCount(total=total, is_all=is_all)


@router.post("/cancel", status_code=HTTPStatus.ACCEPTED, response_model=SeveralBegun)
def cancel_several(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    wanted: SeveralRuns,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Cancel many runs: those named, or all that filters find now.

    It begins in some seconds; until then, cancelling the run that is answered undoes it. That run's output says what
    became of them.
    """
    return _change(app, session, principal, wanted, idempotency_key, Change.CANCEL)


@router.post("/retry", status_code=HTTPStatus.ACCEPTED, response_model=SeveralBegun)
def retry_several(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    wanted: SeveralRuns,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Try what many failed or cancelled runs were about again, as cancelling many does."""
    return _change(app, session, principal, wanted, idempotency_key, Change.RETRY)


def _change(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    wanted: SeveralRuns,
    key: str | None,
    change: Change,
) -> JSONResponse:
    def start() -> Answer:
        begun = change_several(
            session, app.durable, principal.workspace_id, change, wanted.wanted, asker=principal.user_id
        )
        body = SeveralBegun.of(begun).model_dump(mode="json")
        return HTTPStatus.ACCEPTED, body, {"Location": f"/api/runs/{begun.run_id}"}

    return once(app, session, principal, key, f"POST {change} {wanted.model_dump_json()}", start)
