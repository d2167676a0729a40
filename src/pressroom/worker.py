"""A worker: runs workflows until told to stop, and takes up the runs of workers that died.

Each worker registers itself and holds a session lock named after it. A lock that another worker can take
belongs to nobody alive: its runs are put back on their queue (resuming clears the old owner's token, so a
worker that only seemed dead cannot write any more).
"""

import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from threading import Event, Thread
from time import monotonic

from dbos import DBOS, DBOSConfig
from sqlalchemy import Connection, Engine, text

from pressroom import __version__
from pressroom.catalogue import CATALOGUE
from pressroom.core.events.facts import keep_triggers, tell_facts
from pressroom.core.floor.queues import CONCURRENCY, MOST_AT_ONCE, QUEUES
from pressroom.core.floor.settling import limits_in_force, settle_queues
from pressroom.core.runs.logs import kept_logs
from pressroom.core.runs.models import Worker
from pressroom.core.runs.pausing import take_up
from pressroom.core.runs.relief import carried_by, forget, take_over
from pressroom.core.runs.workers import LOCK_KEY, hold_stories
from pressroom.kernel import processes
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.datasource import SERIALIZER, bind_datasource
from pressroom.kernel.db import is_outage
from pressroom.kernel.durable import (
    APPLICATION,
    APPLICATION_VERSION,
    ARTICLES,
    PUBLISHING,
    ROUNDS,
    WORK,
    settle_engine_log,
)
from pressroom.kernel.ids import new_id
from pressroom.kernel.live import changed_within
from pressroom.kernel.log import logger
from pressroom.kernel.tracing import is_tracing
from pressroom.stories import apply_schedules

log = logger(__name__)

LOOK_EVERY_SECONDS = 3.0
MEND_EVERY_LOOKS = 5
GRACE_SECONDS = 10
DRAIN_SECONDS = 3600.0
"""How long a worker that is to leave waits for its runs to end before it hands them on."""
SITE_SECONDS = 1.0
"""Between two articles of a site, whichever worker asks for them."""
QUIET_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """When pins that are due are published, as cron in UTC, and the seconds between two of an account."""

    schedule: str = "* * * * *"
    spacing_seconds: float = 10.0


class RunningWorker:
    """One worker of this process; `run` blocks until `stop` is set."""

    def __init__(
        self,
        app: App,
        engine: Engine,
        *,
        prepares: Sequence[str] = (),
        site_seconds: float = SITE_SECONDS,
        publishing: Publishing | None = None,
    ) -> None:
        self.executor_id = str(new_id())
        self._app = app
        self._engine = engine
        self._prepares = prepares
        self._publishing = publishing or Publishing()
        self._seconds_between = {ARTICLES: site_seconds, PUBLISHING: self._publishing.spacing_seconds}
        self._stop = Event()
        self._wake = Event()
        self._started = monotonic()
        self._busy: bool | None = None

    def stop(self) -> None:
        """Ask the worker to finish its steps and leave."""
        self._stop.set()
        self._wake.set()

    def run(self) -> None:
        """Carry runs until `stop`; then let running steps end, and hand on what is unfinished."""
        ready = Event()
        keeper = Thread(target=self._keep_lock, args=(ready,), name="worker-lock", daemon=True)
        keeper.start()
        while not ready.wait(0.2):
            if self._stop.is_set():
                return
        with kept_logs(self._app.database):
            self._carry()
        keeper.join(timeout=LOOK_EVERY_SECONDS + 1)

    def _carry(self) -> None:
        engine = DBOS(config=self._config())
        bind_datasource(self._engine)
        settle_engine_log()
        DBOS.listen_queues(list(QUEUES))  # and not to those of workflows whose files are not here
        DBOS.launch()
        self._register_queues()
        apply_schedules(self._app, publish=self._publishing.schedule)
        log.info(
            "worker ready", worker=self.executor_id, concurrency=CONCURRENCY, own=[one.name for one in CATALOGUE.own]
        )
        processes.prepare_one(*self._prepares)
        self._wake.wait()
        if not self._stop.is_set():
            self._drain(engine.background_thread_stop_events)
        self._stop.set()
        self._leave()

    def _register_queues(self) -> None:
        with self._app.database.transaction() as session:
            limits = limits_in_force(session)
        for queue, in_force in limits.items():
            DBOS.register_queue(
                queue,
                worker_concurrency=in_force.at_once,
                partition_concurrency=in_force.of_partition,
                partition_limiter={"limit": 1, "period": seconds}
                if (seconds := self._seconds_between.get(queue))
                else None,
                polling_interval_sec=QUEUES[queue].pace[0],
            )

    def _drain(self, takes: Sequence[Event]) -> None:
        """Take no new runs, and wait for those that are under way; those that wait for others are handed on."""
        log.info("worker draining", worker=self.executor_id)
        for taking in takes:
            taking.set()
        begun = monotonic()
        while not self._stop.wait(LOOK_EVERY_SECONDS) and monotonic() - begun < DRAIN_SECONDS:
            if all(run.queue_name == ROUNDS for run in carried_by(self._app, self.executor_id)):
                return

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
            "max_executor_threads": len(QUEUES) * MOST_AT_ONCE,  # one a run that it may carry; made as they are needed
            "log_level": "ERROR",
            "enable_otlp": is_tracing(),
            "otel_attribute_format": "semconv",
        }

    def _leave(self) -> None:
        busy = bool(carried_by(self._app, self.executor_id))
        log.info("worker stopping", worker=self.executor_id, busy=busy)
        DBOS.destroy(workflow_completion_timeout_sec=GRACE_SECONDS if busy else 0)
        for run in carried_by(self._app, self.executor_id):
            self._app.durable.client.resume_workflow(run.workflow_id, queue_name=run.queue_name or WORK)
        processes.shutdown()
        with self._app.database.transaction() as session:
            forget(session, self.executor_id)

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
            hold_stories(connection, [one.name for one in CATALOGUE.own])
            self._listen()
            if ready.is_set():  # the database was gone for everyone: let the others take their locks again first
                self._stop.wait(LOOK_EVERY_SECONDS)
            ready.set()
            for look in count():
                if self._stop.is_set():
                    return
                connection.execute(text("SELECT 1"))  # the one thing that ends this: with its session the lock is gone
                self._attend("relieve", lambda: self._relieve(connection))
                self._attend("take up paused", self._take_up_paused)
                self._attend("tell facts", lambda: tell_facts(self._app, CATALOGUE))
                self._attend("look for orders", self._look_for_orders)
                if look % MEND_EVERY_LOOKS == 0:
                    self._attend("mend", self._mend)
                self._attend("keep pace", self._keep_pace)
                self._stop.wait(LOOK_EVERY_SECONDS)

    def _attend(self, duty: str, act: Callable[[], object]) -> None:
        """See to a duty of this worker's; what goes wrong with one is no reason to let go of its runs."""
        try:
            act()
        except Exception as error:
            if is_outage(error):
                log.warning("the database is away from a worker's duty", duty=duty)
            else:
                log.exception("a worker's duty failed, and is seen to again", duty=duty)

    def _relieve(self, connection: Connection) -> None:
        """Take over from those whose lock can be taken."""
        for dead in self._others():
            if connection.scalar(text(f"SELECT pg_try_advisory_lock({LOCK_KEY})"), {"id": dead}):
                try:
                    take_over(self._app, dead)
                finally:
                    connection.execute(text(f"SELECT pg_advisory_unlock({LOCK_KEY})"), {"id": dead})

    def _look_for_orders(self) -> None:
        """Leave where an owner asked for it, and hold the limits of queues that owners chose."""
        with self._app.database.transaction() as session:
            if (known := session.get(Worker, self.executor_id)) and known.draining_since:
                self._wake.set()
            if changed := settle_queues(session, self._app.durable):
                log.info("limits of queues are those chosen again", queues=changed)

    def _listen(self) -> None:
        with self._app.database.transaction() as session:
            keep_triggers(session, CATALOGUE)

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
        if busy == self._busy:
            return
        self._busy = busy
        for name, known in QUEUES.items():
            pace = known.pace[0 if busy else 1]
            queue = self._app.durable.client.retrieve_queue(name)
            if queue is not None and queue.polling_interval_sec != pace:
                queue.set_polling_interval_sec(pace)

    def _register(self) -> None:
        with self._app.database.transaction() as session:
            session.merge(
                Worker(
                    executor_id=self.executor_id,
                    host=socket.gethostname(),
                    pid=os.getpid(),
                    version=__version__,
                    started_at=now(),
                )
            )

    def _others(self) -> list[str]:
        with self._app.database.transaction() as session:
            rows = session.execute(
                text("SELECT executor_id FROM workers WHERE executor_id <> :id"), {"id": self.executor_id}
            )
            return list(rows.scalars())
