"""What the command line needs from the composition root."""

import socket
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from pressroom.kernel.app import App, Ground
from pressroom.kernel.settings import Settings
from pressroom.providers.doors import Doors


class Stoppable(Protocol):
    """Something that runs until it is stopped."""

    def run(self) -> None:
        """Run until `stop`."""

    def stop(self) -> None:
        """Ask it to end."""


class Serving(Protocol):
    """A web server; `started` once it answers, and ended from any thread by setting `should_exit`."""

    started: bool
    should_exit: bool

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve on listening sockets until SIGINT or SIGTERM; in the main thread, for the sake of signals."""


class Supervising(Protocol):
    """Something that looks after processes in the background."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, with what it looks after."""


class Composer(Protocol):
    """Makes installations out of settings."""

    settings: Settings

    @property
    def doors(self) -> Doors:
        """The ways out of an installation."""

    @property
    def key_file(self) -> Path | None:
        """Where the key of stored secrets lies; None where keys are given as a setting."""

    def app(self) -> AbstractContextManager[App]:
        """Give a composed installation."""

    def ground(self) -> AbstractContextManager[Ground]:
        """Give what an installation stands on, as it is."""

    def worker(self, app: App) -> Stoppable:
        """Return a worker for it."""

    def web(self, app: App) -> Serving:
        """Return a web server for it."""

    def supervisor(self, workers: int) -> Supervising:
        """Return what keeps worker processes alive."""
