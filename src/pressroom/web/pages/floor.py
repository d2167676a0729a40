"""`/runs/queues` and `/runs/workers`: what carries the runs of all workspaces, for who runs the installation."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import User
from pressroom.core.connections.models import Connection
from pressroom.core.floor import actions, queries
from pressroom.core.floor.queries import LivingWorker, Queue, own_runs
from pressroom.core.floor.queues import MOST_AT_ONCE
from pressroom.core.webhooks.models import Webhook
from pressroom.kernel.durable import GENERATIONS, PUBLISHING, WEBHOOKS
from pressroom.web.asking import AppDep, OperatorDep, SessionDep, operator_of
from pressroom.web.pages.floor_replies import settled
from pressroom.web.pages.page import shell
from pressroom.web.pages.run_rows import TITLES
from pressroom.web.templating import page
from pressroom.web.views.floor import CarriedRow, PartitionRow, QueueRow, QueuesPage, WorkerRow, WorkersPage
from pressroom.web.views.shell import State

router = APIRouter(prefix="/runs", include_in_schema=False, dependencies=[Depends(operator_of, scope="function")])

QUEUES, WORKERS = "/runs/queues", "/runs/workers"
SHOWN = 10
"""Runs of a worker that are shown."""


@router.get("/queues")
def show_queues(session: SessionDep, operator: OperatorDep) -> Response:
    """Show the queues."""
    found = queries.queues(session)
    rows = [_queue_row(session, one) for one in found]
    return page(QueuesPage(shell=shell(session, operator, "runs"), queues=rows))


@router.post("/queues/{name}")
def change_limits(
    request: Request,
    app: AppDep,
    session: SessionDep,
    name: str,
    at_once: Annotated[int | None, Form()] = None,
    of_partition: Annotated[int | None, Form()] = None,
) -> Response:
    """Change a queue's limits; they hold at once."""
    changes = {"at_once": at_once} | ({"of_partition": of_partition} if of_partition else {})
    actions.change_limits(session, app.durable, name, changes)
    return settled(request, f"The limits of {name.capitalize()} hold now, on every worker.", back=QUEUES)


@router.post("/queues/{name}/default")
def take_back(request: Request, app: AppDep, session: SessionDep, name: str) -> Response:
    """Take a queue's limits back to how they come."""
    actions.change_limits(session, app.durable, name, {"at_once": None, "of_partition": None})
    return settled(request, f"{name.capitalize()} has the limits it comes with.", back=QUEUES)


@router.post("/queues/{name}/pause")
def pause(request: Request, app: AppDep, session: SessionDep, name: str) -> Response:
    """Let no further run of a queue begin."""
    actions.pause_queue(session, app.durable, name)
    said = f"{name.capitalize()} is paused. What is under way goes on."
    return settled(request, said, back=QUEUES, undo=f"{QUEUES}/{name}/resume")


@router.post("/queues/{name}/resume")
def resume(request: Request, app: AppDep, session: SessionDep, name: str) -> Response:
    """Let runs of a queue begin again."""
    actions.resume_queue(session, app.durable, name)
    return settled(request, f"{name.capitalize()} goes on.", back=QUEUES)


@router.get("/workers")
def show_workers(session: SessionDep, operator: OperatorDep) -> Response:
    """Show the workers that are alive."""
    found = queries.workers(session)
    own = own_runs(session, operator.workspace_id, [run.id for one in found for run in one.runs[:SHOWN]])
    rows = [_worker_row(one, own) for one in found]
    return page(WorkersPage(shell=shell(session, operator, "runs"), workers=rows))


@router.post("/workers/{worker_id}/drain")
def drain(request: Request, session: SessionDep, worker_id: str) -> Response:
    """Ask a worker to leave once its runs are done."""
    actions.drain_worker(session, worker_id)
    return settled(request, "It takes no new runs, and leaves once those it has are done.", back=WORKERS)


def _queue_row(session: Session, one: Queue) -> QueueRow:
    kind = one.kind
    names = _partition_names(session, one)
    return QueueRow(
        name=kind.name,
        about=kind.about,
        state=State("warn", "Paused") if one.paused_at else State("run", "Working") if one.running else _still(one),
        is_paused=one.paused_at is not None,
        depth=one.depth,
        running=one.running,
        oldest_at=one.oldest_at,
        at_once=one.limits.at_once,
        at_once_default=kind.at_once,
        most_at_once=MOST_AT_ONCE,
        of_partition=one.limits.of_partition,
        of_partition_default=kind.of_partition,
        most_of_partition=kind.most_of_partition,
        partition_of=kind.partition_of,
        is_changed=one.is_changed,
        partitions=[PartitionRow(names.get(each.key, each.key), each.running, each.waiting) for each in one.partitions],
    )


def _still(one: Queue) -> State:
    return State("idle", "Waiting") if one.depth else State("ok", "Empty")


def _partition_names(session: Session, one: Queue) -> dict[str, str]:
    """Return what partitions are called, by key, where a person knows them by another name."""
    named = {
        GENERATIONS: (User.id, User.name),
        PUBLISHING: (Connection.id, Connection.account),
        WEBHOOKS: (Webhook.id, Webhook.url),
    }.get(one.kind.name)
    if named is None or not one.partitions:
        return {}
    column, name = named
    rows = session.execute(select(column, name).where(column.in_([UUID(each.key) for each in one.partitions])))
    return {str(row[0]): row[1] for row in rows}


def _worker_row(one: LivingWorker, own: frozenset[str]) -> WorkerRow:
    worker = one.worker
    is_draining = worker.draining_since is not None
    return WorkerRow(
        id=worker.executor_id,
        host=worker.host,
        pid=worker.pid,
        version=worker.version,
        started_at=worker.started_at,
        state=State("warn", "Leaving")
        if is_draining
        else State("run", "Working")
        if one.runs
        else State("ok", "Ready"),
        is_draining=is_draining,
        runs=[
            CarriedRow(
                TITLES.get(run.workflow, run.workflow.replace("_", " ")).capitalize(),
                f"/runs/{run.id}" if run.id in own else None,
                run.started_at,
            )
            for run in one.runs[:SHOWN]
        ],
        more=max(0, len(one.runs) - SHOWN),
    )
