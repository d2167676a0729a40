"""The worker process that the supervisor starts: composed without web and command line, for it starts sooner so."""

import signal
from contextlib import suppress

from pressroom.composition import Composition
from pressroom.kernel.log import configure_logging
from pressroom.kernel.settings import read_settings
from pressroom.kernel.signals import call_at_end_of_input, call_on_signals, end_process
from pressroom.kernel.tracing import configure_tracing


def run() -> None:
    """Carry runs until a signal, or until the supervisor is gone."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until there is a worker to stop
    settings = read_settings()
    configure_logging(style=settings.log_format, level=settings.log_level)
    configure_tracing()
    composition = Composition(settings)
    with suppress(KeyboardInterrupt), composition.app() as app:
        worker = composition.worker(app)
        call_on_signals(worker.stop)
        call_at_end_of_input(worker.stop)
        worker.run()
    end_process()


if __name__ == "__main__":
    run()
