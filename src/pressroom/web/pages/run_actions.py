"""What a person does with a run on its page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from pressroom.core.runs.actions import cancel_run, retry_run
from pressroom.core.runs.rewinding import rewind_run
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.replies import done, go_to

router = APIRouter(prefix="/runs/{run_id}", include_in_schema=False)


@router.post("/cancellation")
def cancel(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> Response:
    """Stop a run before its next step."""
    cancel_run(session, app.durable, app.subjects, principal.workspace_id, run_id, asker=principal.user_id)
    return done(request, "Cancelled. It stops before its next step.", back=f"/runs/{run_id}")


@router.post("/retry")
def retry(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> Response:
    """Start the subject of a failed run again, and go to the new run."""
    started = retry_run(session, app.durable, app.subjects, principal.workspace_id, run_id, asker=principal.user_id)
    return go_to(request, f"/runs/{started}")


@router.post("/rewind")
def rewind(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    run_id: str,
    step: Annotated[int, Form(ge=1)],
) -> Response:
    """Have a run that is over do everything again from a step on."""
    workspace_id, asker = principal.workspace_id, principal.user_id
    rewind_run(session, app.durable, app.subjects, workspace_id, run_id, step=step, asker=asker)
    return done(request, "It goes on from there.", back=f"/runs/{run_id}")
