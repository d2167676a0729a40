"""A worker in a process of its own, for tests that kill it: `python -m tests.workflows.fake_worker URL FOLDER …`.

Its describer takes SECONDS for an answer, and a page that says `poison` kills the whole process.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pressroom.core.runs import pausing
from pressroom.features.documents import steps
from pressroom.kernel.signals import call_on_signals, end_process
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.pages import Contents, Page
from pressroom.providers.pages.fake import FakePageReader
from pressroom.worker import RunningWorker
from tests.doors import fake_doors
from tests.installation import installed
from tests.media import bind_media


class PoisonedReader:
    """Reads as the fake does, until a page is poison."""

    def inspect(self, path: Path, mime: str, *, password: str | None = None) -> Contents:
        """Count the form feeds."""
        return FakePageReader().inspect(path, mime, password=password)

    def read(self, path: Path, mime: str, numbers: Sequence[int], *, password: str | None = None) -> Iterator[Page]:
        """Yield the pages, or die of one."""
        for page in FakePageReader().read(path, mime, numbers, password=password):
            if page.text == "poison":
                os.kill(os.getpid(), signal.SIGKILL)
            yield page


def main(database_url: str, folder: str, seconds: str) -> None:
    """Run until SIGTERM."""
    with installed(database_url, Path(folder)) as app:
        steps.bind(
            steps.Tools(
                app.database, app.storage, app.vault, PoisonedReader(), FakeDescriber(seconds=float(seconds)), 0
            )
        )
        bind_media(app, fake_doors(), FakeDescriber(seconds=float(seconds)))
        pausing.bind(pausing.Tools(app.database))
        worker = RunningWorker(app, app.database.engine)
        call_on_signals(worker.stop)
        worker.run()
    end_process()


if __name__ == "__main__":
    main(*sys.argv[1:])
