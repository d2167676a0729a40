"""`pressroom serve` and `pressroom worker`: the two processes that do the work."""

import signal
import sys
from threading import Thread
from types import FrameType
from typing import Annotated

import typer

from pressroom.cli.composer import Composer, Stoppable


def serve(
    context: typer.Context,
    workers: Annotated[int | None, typer.Option(help="Worker processes to run beside the web server.")] = None,
) -> None:
    """Serve the pages and the API, with supervised workers beside."""
    composer: Composer = context.obj
    number = composer.settings.workers if workers is None else workers
    supervisor = composer.supervisor(number)
    with composer.app() as app:
        supervisor.start()
        try:
            composer.web(app).run()
        finally:
            supervisor.stop()


def worker(
    context: typer.Context,
    *,
    supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False,
) -> None:
    """Carry runs; start as many as you like, here or on other machines with the same database and storage."""
    composer: Composer = context.obj
    with composer.app() as app:
        running = composer.worker(app)
        _stop_on_signals(running)
        if supervised:
            Thread(target=_stop_at_end_of_input, args=(running,), name="parent-watch", daemon=True).start()
        running.run()


def _stop_on_signals(running: Stoppable) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        running.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _stop_at_end_of_input(running: Stoppable) -> None:
    """Leave when the process that holds the other end of our input is gone, however it went."""
    sys.stdin.buffer.read()
    running.stop()
