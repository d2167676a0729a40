"""The composition root: settings become an installation. Nothing but this and `composition` reads settings."""

from pressroom import cli
from pressroom.composition import Composition
from pressroom.kernel.app import App
from pressroom.kernel.log import configure_logging
from pressroom.kernel.settings import WrongSettings, read_settings
from pressroom.supervisor import Supervisor
from pressroom.web.app import create_web
from pressroom.web.server import WebServer


class Composer(Composition):
    """Makes everything out of settings; handed to the command line."""

    def web(self, app: App) -> WebServer:
        """Return a web server for an installation."""
        return WebServer(create_web(app), host=self.settings.host, port=self.settings.port)

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
    configure_logging(style=settings.log_format, level=settings.log_level)
    cli.run(Composer(settings))
