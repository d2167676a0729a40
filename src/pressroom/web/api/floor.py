"""`/api/queues`, `/api/workers` and `/api/schedules`: what carries the runs of all workspaces; for operators."""

from http import HTTPStatus

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from pressroom.catalogue import CATALOGUE
from pressroom.core.floor import actions, queries
from pressroom.core.floor.schemas import (
    BegunList,
    BegunOut,
    QueueChange,
    QueueList,
    QueueOut,
    ScheduleChange,
    ScheduleList,
    ScheduleOut,
    StartedRun,
    WorkerList,
    WorkerOut,
)
from pressroom.web.asking import AppDep, OperatorDep, SessionDep, operator_of
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api", tags=["press floor"], dependencies=[Depends(operator_of, scope="function")])


@router.get("/queues")
def list_queues(session: SessionDep) -> QueueList:
    """List the queues, with what waits and what is under way."""
    return QueueList(items=[QueueOut.of(one) for one in queries.queues(session)])


@router.get("/queues/{name}")
def get_queue(session: SessionDep, name: str) -> QueueOut:
    """Return one queue."""
    return QueueOut.of(queries.queue_state(session, name))


@router.patch("/queues/{name}")
def change_queue(
    app: AppDep,
    session: SessionDep,
    name: str,
    wanted: QueueChange,
) -> QueueOut:
    """Change a queue's limits; they hold at once, on every worker, and after a restart."""
    actions.change_limits(session, app.durable, name, wanted.changes())
    return QueueOut.of(queries.queue_state(session, name))


@router.post("/queues/{name}/pause")
def pause_queue(app: AppDep, session: SessionDep, name: str) -> QueueOut:
    """Let no further run of a queue begin; those under way go on."""
    actions.pause_queue(session, app.durable, name)
    return QueueOut.of(queries.queue_state(session, name))


@router.post("/queues/{name}/resume")
def resume_queue(app: AppDep, session: SessionDep, name: str) -> QueueOut:
    """Let runs of a queue begin again."""
    actions.resume_queue(session, app.durable, name)
    return QueueOut.of(queries.queue_state(session, name))


@router.get("/workers")
def list_workers(session: SessionDep) -> WorkerList:
    """List the workers that are alive, and what each carries."""
    return WorkerList(items=[WorkerOut.of(one) for one in queries.workers(session)])


@router.post("/workers/{worker_id}/drain", status_code=HTTPStatus.ACCEPTED)
def drain_worker(session: SessionDep, worker_id: str) -> WorkerOut:
    """Ask a worker to take no new runs, and to leave once those it has are done."""
    actions.drain_worker(session, worker_id)
    session.flush()
    return next(WorkerOut.of(one) for one in queries.workers(session) if one.worker.executor_id == worker_id)


@router.get("/schedules")
def list_schedules(app: AppDep, session: SessionDep) -> ScheduleList:
    """List what begins by itself; the schedules of folders are theirs."""
    return ScheduleList(items=[ScheduleOut.of(one) for one in queries.schedules(session, app, CATALOGUE)])


@router.get("/schedules/{name}")
def get_schedule(app: AppDep, session: SessionDep, name: str) -> ScheduleOut:
    """Return one schedule."""
    return ScheduleOut.of(queries.schedule(session, app, CATALOGUE, name))


@router.patch("/schedules/{name}")
def change_schedule(
    app: AppDep,
    session: SessionDep,
    name: str,
    wanted: ScheduleChange,
) -> ScheduleOut:
    """Change when a schedule begins something, or what becomes of the times it missed."""
    actions.change_schedule(session, app, CATALOGUE, name, cron=wanted.cron, missed=wanted.missed)
    return ScheduleOut.of(queries.schedule(session, app, CATALOGUE, name))


@router.post("/schedules/{name}/pause")
def pause_schedule(app: AppDep, session: SessionDep, name: str) -> ScheduleOut:
    """Let a schedule begin nothing until it is resumed."""
    actions.pause_schedule(session, app, CATALOGUE, name)
    return ScheduleOut.of(queries.schedule(session, app, CATALOGUE, name))


@router.post("/schedules/{name}/resume")
def resume_schedule(app: AppDep, session: SessionDep, name: str) -> ScheduleOut:
    """Let a schedule go on; times missed meanwhile are caught up with where it is to do that."""
    actions.resume_schedule(session, app, CATALOGUE, name)
    return ScheduleOut.of(queries.schedule(session, app, CATALOGUE, name))


@router.get("/schedules/{name}/runs")
def list_begun(app: AppDep, name: str) -> BegunList:
    """List the newest runs that a schedule began."""
    queries.scheduled_story(CATALOGUE, name)
    return BegunList(items=[BegunOut.of(one) for one in queries.history(app.durable, name)])


@router.post("/schedules/{name}/runs", status_code=HTTPStatus.ACCEPTED, response_model=StartedRun)
def run_now(
    app: AppDep, session: SessionDep, operator: OperatorDep, name: str, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Begin at once what a schedule begins."""

    def start() -> Answer:
        body = StartedRun(run_id=actions.run_now(app, CATALOGUE, name)).model_dump(mode="json")
        return HTTPStatus.ACCEPTED, body, {}

    return once(app, session, operator, idempotency_key, f"POST schedule {name}", start)
