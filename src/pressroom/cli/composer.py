"""What the command line needs from the composition root."""

from contextlib import AbstractContextManager
from typing import Protocol

from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings


class Stoppable(Protocol):
    """Something that runs until it is stopped."""

    def run(self) -> None:
        """Run until `stop`."""

    def stop(self) -> None:
        """Ask it to end."""


class Serving(Protocol):
    """A web server, which runs until a signal."""

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM."""


class Supervising(Protocol):
    """Something that looks after processes in the background."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, with what it looks after."""


class Composer(Protocol):
    """Makes installations out of settings."""

    settings: Settings

    def app(self) -> AbstractContextManager[App]:
        """Give a composed installation."""

    def worker(self, app: App) -> Stoppable:
        """Return a worker for it."""

    def web(self, app: App) -> Serving:
        """Return a web server for it."""

    def supervisor(self, workers: int) -> Supervising:
        """Return what keeps worker processes alive."""
