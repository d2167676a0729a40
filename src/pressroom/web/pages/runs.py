"""`/runs`: the list, and one run with its steps on a timeline."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.queries import Principal
from pressroom.core.runs import listing, queries
from pressroom.core.runs.costs import cost_of
from pressroom.core.runs.filters import Filters
from pressroom.core.runs.logs import lines_of
from pressroom.web.asking import AppDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import address
from pressroom.web.pages.page import shell
from pressroom.web.pages.run_batches import parts_of, titles
from pressroom.web.pages.run_filters import NarrowingDep, filters_shown
from pressroom.web.pages.run_inputs import another_url, begun_by
from pressroom.web.pages.run_rows import run_detail, run_row
from pressroom.web.pages.run_subjects import subjects_of
from pressroom.web.templating import page
from pressroom.web.views import RunPage, RunRowPartial, RunsPage
from pressroom.web.views.shell import Crumb, State

router = APIRouter(prefix="/runs", include_in_schema=False)

LINES_SHOWN = 200
CHILDREN_SHOWN = 100
CAN = {
    "failed": [("retry", "Retry all")],
    "cancelled": [("retry", "Retry all")],
    "queued": [("cancel", "Cancel all")],
    "running": [("cancel", "Cancel all")],
    "paused": [("cancel", "Cancel all")],
}
"""What can be done with all runs of a status."""


@router.get("")
def list_runs(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    asked: NarrowingDep,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """Show the runs, newest first."""
    found = listing.runs(
        app.durable, principal.workspace_id, asker=principal.user_id, filters=asked.filters, cursor=cursor
    )
    subjects = subjects_of(session, principal, found.runs)
    named = titles(session, principal.workspace_id, found.runs)
    return page(
        RunsPage(
            shell=shell(session, principal, "runs"),
            filters=filters_shown(session, principal, asked),
            runs=[run_row(one, subjects.get(one.id), named.get(one.id)) for one in found.runs],
            more_url=asked.url("/runs", {"cursor": found.next_cursor}) if found.next_cursor else None,
            looked_back_to=found.looked_back_to,
            here=asked.url("/runs", {"cursor": cursor}),
            many=[Crumb(asked.url("/runs/all", {"change": what}), label) for what, label in CAN.get(asked.status, ())],
        )
    )


@router.get("/{run_id}")
def show_run(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> Response:
    """Show one run."""
    found = queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    steps = queries.steps(session, app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    subject, title = _subject(session, principal, found), _title(session, principal, found)
    children = listing.runs(
        app.durable,
        principal.workspace_id,
        asker=principal.user_id,
        filters=Filters(parent=run_id),
        limit=CHILDREN_SHOWN,
    )
    detail = run_detail(
        found,
        steps,
        subject,
        cost_of(session, found),
        title,
        children=children.runs,
        lines=lines_of(session, run_id, limit=LINES_SHOWN),
    )
    shown = replace(
        detail,
        begun_by=begun_by(session, principal, found),
        waits_for=found.paused_reason or CATALOGUE.in_vain(found.workflow, found.status),
        children_url=address("/runs", {"parent": run_id}) if children.runs else None,
        another_url=another_url(session, principal, found) if found.is_over else None,
    )
    parts, number = parts_of(session, principal.workspace_id, found)
    if parts:
        has_failed = found.is_over and any(one.state.tone == "bad" for one in parts)
        state = State("bad", "Some failed") if has_failed else shown.state
        shown = replace(shown, parts=parts, parts_in_all=number, state=state, can_retry=shown.can_retry or has_failed)
    return page(RunPage(shell=shell(session, principal, "runs"), run=shown))


@router.get("/{run_id}/row")
def row(app: AppDep, session: SessionDep, principal: PrincipalDep, run_id: str) -> Response:
    """Show a run's row, alone."""
    found = queries.run(app.durable, principal.workspace_id, run_id, asker=principal.user_id)
    return page(RunRowPartial(run_row(found, _subject(session, principal, found), _title(session, principal, found))))


def _subject(session: Session, principal: Principal, run: queries.Run) -> Crumb | None:
    return subjects_of(session, principal, [run]).get(run.id)


def _title(session: Session, principal: Principal, run: queries.Run) -> str | None:
    return titles(session, principal.workspace_id, [run]).get(run.id)
