"""The engine made to hold what owners chose: by whoever changes it, and by every worker, at its start and now and then.

The engine keeps its queues and schedules in transactions of its own, so a crash may come between it and a setting.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Text, column, select, table
from sqlalchemy.orm import Session

from pressroom.core.floor.crons import missed_since
from pressroom.core.floor.models import Missed, QueueSetting, ScheduleSetting
from pressroom.core.floor.queues import QUEUES, Limits, in_force
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Durable

HELD = table(
    "queues",
    column("name", Text),
    column("worker_concurrency", Integer),
    column("partition_concurrency", Integer),
    schema="dbos",
)
"""The engine's own table of queues."""
PAUSED = "PAUSED"
"""What a schedule is to the engine that does not begin anything."""


def queue_settings(session: Session) -> Mapping[str, QueueSetting]:
    """Return what owners made of queues, by name."""
    return {one.name: one for one in session.scalars(select(QueueSetting))}


def schedule_settings(session: Session) -> Mapping[str, ScheduleSetting]:
    """Return what owners made of schedules, by name."""
    return {one.name: one for one in session.scalars(select(ScheduleSetting))}


def limits_in_force(session: Session) -> Mapping[str, Limits]:
    """Return the limits that hold, by queue."""
    settings = queue_settings(session)
    return {name: in_force(one, settings.get(name)) for name, one in QUEUES.items()}


def limits_held(session: Session) -> Mapping[str, Limits]:
    """Return the limits the engine has, by queue; those no worker has made yet are missing."""
    rows = session.execute(select(HELD.c.name, HELD.c.worker_concurrency, HELD.c.partition_concurrency))
    return {row.name: Limits(row.worker_concurrency or 0, row.partition_concurrency) for row in rows}


def settle_queues(session: Session, durable: Durable) -> list[str]:
    """Make the engine's limits those that owners chose; return the queues that had others.

    What nobody chose stays as the worker that started last has it: machines differ.
    """
    held, settings = limits_held(session), queue_settings(session)
    off = []
    for name, has in held.items():
        chosen = settings.get(name)
        if name in QUEUES and (chosen or has.at_once == 0):
            wanted = in_force(QUEUES[name], chosen)
            if has != wanted:
                off.append(name)
                settle_queue(durable, name, wanted)
    return off


def settle_queue(durable: Durable, name: str, limits: Limits) -> None:
    """Make the engine's limits of a queue these, if a worker has ever made it."""
    queue = durable.client.retrieve_queue(name)
    if queue is None:
        return
    queue.set_worker_concurrency(limits.at_once)
    if limits.of_partition is not None:
        queue.set_partition_concurrency(limits.of_partition)


def settle_schedule(durable: Durable, name: str, *, cron: str, is_paused: bool) -> None:
    """Make a schedule of the engine what is chosen, if a worker has ever made it."""
    kept: Any = durable.client.get_schedule(name)
    if kept is None:
        return
    if kept["schedule"] != cron:
        durable.client.apply_schedules(
            [
                {
                    "schedule_name": name,
                    "workflow_name": kept["workflow_name"],
                    "schedule": cron,
                    "context": kept["context"],
                    "queue_name": kept["queue_name"],
                }
            ]
        )
    if (kept["status"] == PAUSED) != is_paused:
        (durable.client.pause_schedule if is_paused else durable.client.resume_schedule)(name)


def catch_up(durable: Durable, name: str, setting: ScheduleSetting | None, *, since: datetime | None = None) -> int:
    """Start what a schedule has missed since it last began something, where it is to catch up; return how many runs.

    The newest times are caught up with, as many as `crons.MOST_MISSED`. A time at which it began is not begun again.
    """
    kept = durable.client.get_schedule(name)
    if kept is None or setting is None or setting.missed is not Missed.CATCH_UP or setting.paused_at:
        return 0
    fired = kept["last_fired_at"]
    start = max(filter(None, (datetime.fromisoformat(fired) if fired else None, since or setting.updated_at)))
    times = missed_since(kept["schedule"], start, now())
    if not times:
        return 0
    return len(durable.client.backfill_schedule(name, times.just_before, now()))
