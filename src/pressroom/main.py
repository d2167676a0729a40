"""The composition root: settings become an installation. Nothing but this and `composition` reads settings."""

from importlib import import_module

from pressroom import cli
from pressroom.cli.composer import Serving
from pressroom.composition import Composition
from pressroom.kernel import processes
from pressroom.kernel.app import App
from pressroom.kernel.log import configure_logging
from pressroom.kernel.settings import WrongSettings, read_settings
from pressroom.kernel.tracing import configure_tracing
from pressroom.providers.embed import ENCODER_KEPT
from pressroom.supervisor import Supervisor

READY_SECONDS = 120.0
"""How long a child process that searches by meaning waits for the next search; it takes two seconds to load."""


class Composer(Composition):
    """Makes everything out of settings; handed to the command line."""

    def web(self, app: App) -> Serving:
        """Return a web server for an installation."""
        processes.configure(idle_seconds=READY_SECONDS, loads={ENCODER_KEPT: self.doors.embedder.preparation()})
        # Loaded only here: commands that do not serve start sooner, and `serve` loads it while its workers start.
        web = import_module("pressroom.web.app").create_web(app, self.doors)
        server: Serving = import_module("pressroom.web.server").WebServer(
            web, host=self.settings.host, port=self.settings.port
        )
        return server

    def supervisor(self, workers: int) -> Supervisor:
        """Return what keeps worker processes, and the embedded database, alive."""
        return Supervisor(workers, each_look=self._revive_database)

    def _revive_database(self) -> None:
        if self.postgres:
            self.postgres.revive()


def run() -> None:
    """Run the command line."""
    try:
        settings = read_settings()
    except WrongSettings as error:
        cli.leave(error)
    configure_logging(style=settings.log_format, level=settings.log_level, requests=settings.log_requests)
    configure_tracing()
    cli.run(Composer(settings))
