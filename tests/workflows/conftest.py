"""A worker in the test's own process, with fakes behind its providers, and a library for it to work on."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from pressroom.catalogue import CATALOGUE
from pressroom.core.alerts import workflows as alert_workflows
from pressroom.core.connections import steps as connection_steps
from pressroom.core.prompts import steps as prompt_steps
from pressroom.core.runs import pausing
from pressroom.core.runs import workflows as run_workflows
from pressroom.core.webhooks import steps as webhook_steps
from pressroom.features.documents import steps
from pressroom.features.generations import steps as generation_steps
from pressroom.features.media.folders.steps import Pace
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.boards import steps as board_steps
from pressroom.kernel.app import App
from pressroom.plugins import workflows as plugin_workflows
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.describe.describer import Describer
from pressroom.providers.doors import Doors
from pressroom.providers.pages import PageReader
from pressroom.providers.pages.fake import FakePageReader
from pressroom.providers.paint import FakePainter, Painter
from pressroom.providers.sources import FakeSource
from pressroom.trials import trial_readers
from pressroom.worker import Publishing, RunningWorker
from tests.articles import Blogs, bind_articles, blogs_of
from tests.doors import fake_doors
from tests.generations import HeldPainter, Studio, studio_of
from tests.media import PACE, Library, bind_media, library_of
from tests.publishing import bind_publishing

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 30
SELDOM = Publishing(schedule="0 0 1 1 *", spacing_seconds=0.0)
"""Nothing is published that no test asks for, and nothing waits for its turn."""

StartWorker = Callable[..., RunningWorker]
"""Starts the worker: `reader`, `describer`, `monthly_pages` and for pictures `seer`, `doors`, `pace` and `painter` by
name; it is stopped after the test."""
StartProcess = Callable[[float], subprocess.Popen[bytes]]


def bind_trials(app: App, describer: Describer, seer: Describer) -> None:
    """Give the steps that try prompts, and those that wait for a budget, their tools."""
    pausing.bind(pausing.Tools(app.database))
    plugin_workflows.bind(plugin_workflows.Tools(app.database, app.durable))
    describers = {"document": describer, "picture": seer, "sitter": seer, "pin": seer}
    prompt_steps.bind(prompt_steps.Tools(app.database, trial_readers(app.storage), describers))


def bind_accounts(app: App, doors: Doors, publishing: Publishing) -> None:
    """Give the steps about accounts at Pinterest their tools."""
    connection_steps.bind(connection_steps.Tools(app.database, app.vault, doors.oauth))
    board_steps.bind(board_steps.Tools(app.database, app.durable, Accounts(app.database, app.vault, doors)))
    bind_publishing(app, doors, spacing=publishing.spacing_seconds)


def bind_documents(app: App, reader: PageReader, describer: Describer, monthly_pages: int) -> None:
    """Give the steps about documents their tools."""
    steps.bind(steps.Tools(app.database, app.storage, app.vault, reader, describer, monthly_pages))


@pytest.fixture
def start_worker(app: App) -> Iterator[StartWorker]:
    """Start a worker of the test's installation, once what it is to do is set up."""
    with ExitStack() as stack:

        def start(
            *,
            reader: PageReader | None = None,
            describer: Describer | None = None,
            monthly_pages: int = 0,
            seer: Describer | None = None,
            doors: Doors | None = None,
            pace: Pace = PACE,
            painter: Painter | None = None,
            site_seconds: float = 0.05,
            publishing: Publishing = SELDOM,
        ) -> RunningWorker:
            bind_documents(app, reader or FakePageReader(), describer or FakeDescriber(), monthly_pages)
            doors, seer = doors or fake_doors(), seer or FakeDescriber()
            bind_media(app, doors, seer, pace)
            generation_steps.bind(
                generation_steps.Tools(app.database, app.storage, doors.pictures, seer, painter or FakePainter())
            )
            bind_trials(app, describer or FakeDescriber(), seer)
            run_workflows.bind(run_workflows.Tools(app.database, app.durable, retention_days=30, subjects=app.subjects))
            bind_articles(app, doors.articles)
            alert_workflows.bind(alert_workflows.Tools(app, CATALOGUE, ROOT, None))
            webhook_steps.bind(webhook_steps.Tools(app.database, app.durable, app.vault, doors.webhooks))
            bind_accounts(app, doors, publishing)
            worker = RunningWorker(app, app.database.engine, site_seconds=site_seconds, publishing=publishing)
            running = stack.enter_context(ThreadPoolExecutor(1)).submit(worker.run)
            stack.callback(running.result, STOP_SECONDS)
            stack.callback(worker.stop)
            return worker

        yield start


@pytest.fixture
def start_process(app: App, tmp_path: Path) -> Iterator[StartProcess]:
    """Start a worker process whose model takes some seconds to answer."""
    with ExitStack() as stack:

        def start(seconds: float) -> subprocess.Popen[bytes]:
            command = [
                sys.executable,
                "-m",
                "tests.workflows.fake_worker",
                app.database_url,
                str(tmp_path),
                str(seconds),
            ]
            process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603  # our own program
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield start


@pytest.fixture
def worker(start_worker: StartWorker) -> RunningWorker:
    """A worker whose providers are well."""
    return start_worker()


@pytest.fixture
def source() -> FakeSource:
    """A place that holds files, a few to a page."""
    return FakeSource(page_size=3)


@pytest.fixture
def library(app: App, source: FakeSource) -> Library:
    """The first workspace's pictures and folders; its folders are those of `source` where nothing else is said."""
    return library_of(app, source)


@pytest.fixture
def blogs(app: App) -> Blogs:
    """The first workspace's blogs."""
    return blogs_of(app)


@pytest.fixture
def painter() -> HeldPainter:
    """What paints, once it may."""
    return HeldPainter()


@pytest.fixture
def studio(app: App, painter: HeldPainter, start_worker: StartWorker) -> Studio:
    """The first user's generations, with a worker at work."""
    start_worker(painter=painter)
    return studio_of(app)
