"""The press floor as it is: queues and what is on them, workers and what they carry, schedules and their times."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from pressroom.core.floor.catalogue import Catalogue, Story
from pressroom.core.floor.crons import next_time
from pressroom.core.floor.models import Missed, ScheduleSetting
from pressroom.core.floor.queues import QUEUES, Limits, limits_of
from pressroom.core.floor.queues import Queue as Kind
from pressroom.core.floor.settling import limits_held, queue_settings, schedule_settings
from pressroom.core.runs.engine import QUEUED_AT, RUNS
from pressroom.core.runs.models import Worker
from pressroom.core.runs.queries import NAMES
from pressroom.core.runs.workers import living_workers
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Durable, WorkflowStatus
from pressroom.kernel.errors import NotFound

MOST_PARTITIONS = 50
"""Partitions of a queue that are shown, the fullest first."""
HISTORY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """What is under way, and what waits, of one partition of a queue."""

    key: str
    running: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue with what it holds; `limits` are the owner's, also while it is paused."""

    kind: Kind
    limits: Limits
    is_changed: bool
    paused_at: datetime | None
    depth: int
    running: int
    oldest_at: datetime | None
    """Since when the run waits that waits longest."""
    partitions: Sequence[Partition]


@dataclass(frozen=True, slots=True)
class Carried:
    """A run that a worker carries."""

    id: str
    workflow: str
    queue: str | None
    started_at: datetime | None


@dataclass(frozen=True, slots=True)
class LivingWorker:
    """A worker with what it carries, longest first."""

    worker: Worker
    runs: Sequence[Carried]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When something begins by itself."""

    story: Story
    cron: str
    default_cron: str
    missed: Missed
    paused_at: datetime | None
    last_at: datetime | None
    next_at: datetime | None
    """None while it is paused, or where no worker has ever been started."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that a schedule began."""

    id: str
    status: str
    created_at: datetime
    seconds: float | None
    error: str | None


def queues(session: Session) -> Sequence[Queue]:
    """Return every queue; runs of all workspaces are counted."""
    settings, held, found = queue_settings(session), limits_held(session), _found(session)
    listed = []
    for name, kind in QUEUES.items():
        setting, rows = settings.get(name), found.get(name, ())
        limits = limits_of(kind, setting)
        if setting is None and name in held and held[name].at_once:
            limits = held[name]  # as the worker that started last has it: machines differ
        oldest = min((row.oldest for row in rows if row.oldest), default=None)
        listed.append(
            Queue(
                kind=kind,
                limits=limits,
                is_changed=setting is not None and bool(setting.worker_concurrency or setting.partition_concurrency),
                paused_at=setting.paused_at if setting else None,
                depth=sum(row.waiting for row in rows),
                running=sum(row.running for row in rows),
                oldest_at=instant(oldest),
                partitions=_partitions(rows),
            )
        )
    return listed


def queue_state(session: Session, name: str) -> Queue:
    """Return one queue; raises NotFound."""
    for one in queues(session):
        if one.kind.name == name:
            return one
    raise NotFound(f"There is no queue called “{name}”. There are: {', '.join(QUEUES)}.")


def workers(session: Session) -> Sequence[LivingWorker]:
    """Return the workers that are alive, longest first; runs of all workspaces are told."""
    alive = living_workers(session)
    carried: dict[str, list[Carried]] = {one.executor_id: [] for one in alive}
    rows = session.execute(
        select(RUNS.c.executor_id, RUNS.c.workflow_uuid, RUNS.c.name, RUNS.c.queue_name, RUNS.c.started_at_epoch_ms)
        .where(RUNS.c.status == "PENDING", RUNS.c.executor_id.in_(carried))
        .order_by(RUNS.c.started_at_epoch_ms)
    )
    for row in rows:
        started = instant(row.started_at_epoch_ms)
        carried[row.executor_id].append(Carried(row.workflow_uuid, row.name, row.queue_name, started))
    return [LivingWorker(one, carried[one.executor_id]) for one in alive]


def waiting_in_vain(session: Session, workspace_id: UUID, catalogue: Catalogue) -> Mapping[str, int]:
    """Return how many runs wait for workflows that nobody knows any more, by the workflow's name."""
    unknown = RUNS.c.name.not_in([one.name for one in catalogue])
    of_workspace = RUNS.c.attributes["workspace_id"].astext == str(workspace_id)
    # each status by itself and written out, as the engine's indexes of those that wait say it: they are few of many
    waiting = union_all(
        *(
            select(RUNS.c.name).where(RUNS.c.status == literal(status, literal_execute=True), unknown, of_workspace)
            for status in ("ENQUEUED", "DELAYED")
        )
    ).subquery()
    rows = session.execute(select(waiting.c.name, func.count()).group_by(waiting.c.name).order_by(waiting.c.name))
    return {row.name: row[1] for row in rows}


def own_runs(session: Session, workspace_id: UUID, ids: Collection[str]) -> frozenset[str]:
    """Return those of some runs that belong to a workspace."""
    of_workspace = RUNS.c.attributes["workspace_id"].astext == str(workspace_id)
    return frozenset(session.scalars(select(RUNS.c.workflow_uuid).where(RUNS.c.workflow_uuid.in_(ids), of_workspace)))


def default_cron(app: App, story: Story) -> str:
    """Return the cron a schedule comes with, or that the operator gave it."""
    return app.schedules.get(story.name) or story.schedule or ""


def scheduled_story(catalogue: Catalogue, name: str) -> Story:
    """Return a workflow that begins by itself; raises NotFound."""
    story = catalogue.story(name)
    if story.schedule is None:
        raise NotFound(f"“{story.title}” has no schedule of its own.")
    return story


def schedules(session: Session, app: App, catalogue: Catalogue) -> Sequence[Schedule]:
    """Return every schedule of the installation, in the order of the catalogue."""
    settings = schedule_settings(session)
    fired = {one["schedule_name"]: one["last_fired_at"] for one in app.durable.client.list_schedules()}
    return [
        _schedule(app, one, settings.get(one.name), fired.get(one.name), is_made=one.name in fired)
        for one in catalogue
        if one.schedule
    ]


def schedule(session: Session, app: App, catalogue: Catalogue, name: str) -> Schedule:
    """Return one schedule; raises NotFound."""
    story = scheduled_story(catalogue, name)
    kept = app.durable.client.get_schedule(name)
    fired = kept["last_fired_at"] if kept else None
    return _schedule(app, story, schedule_settings(session).get(name), fired, is_made=kept is not None)


def history(durable: Durable, name: str, *, limit: int = HISTORY) -> Sequence[Begun]:
    """Return the runs a schedule began, newest first; those by hand are among them."""
    found = durable.client.list_workflows(
        schedule_name=name, limit=min(limit, HISTORY), sort_desc=True, load_input=False, load_output=True
    )
    return [_begun(one) for one in found]


def instant(milliseconds: int | None) -> datetime | None:
    """Return an instant of the engine."""
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def _schedule(app: App, story: Story, setting: ScheduleSetting | None, fired: str | None, *, is_made: bool) -> Schedule:
    default = default_cron(app, story)
    cron = (setting and setting.cron) or default
    paused_at = setting.paused_at if setting else None
    return Schedule(
        story=story,
        cron=cron,
        default_cron=default,
        missed=setting.missed if setting else Missed.SKIP,
        paused_at=paused_at,
        last_at=datetime.fromisoformat(fired) if fired else None,
        next_at=next_time(cron, now()) if is_made and not paused_at else None,
    )


def _begun(one: WorkflowStatus) -> Begun:
    started, ended = instant(one.dequeued_at), instant(one.completed_at)
    return Begun(
        id=one.workflow_id,
        status=NAMES[one.status],
        created_at=instant(one.created_at) or now(),
        seconds=(ended - started).total_seconds() if started and ended else None,
        error=None if one.error is None else str(one.error),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    key: str | None
    waiting: int
    running: int
    oldest: int | None


def _found(session: Session) -> Mapping[str, Sequence[_Row]]:
    """Return what is on each queue, by partition."""
    is_waiting = RUNS.c.status == "ENQUEUED"
    rows = session.execute(
        select(
            RUNS.c.queue_name,
            RUNS.c.queue_partition_key,
            func.count().filter(is_waiting),
            func.count().filter(RUNS.c.status == "PENDING"),
            func.min(QUEUED_AT).filter(is_waiting),
        )
        .where(RUNS.c.status.in_(["ENQUEUED", "PENDING"]))
        .group_by(RUNS.c.queue_name, RUNS.c.queue_partition_key)
    )
    found: dict[str, list[_Row]] = {}
    for name, *rest in rows:
        found.setdefault(name or "", []).append(_Row(*rest))
    return found


def _partitions(rows: Sequence[_Row]) -> Sequence[Partition]:
    named = [one for one in rows if one.key]
    fullest = sorted(named, key=lambda one: (-one.running, -one.waiting, one.key or ""))[:MOST_PARTITIONS]
    return [Partition(key=one.key or "", running=one.running, waiting=one.waiting) for one in fullest]
