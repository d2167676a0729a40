"""When a process is to end: by a signal, or because the one that started it is gone."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from threading import Thread
from types import FrameType

from pressroom.kernel.tracing import stop_tracing


def call_on_signals(stop: Callable[[], None]) -> None:
    """Call `stop` on SIGTERM and on Ctrl-C, instead of what they did before."""

    def handle(_signal: int, _frame: FrameType | None) -> None:
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)


def call_at_end_of_input(stop: Callable[[], None]) -> None:
    """Call `stop` when the process that holds the other end of standard input is gone, however it went."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):  # not `sys.stdin`, whose lock would be held while Python shuts down
            pass
        stop()

    Thread(target=watch, name="parent-watch", daemon=True).start()


def end_process() -> None:
    """End this process with success, though threads may be in calls that nothing can end: their work was handed on."""
    stop_tracing()
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)
