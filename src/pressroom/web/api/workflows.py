"""`/api/workflows`: what there is, how it has fared, and one started by hand."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.queries import is_operator
from pressroom.core.floor.catalogue import Asker
from pressroom.core.floor.schemas import StartedRun, WorkflowList, WorkflowOut
from pressroom.core.floor.statistics import fared
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/workflows", tags=["workflows"])


@router.get("")
def list_workflows(session: SessionDep, principal: PrincipalDep) -> WorkflowList:
    """List every workflow, and how its runs in this workspace have fared in the last day.

    What begins by itself works for all workspaces: only who runs the installation is told how that fared.
    """
    told = fared(session, principal.workspace_id, with_rounds=is_operator(session, principal))
    return WorkflowList.of(CATALOGUE, told)


@router.get("/{name}")
def get_workflow(session: SessionDep, principal: PrincipalDep, name: str) -> WorkflowOut:
    """Return one workflow, with the JSON schema of what it is started with."""
    story = CATALOGUE.story(name)
    told = fared(session, principal.workspace_id, with_rounds=is_operator(session, principal))
    return WorkflowOut.of(story, told.get(name))


@router.post("/{name}/runs", status_code=HTTPStatus.ACCEPTED, response_model=StartedRun)
def start_workflow(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    name: str,
    given: Annotated[dict[str, Any], Body(description="What it is started with, as its `input` says.")],
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Start a workflow; where the same work is under way already, that run is returned."""
    story = CATALOGUE.story(name)

    def start() -> Answer:
        run_id = story.begin(session, app, Asker(principal.workspace_id, principal.user_id), given)
        body = StartedRun(run_id=run_id).model_dump(mode="json")
        return HTTPStatus.ACCEPTED, body, {"Location": f"/api/runs/{run_id}"}

    return once(app, session, principal, idempotency_key, f"POST workflow {name}\n{given}", start)
