"""`/runs`: the list, and one run with its steps on a timeline."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.runs import queries
from pressroom.core.runs.costs import cost_of
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.pages.page import shell
from pressroom.web.pages.run_rows import TONES, run_detail, run_row
from pressroom.web.pages.run_subjects import subjects_of
from pressroom.web.templating import page
from pressroom.web.views import RunPage, RunRowPartial, RunsPage
from pressroom.web.views.shell import Choice, Crumb

router = APIRouter(prefix="/runs", include_in_schema=False)

WORKFLOWS = (
    "process_document",
    "describe_document",
    "process_media",
    "describe_media",
    "sync_folder",
    "sync_file",
    "await_batch",
)


@router.get("")
def list_runs(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    status: Annotated[str, Query(max_length=20)] = "",
    workflow: Annotated[str, Query(max_length=60)] = "",
    cursor: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    """Show the runs, newest first."""
    found = queries.runs(
        app.durable,
        principal.workspace_id,
        asker=principal.user_id,
        status=status or None,
        workflow=workflow or None,
        cursor=cursor,
    )
    subjects = subjects_of(session, principal, found.runs)
    narrowed = {name: value for name, value in (("status", status), ("workflow", workflow)) if value}
    return page(
        RunsPage(
            shell=shell(session, principal, "runs"),
            statuses=[Choice(value=one, label=one.capitalize(), is_chosen=one == status) for one in TONES],
            workflows=[Choice(value=one, label=one.replace("_", " "), is_chosen=one == workflow) for one in WORKFLOWS],
            runs=[run_row(one, subjects.get(one.id)) for one in found.runs],
            more_url=_url(narrowed | {"cursor": found.next_cursor}) if found.next_cursor else None,
            is_narrowed=bool(narrowed),
            here=_url(narrowed),
        )
    )


@router.get("/{run_id}")
def show_run(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> Response:
    """Show one run."""
    found = queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    steps = queries.steps(session, app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return page(
        RunPage(
            shell=shell(session, principal, "runs"),
            run=run_detail(found, steps, _subject(session, principal, found), cost_of(session, found)),
        )
    )


@router.get("/{run_id}/row")
def row(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> Response:
    """Show a run's row, alone."""
    found = queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return page(RunRowPartial(run_row(found, _subject(session, principal, found))))


def _subject(session: Session, principal: Principal, run: queries.Run) -> Crumb | None:
    return subjects_of(session, principal, [run]).get(run.id)


def _url(narrowed: dict[str, str]) -> str:
    return "/runs" + ("?" + urlencode(narrowed) if narrowed else "")
