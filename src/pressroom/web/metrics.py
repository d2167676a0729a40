"""What Prometheus reads at `/metrics`: requests of this process, and the installation's runs, queues and workers.

Runs and steps that ended are counted since this process started, from the database, so that it does not matter which
worker carried them. Every web process counts them: take one, or the greatest.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from threading import Lock
from time import time

from prometheus_client import CollectorRegistry, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from pressroom import __version__
from pressroom.core.runs.measures import Ended, InFlight, draining_workers, in_flight, runs_ended, steps_ended
from pressroom.core.runs.workers import living_workers
from pressroom.kernel.app import App
from pressroom.kernel.live import LiveHub
from pressroom.kernel.log import logger

log = logger(__name__)

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LATE_MILLISECONDS = 2_000
"""What ended may be seen this much later: its time is taken before it is committed."""
LONGEST_LOOK_MILLISECONDS = 3_600_000
"""Where nobody asked for longer, what ended before is not counted: counters tell of rates, and a look stays short."""
WAITING = frozenset({"queued", "delayed"})


class RequestMeter:
    """How long requests took, by method, route and status."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "pressroom_http_request_seconds",
            "Seconds from a request's head to the end of its answer; streams are not counted.",
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=registry,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._seconds.labels(method, route, str(status)).observe(seconds)


class Installation(Collector):
    """What the database knows of runs, queues and workers, and how full the disk is; asked for at each look."""

    def __init__(self, app: App, live: LiveHub) -> None:
        self._app = app
        self._live = live
        self._runs, self._steps = _Totals(), _Totals()
        self._counted_until = _milliseconds() - LATE_MILLISECONDS
        self._lock = Lock()

    def collect(self) -> Iterator[Metric]:
        """Yield every figure; while the database is gone, those that need none."""
        yield InfoMetricFamily("pressroom_build", "This version.", {"version": __version__})
        yield _gauge("pressroom_live_streams", "Browsers and programs that are told of changes.", self._live.listening)
        yield from self._disk()
        try:
            known = list(self._from_database())
        except SQLAlchemyError as error:
            log.warning("no figures without the database", reason=str(error).partition("\n")[0])
            known = []
        yield _gauge("pressroom_database_up", "Whether the database answers.", float(bool(known)))
        yield from known

    def _disk(self) -> Iterator[Metric]:
        if self._app.folder and self._app.folder.exists():
            usage = shutil.disk_usage(self._app.folder)
            yield _gauge("pressroom_disk_free_bytes", "Room on the disk of the data folder.", usage.free)
            yield _gauge("pressroom_disk_size_bytes", "Size of the disk of the data folder.", usage.total)

    def _from_database(self) -> Iterator[Metric]:
        with self._app.database.transaction() as session:
            workers, draining = len(living_workers(session)), draining_workers(session)
            waiting = in_flight(session)
            with self._lock:
                since, until = self._counted_until, _milliseconds() - LATE_MILLISECONDS
                since = max(since, until - LONGEST_LOOK_MILLISECONDS)
                runs, steps = (count(session, since=since, until=until) for count in (runs_ended, steps_ended))
                self._counted_until = until
                self._runs.add(runs)
                self._steps.add(steps)
        yield _gauge("pressroom_workers", "Workers that are alive.", workers)
        yield _gauge("pressroom_workers_draining", "Workers that take no new runs.", draining)
        yield from _queues(waiting)
        yield from self._runs.told("run", "workflow", "Runs")
        yield from self._steps.told("step", "step", "Steps outside the database")


class _Totals:
    """Counters by name and outcome, that only grow."""

    def __init__(self) -> None:
        self._number: Counter[tuple[str, str]] = Counter()
        self._seconds: dict[tuple[str, str], float] = {}

    def add(self, ended: Sequence[Ended]) -> None:
        """Count what ended."""
        for one in ended:
            key = (one.name, one.outcome)
            self._number[key] += one.number
            self._seconds[key] = self._seconds.get(key, 0.0) + one.seconds

    def told(self, what: str, label: str, noun: str) -> Iterator[Metric]:
        """Yield the counters."""
        labels = (label, "outcome")
        number = CounterMetricFamily(f"pressroom_{what}s_ended", f"{noun} that ended.", labels=labels)
        seconds = CounterMetricFamily(f"pressroom_{what}_seconds", f"Seconds that these {what}s took.", labels=labels)
        for key, count in sorted(self._number.items()):
            number.add_metric(key, count)
            seconds.add_metric(key, self._seconds[key])
        yield number
        yield seconds


def new_registry(app: App, live: LiveHub) -> CollectorRegistry:
    """Return a registry that tells of this process and of the installation."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(Installation(app, live))
    return registry


def _queues(waiting: Sequence[InFlight]) -> Iterator[Metric]:
    runs = GaugeMetricFamily("pressroom_runs", "Runs that wait or go on.", labels=("queue", "status"))
    oldest = GaugeMetricFamily(
        "pressroom_queue_oldest_seconds", "How long the oldest run of a queue has waited.", labels=("queue",)
    )
    for one in waiting:
        runs.add_metric((one.queue, one.status), one.number)
        if one.status == "queued":
            oldest.add_metric((one.queue,), max(0.0, time() - one.oldest_at))
    yield runs
    yield oldest
    depth = GaugeMetricFamily("pressroom_queue_depth", "Runs of a queue that wait.", labels=("queue",))
    for queue in sorted({one.queue for one in waiting}):
        depth.add_metric((queue,), sum(one.number for one in waiting if one.queue == queue and one.status in WAITING))
    yield depth


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _milliseconds() -> int:
    return int(time() * 1000)
