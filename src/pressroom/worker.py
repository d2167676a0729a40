"""A worker: runs workflows until told to stop, and takes up the runs of workers that died.

Each worker registers itself and holds a session lock named after it. A lock that another worker can take
belongs to nobody alive: its runs are put back on their queue (resuming clears the old owner's token, so a
worker that only seemed dead cannot write any more).
"""

import logging
import os
import socket
from collections.abc import Mapping, Sequence
from itertools import count
from threading import Event, Thread
from time import monotonic
from uuid import UUID

from dbos import DBOS, DBOSConfig, ScheduleInput, WorkflowStatus
from dbos import error as dbos_errors
from sqlalchemy import Engine, text

from pressroom.core.prompts.workflows import try_prompt
from pressroom.core.runs.models import Worker
from pressroom.core.runs.pausing import take_up
from pressroom.core.runs.workers import LOCK_KEY
from pressroom.core.runs.workflows import AT_NIGHT, prune_history
from pressroom.features.documents.workflows import purge_documents
from pressroom.features.generations.workflows import purge_generations
from pressroom.features.media.folders.workflows import retry_files, sync_file, sync_folder, sync_on_schedule
from pressroom.features.media.workflows import purge_media
from pressroom.features.pins.articles.workflows import fetch_articles, import_article, purge_projects, scrape_blog
from pressroom.features.pins.workflows import describe_pin, prepare_pin, purge_pins
from pressroom.kernel import processes
from pressroom.kernel.app import App, SubjectActions
from pressroom.kernel.clock import now
from pressroom.kernel.durable import (
    APPLICATION,
    APPLICATION_VERSION,
    ARTICLES,
    AT_ONCE_PER_USER,
    GENERATIONS,
    ROUNDS,
    SERIALIZER,
    WORK,
    RunFailed,
    bind_datasource,
)
from pressroom.kernel.ids import new_id
from pressroom.kernel.live import changed_within
from pressroom.kernel.log import logger

log = logger(__name__)

LOOK_EVERY_SECONDS = 3.0
MEND_EVERY_LOOKS = 5
MOST_TAKEOVERS = 3
GRACE_SECONDS = 10
CONCURRENCY = max(4, 4 * (os.cpu_count() or 1))
"""Runs at once; more than pages are read at once, so that the next page is there when one is read."""
ROUNDS_AT_ONCE = 32
"""Runs at once that mostly wait for others."""
ARTICLES_AT_ONCE = 8
"""Blogs that are asked at once."""
THREADS = 2 * CONCURRENCY + ROUNDS_AT_ONCE + ARTICLES_AT_ONCE
"""One for each run: those of two queues that work, those that wait, and those that wait for a blog."""
QUEUES = {
    WORK: (CONCURRENCY, None),
    ROUNDS: (ROUNDS_AT_ONCE, None),
    GENERATIONS: (CONCURRENCY, AT_ONCE_PER_USER),
    ARTICLES: (ARTICLES_AT_ONCE, 1),
}
"""How many runs of a queue a worker carries at once, and how many of a partition all workers together."""
SITE_SECONDS = 1.0
"""Between two articles of a site, whichever worker asks for them."""
PACES = {WORK: (0.1, 0.4), GENERATIONS: (0.1, 0.6), ROUNDS: (0.3, 1.5), ARTICLES: (0.25, 1.5)}
"""Seconds between two looks at a queue: while anything happens, and when all is quiet; a look costs 5 ms of a core."""
QUIET_SECONDS = 30
SCHEDULES: list[ScheduleInput] = [
    {"schedule_name": "prune_history", "workflow_fn": prune_history, "schedule": AT_NIGHT, "queue_name": WORK},
    {"schedule_name": "purge_documents", "workflow_fn": purge_documents, "schedule": AT_NIGHT, "queue_name": WORK},
    {"schedule_name": "purge_media", "workflow_fn": purge_media, "schedule": AT_NIGHT, "queue_name": WORK},
    {"schedule_name": "purge_generations", "workflow_fn": purge_generations, "schedule": AT_NIGHT, "queue_name": WORK},
    {"schedule_name": "purge_pins", "workflow_fn": purge_pins, "schedule": AT_NIGHT, "queue_name": WORK},
    {"schedule_name": "purge_projects", "workflow_fn": purge_projects, "schedule": AT_NIGHT, "queue_name": WORK},
]
FORESEEN = (RunFailed, dbos_errors.DBOSAwaitedWorkflowCancelledError, dbos_errors.DBOSWorkflowCancelledError)
"""How runs end that need nobody's attention in the log."""
TOLD = (
    describe_pin,
    fetch_articles,
    import_article,
    prepare_pin,
    retry_files,
    scrape_blog,
    sync_file,
    sync_folder,
    sync_on_schedule,
    try_prompt,
)
"""Stories that nothing here names otherwise; a process can only run those it has imported."""


class RunningWorker:
    """One worker of this process; `run` blocks until `stop` is set."""

    def __init__(
        self, app: App, engine: Engine, *, prepares: Sequence[str] = (), site_seconds: float = SITE_SECONDS
    ) -> None:
        self.executor_id = str(new_id())
        self._app = app
        self._engine = engine
        self._prepares = prepares
        self._site_seconds = site_seconds
        self._stop = Event()
        self._started = monotonic()

    def stop(self) -> None:
        """Ask the worker to finish its steps and leave."""
        self._stop.set()

    def run(self) -> None:
        """Carry runs until `stop`; then let running steps end, and hand on what is unfinished."""
        ready = Event()
        keeper = Thread(target=self._keep_lock, args=(ready,), name="worker-lock", daemon=True)
        keeper.start()
        while not ready.wait(0.2):
            if self._stop.is_set():
                return
        DBOS(config=self._config())
        bind_datasource(self._engine)
        _settle_engine_log()
        DBOS.launch()
        for queue, (at_once, of_partition) in QUEUES.items():
            DBOS.register_queue(
                queue,
                worker_concurrency=at_once,
                partition_concurrency=of_partition,
                partition_limiter={"limit": 1, "period": self._site_seconds}
                if queue == ARTICLES and self._site_seconds
                else None,
                polling_interval_sec=PACES[queue][0],
            )
        DBOS.apply_schedules(SCHEDULES)
        log.info("worker ready", worker=self.executor_id, concurrency=CONCURRENCY)
        processes.prepare_one(*self._prepares)
        self._stop.wait()
        self._leave()
        keeper.join(timeout=LOOK_EVERY_SECONDS + 1)

    def _config(self) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "system_database_url": self._engine.url.render_as_string(hide_password=False),
            "system_database_engine": self._engine,
            "application_version": APPLICATION_VERSION,
            "executor_id": self.executor_id,
            "serializer": SERIALIZER,
            "run_migrations": False,
            "notification_coalesce_sec": 1.0,  # what it wakes up for, a hundred times a second, is not used here
            "max_executor_threads": THREADS,
            "log_level": "ERROR",
        }

    def _leave(self) -> None:
        busy = bool(self._pending(self.executor_id))
        log.info("worker stopping", worker=self.executor_id, busy=busy)
        DBOS.destroy(workflow_completion_timeout_sec=GRACE_SECONDS if busy else 0)
        for run in self._pending(self.executor_id):
            self._app.durable.client.resume_workflow(run.workflow_id, queue_name=run.queue_name or WORK)
        processes.shutdown()
        with self._app.database.transaction() as session:
            session.execute(text("DELETE FROM workers WHERE executor_id = :id"), {"id": self.executor_id})

    def _keep_lock(self, ready: Event) -> None:
        """Hold this worker's lock for as long as it lives, looking after the dead meanwhile."""
        while not self._stop.is_set():
            try:
                self._hold_lock(ready)
            except Exception as error:  # noqa: BLE001  # a worker without its lock must try again, whatever it was
                log.warning("worker lock interrupted, taking it again", reason=str(error).strip())
                self._stop.wait(1.0)

    def _hold_lock(self, ready: Event) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.detach()  # a pooled connection would keep the locks of a session that is over
            connection.execute(text(f"SELECT pg_advisory_lock({LOCK_KEY})"), {"id": self.executor_id})
            self._register()
            if ready.is_set():  # the database was gone for everyone: let the others take their locks again first
                self._stop.wait(LOOK_EVERY_SECONDS)
            ready.set()
            for look in count():
                if self._stop.is_set():
                    return
                for dead in self._others():
                    taken = connection.scalar(text(f"SELECT pg_try_advisory_lock({LOCK_KEY})"), {"id": dead})
                    if taken:
                        self._take_over(dead)
                        connection.execute(text(f"SELECT pg_advisory_unlock({LOCK_KEY})"), {"id": dead})
                connection.execute(text("SELECT 1"))
                self._take_up_paused()
                if look % MEND_EVERY_LOOKS == 0:
                    self._mend()
                self._keep_pace()
                self._stop.wait(LOOK_EVERY_SECONDS)

    def _take_up_paused(self) -> None:
        if taken := take_up(self._app.database, self._app.durable):
            log.info("runs go on that waited for a budget", runs=taken)

    def _mend(self) -> None:
        for kind, actions in self._app.subjects.items():
            with self._app.database.transaction() as session:
                if mended := actions.mend(session):
                    log.warning("gave up what waited for a run that is over", kind=kind, number=mended)

    def _keep_pace(self) -> None:
        """Look at the queues often while anything happens in this installation, and seldom when all is quiet."""
        with self._app.database.transaction() as session:
            busy = monotonic() - self._started < QUIET_SECONDS or changed_within(session, QUIET_SECONDS)
        for name, (often, seldom) in PACES.items():
            pace = often if busy else seldom
            queue = self._app.durable.client.retrieve_queue(name)
            if queue is not None and queue.polling_interval_sec != pace:
                queue.set_polling_interval_sec(pace)

    def _register(self) -> None:
        with self._app.database.transaction() as session:
            session.merge(
                Worker(executor_id=self.executor_id, host=socket.gethostname(), pid=os.getpid(), started_at=now())
            )

    def _others(self) -> list[str]:
        with self._app.database.transaction() as session:
            rows = session.execute(
                text("SELECT executor_id FROM workers WHERE executor_id <> :id"), {"id": self.executor_id}
            )
            return list(rows.scalars())

    def _take_over(self, dead: str) -> None:
        pending = self._pending(dead)
        log.warning("taking over from a dead worker", dead=dead, runs=len(pending))
        for run in pending:
            self._resume(run)
        with self._app.database.transaction() as session:
            session.execute(text("DELETE FROM workers WHERE executor_id = :id"), {"id": dead})

    def _resume(self, run: WorkflowStatus) -> None:
        """Put a run back on its queue; one that took several workers down with it is given up."""
        attributes = run.attributes or {}
        takeovers = int(attributes.get("takeovers", 0)) + 1
        client = self._app.durable.client
        if takeovers > MOST_TAKEOVERS:
            client.cancel_workflow(run.workflow_id)
            self._abandon(run.workflow_id, attributes, self._app.subjects)
            return
        client.update_workflow_attributes(run.workflow_id, {"takeovers": takeovers}, merge=True)
        client.resume_workflow(run.workflow_id, queue_name=run.queue_name or WORK)

    def _abandon(self, run_id: str, attributes: Mapping[str, str], subjects: Mapping[str, SubjectActions]) -> None:
        if "subject_kind" not in attributes:  # a scheduled round is about nothing that could be marked
            return
        reason = f"The worker died {MOST_TAKEOVERS + 1} times while working on this, so it was given up."
        with self._app.database.transaction() as session:
            session.execute(text("DELETE FROM paused_runs WHERE run_id = :id"), {"id": run_id})
            subjects[attributes["subject_kind"]].abandon(session, UUID(attributes["subject_id"]), run_id, reason)

    def _pending(self, executor_id: str) -> list[WorkflowStatus]:
        return self._app.durable.client.list_workflows(
            executor_id=executor_id, status="PENDING", load_input=False, load_output=False
        )


def _settle_engine_log() -> None:
    """Write the engine's log as ours, without the ends of runs that were foreseen: who they concern is told."""
    engine = logging.getLogger("dbos")
    engine.handlers.clear()
    engine.propagate = True
    engine.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], FORESEEN)))
