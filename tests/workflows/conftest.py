"""A worker in the test's own process, with fakes behind its providers."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from pressroom.core.runs import workflows as run_workflows
from pressroom.features.documents import steps
from pressroom.kernel.app import App
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.describe.describer import Describer
from pressroom.providers.pages import PageReader
from pressroom.providers.pages.fake import FakePageReader
from pressroom.worker import RunningWorker

STOP_SECONDS = 30

StartWorker = Callable[..., RunningWorker]
"""Starts the worker: `reader`, `describer` and `monthly_pages` by name; it is stopped after the test."""


@pytest.fixture
def start_worker(app: App) -> Iterator[StartWorker]:
    """Start a worker of the test's installation, once what it is to do is set up."""
    with ExitStack() as stack:

        def start(
            *, reader: PageReader | None = None, describer: Describer | None = None, monthly_pages: int = 0
        ) -> RunningWorker:
            steps.bind(
                steps.Tools(
                    database=app.database,
                    storage=app.storage,
                    vault=app.vault,
                    reader=reader or FakePageReader(),
                    describer=describer or FakeDescriber(),
                    monthly_pages=monthly_pages,
                )
            )
            run_workflows.bind(run_workflows.Tools(app.database, app.durable, retention_days=30))
            worker = RunningWorker(app, app.database.engine)
            running = stack.enter_context(ThreadPoolExecutor(1)).submit(worker.run)
            stack.callback(running.result, STOP_SECONDS)
            stack.callback(worker.stop)
            return worker

        yield start


@pytest.fixture
def worker(start_worker: StartWorker) -> RunningWorker:
    """A worker whose providers are well."""
    return start_worker()
