"""`/runs/workflows`: what can run, how it has fared, and one started by hand."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.queries import Principal, is_operator
from pressroom.core.floor.catalogue import Asker, Story
from pressroom.core.floor.queries import waiting_in_vain
from pressroom.core.floor.statistics import Fared, fared
from pressroom.kernel.app import App
from pressroom.kernel.errors import Rejected
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.pages.page import shell
from pressroom.web.pages.run_rows import TITLES
from pressroom.web.pages.workflow_forms import example_of, start_fields, typed
from pressroom.web.replies import go_to
from pressroom.web.templating import page
from pressroom.web.views.floor import (
    Gone,
    LeftOut,
    Spark,
    SparkBar,
    WorkflowGroup,
    WorkflowPage,
    WorkflowRow,
    WorkflowsPage,
)

router = APIRouter(prefix="/runs/workflows", include_in_schema=False)

TALLEST = 100.0
GAP = 0.25
"""Of an hour's width."""


async def form_of(request: Request) -> Mapping[str, str]:
    """Return what was typed into a form whose fields only its workflow knows."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


@router.get("")
def show_workflows(session: SessionDep, principal: PrincipalDep) -> Response:
    """Show every workflow."""
    told = fared(session, principal.workspace_id, with_rounds=is_operator(session, principal))
    rows = [(one, _row(one, told.get(one.name))) for one in CATALOGUE]
    groups = (
        ("own", "Your own", [row for one, row in rows if one.source]),
        ("started", "Started by you or by an event", [row for one, row in rows if one.can_start and not one.source]),
        ("scheduled", "Begin by themselves", [row for one, row in rows if one.schedule and not one.source]),
        ("others", "Begun by other work", [row for one, row in rows if not one.can_start and not one.schedule]),
    )
    listed = [WorkflowGroup(name, title, several) for name, title, several in groups]
    shown = WorkflowsPage(
        shell=shell(session, principal, "runs"),
        groups=listed,
        left_out=[LeftOut(one.file, one.reason) for one in CATALOGUE.troubles],
        gone=[Gone(*one) for one in waiting_in_vain(session, principal.workspace_id, CATALOGUE).items()],
    )
    return page(shown)


@router.get("/{name}")
def show_workflow(request: Request, app: AppDep, session: SessionDep, principal: PrincipalDep, name: str) -> Response:
    """Show one workflow, and the form that starts it, filled with what the address says."""
    return _page(app, session, principal, CATALOGUE.story(name), request.query_params)


@router.post("/{name}")
def start_workflow(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    name: str,
    form: Annotated[Mapping[str, str], Depends(form_of)],
) -> Response:
    """Start a workflow and go to its run; what was typed stays where it cannot be started."""
    story = CATALOGUE.story(name)
    asker = Asker(principal.workspace_id, principal.user_id)
    try:
        with session.begin_nested():
            run_id = story.begin(session, app, asker, typed(story, form))
    except Rejected as refusal:
        return _page(app, session, principal, story, form, error=str(refusal))
    return go_to(request, f"/runs/{quote(run_id, safe='')}")


def _page(
    app: App, session: Session, principal: Principal, story: Story, given: Mapping[str, str], error: str | None = None
) -> Response:
    told = fared(session, principal.workspace_id, with_rounds=is_operator(session, principal))
    shown = WorkflowPage(
        shell=shell(session, principal, "runs"),
        workflow=_row(story, told.get(story.name)),
        queue=story.queue,
        retries=story.retries,
        schedule=story.schedule,
        events=story.events,
        fields=start_fields(session, principal.workspace_id, story, given),
        error=error,
        example=example_of(story, app.public_url),
    )
    return page(shown, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK)


def _row(story: Story, told: Fared | None) -> WorkflowRow:
    day = told or Fared()
    return WorkflowRow(
        name=story.name,
        title=TITLES.get(story.name, story.title).capitalize(),
        about=story.about,
        begins=story.events or ((story.schedule,) if story.schedule else ()),
        source=story.source,
        spark=_spark(day) if day.runs else None,
        runs=day.runs,
        failed=day.failed,
        failure_rate=day.failure_rate,
        p50_seconds=day.p50_seconds,
        p95_seconds=day.p95_seconds,
    )


def _spark(day: Fared) -> Spark:
    """Return the runs of each hour as bars."""
    most = max(day.hours)
    heights = [TALLEST * number / most for number in day.hours]
    bars = [
        SparkBar(round(hour + GAP / 2, 2), round(TALLEST - height, 1), round(height, 1))
        for hour, height in enumerate(heights)
    ]
    return Spark(bars=bars, label=f"Runs in each of the last 24 hours, {most:,} at most")
