"""Queues, workers and schedules steered by an owner."""

from collections.abc import Mapping

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.floor.catalogue import Catalogue
from pressroom.core.floor.crons import checked_cron
from pressroom.core.floor.models import Missed, QueueSetting, ScheduleSetting
from pressroom.core.floor.queries import default_cron, scheduled_story
from pressroom.core.floor.queues import QUEUES, check_limits, in_force, queue
from pressroom.core.floor.settling import catch_up, limits_held, settle_queue, settle_schedule
from pressroom.core.runs.models import Worker
from pressroom.core.runs.workers import living_workers
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import Conflict, Invalid, NotFound
from pressroom.kernel.log import logger

log = logger(__name__)

CHANGEABLE = frozenset({"at_once", "of_partition"})


def change_limits(session: Session, durable: Durable, name: str, changes: Mapping[str, int | None]) -> None:
    """Change how many runs of a queue each worker carries (`at_once`), or all of a partition (`of_partition`).

    None takes a limit back to how it comes. It holds at once, on every worker. Raises NotFound and Invalid.
    """
    one = queue(name)
    if not changes.keys() & CHANGEABLE:
        raise Invalid("Nothing is to be changed: give at_once or of_partition.", code="nothing")
    check_limits(one, at_once=changes.get("at_once"), of_partition=changes.get("of_partition"))
    setting = _queue_setting(session, name)
    if "at_once" in changes:
        setting.worker_concurrency = changes["at_once"]
    if "of_partition" in changes:
        setting.partition_concurrency = changes["of_partition"]
    session.flush()
    settle_queue(durable, name, in_force(one, setting))
    log.info("queue changed", queue=name, **dict(changes))


def pause_queue(session: Session, durable: Durable, name: str) -> None:
    """Let no further run of a queue begin until it is resumed; those under way go on. Raises NotFound."""
    _pause(session, durable, name, is_paused=True)


def resume_queue(session: Session, durable: Durable, name: str) -> None:
    """Let runs of a queue begin again. Raises NotFound."""
    _pause(session, durable, name, is_paused=False)


def pause_everything(session: Session) -> None:
    """Let no run of any queue begin, for an installation in which no worker is yet; plug-ins may not be read either."""
    for name in sorted({*QUEUES, *limits_held(session)}):
        setting = _queue_setting(session, name)
        setting.paused_at = setting.paused_at or now()


def drain_worker(session: Session, executor_id: str) -> Worker:
    """Ask a worker to take no new runs and to leave once those it has are done.

    Its supervisor starts a fresh one then. Raises NotFound for one that is not alive, Conflict where it was asked.
    """
    alive = {one.executor_id for one in living_workers(session)}
    worker = session.get(Worker, executor_id, with_for_update=True)
    if worker is None or executor_id not in alive:
        raise NotFound("There is no such worker; it may have left already.")
    if worker.draining_since:
        raise Conflict("This worker is leaving already, once its runs are done.", code="draining")
    worker.draining_since = now()
    log.info("worker is to leave", worker=executor_id)
    return worker


def change_schedule(
    session: Session, app: App, catalogue: Catalogue, name: str, *, cron: str | None, missed: Missed | None
) -> None:
    """Change when a schedule begins something, or what becomes of times it missed; an empty cron is that it comes with.

    Raises NotFound, and Invalid with what is wrong with the cron.
    """
    story = scheduled_story(catalogue, name)
    if cron is None and missed is None:
        raise Invalid("Nothing is to be changed: give cron or missed.", code="nothing")
    setting = _schedule_setting(session, name)
    if cron is not None:
        wanted = checked_cron(cron) if cron.strip() else None
        setting.cron = None if wanted == default_cron(app, story) else wanted
    if missed is not None:
        setting.missed = missed
    setting.updated_at = now()
    session.flush()
    _settle(app, catalogue, setting)
    log.info("schedule changed", schedule=name, cron=setting.cron, missed=setting.missed)


def pause_schedule(session: Session, app: App, catalogue: Catalogue, name: str) -> None:
    """Let a schedule begin nothing until it is resumed. Raises NotFound."""
    scheduled_story(catalogue, name)
    setting = _schedule_setting(session, name)
    setting.paused_at = setting.paused_at or now()
    session.flush()
    _settle(app, catalogue, setting)
    log.info("schedule paused", schedule=name)


def resume_schedule(session: Session, app: App, catalogue: Catalogue, name: str) -> int:
    """Let a schedule go on; return how many runs began for times it missed, where it catches up. Raises NotFound."""
    scheduled_story(catalogue, name)
    setting = _schedule_setting(session, name)
    paused_at, setting.paused_at = setting.paused_at, None
    session.flush()
    caught_up = catch_up(app.durable, name, setting, since=paused_at) if paused_at else 0
    _settle(app, catalogue, setting)
    log.info("schedule resumed", schedule=name, caught_up=caught_up)
    return caught_up


def run_now(app: App, catalogue: Catalogue, name: str) -> str:
    """Begin at once what a schedule begins, whether or not it is paused; return the run's id.

    Raises NotFound, and Conflict where no worker has ever been started.
    """
    scheduled_story(catalogue, name)
    if app.durable.client.get_schedule(name) is None:
        raise Conflict("Start a worker first: it makes the schedules.", code="no_worker")
    return str(app.durable.client.trigger_schedule(name).get_workflow_id())


def _pause(session: Session, durable: Durable, name: str, *, is_paused: bool) -> None:
    one = queue(name)
    setting = _queue_setting(session, name)
    setting.paused_at = (setting.paused_at or now()) if is_paused else None
    session.flush()
    settle_queue(durable, name, in_force(one, setting))
    log.info("queue paused" if is_paused else "queue resumed", queue=name)


def _settle(app: App, catalogue: Catalogue, setting: ScheduleSetting) -> None:
    cron = setting.cron or default_cron(app, catalogue.story(setting.name))
    settle_schedule(app.durable, setting.name, cron=cron, is_paused=setting.paused_at is not None)


def _queue_setting(session: Session, name: str) -> QueueSetting:
    """Return what an owner made of a queue, locked; a new one where nobody did."""
    session.execute(insert(QueueSetting).values(name=name).on_conflict_do_nothing())
    return session.get_one(QueueSetting, name, with_for_update=True, populate_existing=True)


def _schedule_setting(session: Session, name: str) -> ScheduleSetting:
    """Return what an owner made of a schedule, locked; a new one where nobody did."""
    session.execute(insert(ScheduleSetting).values(name=name).on_conflict_do_nothing())
    return session.get_one(ScheduleSetting, name, with_for_update=True, populate_existing=True)
