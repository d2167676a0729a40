"""Every story a worker can tell, and when those begin that nobody starts."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, cast

from dbos import DBOS, ScheduleInput

from pressroom.catalogue import CATALOGUE
from pressroom.core.alerts.workflows import look_for_alerts
from pressroom.core.connections.workflows import refresh_tokens, revive_connections
from pressroom.core.events.workflows import purge_events
from pressroom.core.floor.queues import QUEUES
from pressroom.core.floor.settling import catch_up, schedule_settings
from pressroom.core.prompts.workflows import try_prompt
from pressroom.core.runs.workers import living_stories
from pressroom.core.runs.workflows import prune_history
from pressroom.core.webhooks.workflows import deliver_webhook
from pressroom.features.documents.workflows import purge_documents
from pressroom.features.generations.workflows import purge_generations
from pressroom.features.media.folders.workflows import retry_files, sync_file, sync_folder, sync_on_schedule
from pressroom.features.media.workflows import purge_media
from pressroom.features.pins.articles.workflows import (
    fetch_articles,
    import_article,
    preview_article,
    purge_projects,
    scrape_blog,
)
from pressroom.features.pins.boards.workflows import sync_all_boards, sync_boards
from pressroom.features.pins.publishing.workflows import check_published, publish_due, publish_pin, withdraw_pin
from pressroom.features.pins.slides.workflows import prepare_slide
from pressroom.features.pins.workflows import describe_pin, prepare_pin, purge_pins
from pressroom.kernel.app import App
from pressroom.kernel.durable import ROUNDS
from pressroom.kernel.log import logger
from pressroom.plugins.workflows import begin_on_schedule

log = logger(__name__)


def scheduled(story: Callable[[datetime, Any], object], *, when: str | None = None) -> ScheduleInput:
    """Return a story's schedule, cron in UTC, as the catalogue has it; what a story returns is its run's result."""
    known = CATALOGUE.story(story.__name__)
    return {
        "schedule_name": known.name,
        "workflow_fn": cast("Callable[[datetime, Any], None]", story),
        "schedule": when or known.schedule or "",
        "queue_name": known.queue,
    }


def schedules(*, publish: str | None = None) -> list[ScheduleInput]:
    """Return every schedule as it comes; pins that are due are published by that of `publish`, if one is given."""
    return [*map(scheduled, SCHEDULED), scheduled(publish_due, when=publish), *own_schedules()]


def own_schedules() -> list[ScheduleInput]:
    """Return the schedules of the owner's own workflows as they come.

    What begins one waits on the workflow's own queue, for workers that have its file; but not on one with partitions,
    where each run has to say which is its own.
    """
    return [
        {
            "schedule_name": one.name,
            "workflow_fn": cast("Callable[[datetime, Any], None]", begin_on_schedule),
            "schedule": one.schedule,
            "context": {"workflow": one.name},
            "queue_name": one.queue if QUEUES[one.queue].of_partition is None else ROUNDS,
        }
        for one in CATALOGUE.own
        if one.schedule
    ]


def apply_schedules(app: App, *, publish: str | None = None) -> None:
    """Make the engine's schedules these, as owners changed them, and begin what they missed where they catch up."""
    with app.database.transaction() as session:
        chosen = schedule_settings(session)
        session.expunge_all()
    wanted = schedules(publish=publish)
    for one in wanted:
        setting = chosen.get(one["schedule_name"])
        one["schedule"] = (setting and setting.cron) or one["schedule"]
    DBOS.apply_schedules(wanted)
    _forget_gone(app, {one["schedule_name"] for one in wanted})
    for name, setting in chosen.items():
        if setting.paused_at:
            app.durable.client.pause_schedule(name)
        elif caught_up := catch_up(app.durable, name, setting):
            log.info("schedule caught up", schedule=name, runs=caught_up)


def _forget_gone(app: App, known: Collection[str]) -> None:
    """Let schedules go that were those of the owner's own workflows which no living worker has any more."""
    own = [one for one in app.durable.client.list_schedules() if one["workflow_name"] == begin_on_schedule.__name__]
    unknown = {one["schedule_name"] for one in own} - set(known)
    with app.database.transaction() as session:
        gone = unknown - set(living_stories(session, unknown))
    for name in gone:
        app.durable.client.delete_schedule(name)
        log.info("schedule is gone with its file", schedule=name)


SCHEDULED = (
    prune_history,
    look_for_alerts,
    purge_events,
    purge_documents,
    purge_media,
    purge_generations,
    purge_pins,
    purge_projects,
    refresh_tokens,
    revive_connections,
    sync_all_boards,
    check_published,
)
TOLD = (
    deliver_webhook,
    describe_pin,
    fetch_articles,
    import_article,
    prepare_pin,
    prepare_slide,
    preview_article,
    publish_pin,
    retry_files,
    scrape_blog,
    sync_boards,
    sync_file,
    sync_folder,
    sync_on_schedule,
    try_prompt,
    withdraw_pin,
)
"""Stories that nothing here names otherwise; a process can only run those it has imported."""
