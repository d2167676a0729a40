"""`/runs/schedules`: what begins by itself, for who runs the installation."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.queries import Principal
from pressroom.core.floor import actions, queries
from pressroom.core.floor.crons import in_words
from pressroom.core.floor.models import Missed
from pressroom.core.floor.queries import Begun, Schedule
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid
from pressroom.web.asking import AppDep, OperatorDep, SessionDep, operator_of
from pressroom.web.pages.floor_replies import settled
from pressroom.web.pages.page import shell
from pressroom.web.pages.run_rows import TONES
from pressroom.web.replies import asked_by_script, done
from pressroom.web.templating import page
from pressroom.web.views.floor import BegunRow, SchedulePage, ScheduleRow, SchedulesPage
from pressroom.web.views.shell import Choice, State

router = APIRouter(
    prefix="/runs/schedules", include_in_schema=False, dependencies=[Depends(operator_of, scope="function")]
)

HERE = "/runs/schedules"
MISSED = {Missed.SKIP: "Skip them", Missed.CATCH_UP: "Catch up with the newest 50"}


@router.get("")
def show_schedules(app: AppDep, session: SessionDep, operator: OperatorDep) -> Response:
    """Show what begins by itself."""
    found = queries.schedules(session, app, CATALOGUE)
    return page(
        SchedulesPage(
            shell=shell(session, operator, "runs"),
            schedules=[_row(one) for one in sorted(found, key=lambda one: one.story.title)],
            has_worker=any(one.next_at or one.paused_at for one in found),
        )
    )


@router.get("/{name}")
def show_schedule(app: AppDep, session: SessionDep, operator: OperatorDep, name: str) -> Response:
    """Show one schedule, and what it began."""
    return _page(app, session, operator, name)


@router.post("/{name}")
def change_schedule(
    request: Request,
    app: AppDep,
    session: SessionDep,
    operator: OperatorDep,
    name: str,
    cron: Annotated[str, Form(max_length=200)] = "",
    missed: Annotated[Missed | None, Form()] = None,
) -> Response:
    """Change when a schedule begins something, or what becomes of times it missed."""
    try:
        actions.change_schedule(session, app, CATALOGUE, name, cron=cron, missed=missed)
    except Invalid as refusal:
        if asked_by_script(request):
            raise
        return _page(app, session, operator, name, error=str(refusal), typed=cron)
    return done(request, "That is when it begins from now on.", back=f"{HERE}/{name}")


@router.post("/{name}/pause")
def pause(request: Request, app: AppDep, session: SessionDep, name: str) -> Response:
    """Let a schedule begin nothing until it is resumed."""
    actions.pause_schedule(session, app, CATALOGUE, name)
    return settled(request, "It is paused.", back=f"{HERE}/{name}", undo=f"{HERE}/{name}/resume")


@router.post("/{name}/resume")
def resume(request: Request, app: AppDep, session: SessionDep, name: str) -> Response:
    """Let a schedule go on."""
    caught_up = actions.resume_schedule(session, app, CATALOGUE, name)
    more = f" {caught_up} runs began for what it missed." if caught_up else ""
    return settled(request, f"It goes on.{more}", back=f"{HERE}/{name}")


@router.post("/{name}/runs")
def run_now(request: Request, app: AppDep, name: str) -> Response:
    """Begin at once what a schedule begins."""
    actions.run_now(app, CATALOGUE, name)
    return settled(request, "It begins now.", back=f"{HERE}/{name}")


def _page(
    app: App, session: Session, operator: Principal, name: str, *, error: str | None = None, typed: str | None = None
) -> Response:
    one = queries.schedule(session, app, CATALOGUE, name)
    shown = SchedulePage(
        shell=shell(session, operator, "runs"),
        schedule=_row(one, typed),
        history=[_begun(each) for each in queries.history(app.durable, name)],
        error=error,
    )
    return page(shown, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK)


def _row(one: Schedule, typed: str | None = None) -> ScheduleRow:
    return ScheduleRow(
        name=one.story.name,
        title=one.story.title,
        about=one.story.about,
        cron=one.cron if typed is None else typed,
        in_words=in_words(one.cron),
        default_cron=one.default_cron,
        state=State("warn", "Paused") if one.paused_at else State("ok", "On"),
        is_paused=one.paused_at is not None,
        last_at=one.last_at,
        next_at=one.next_at,
        missed=[Choice(value=value, label=label, is_chosen=value == one.missed) for value, label in MISSED.items()],
    )


def _begun(one: Begun) -> BegunRow:
    return BegunRow(
        id=one.id,
        state=State(TONES[one.status], one.status.capitalize()),
        created_at=one.created_at,
        seconds=one.seconds,
        error=one.error,
    )
