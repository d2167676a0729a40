"""Keeps worker processes alive beside the web server, and the embedded database under both."""

import subprocess
import sys
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from pressroom.kernel.log import logger

log = logger(__name__)

LOOK_EVERY_SECONDS = 0.5
SETTLED_SECONDS = 30.0
SHORTEST_WAIT, LONGEST_WAIT = 0.5, 30.0
STOP_SECONDS = 20.0
COMMAND = (sys.executable, "-m", "pressroom.supervised", "worker")


class _Child:
    """One worker process: started again when it ends, later each time it ends soon."""

    def __init__(self) -> None:
        self._wait = SHORTEST_WAIT
        self._start_at = monotonic()
        self._started_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def look_after(self) -> None:
        """Start the process if it is due, or note that it ended."""
        if self.process is None:
            if monotonic() >= self._start_at:
                self._start()
        elif (code := self.process.poll()) is not None:
            self._ended(code)

    def _start(self) -> None:
        # The pipe is how the child learns that we are gone, however we went.
        self.process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603  # our own
        self._started_at = monotonic()

    def _ended(self, code: int) -> None:
        lived = monotonic() - self._started_at
        if code == 0:  # it was asked to leave, and did
            log.info("worker left, starting another", lived_seconds=round(lived, 1))
            self._wait = SHORTEST_WAIT
            self.process, self._start_at = None, monotonic() + SHORTEST_WAIT
            return
        self._wait = SHORTEST_WAIT if lived > SETTLED_SECONDS else min(self._wait * 2, LONGEST_WAIT)
        log.error("worker ended, starting another", exit_code=code, lived_seconds=round(lived, 1), wait=self._wait)
        self.process = None
        self._start_at = monotonic() + self._wait


class Supervisor:
    """Runs worker processes until `stop`; calls `each_look` now and then for what else needs looking after."""

    def __init__(self, workers: int, *, each_look: Callable[[], object]) -> None:
        self._children = [_Child() for _ in range(workers)]
        self._each_look = each_look
        self._stop = Event()
        self._thread = Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the workers and begin looking after them."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the workers to finish, and wait for them; one that does not finish in time is ended."""
        self._stop.set()
        self._thread.join()
        processes = [child.process for child in self._children if child.process]
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                log.warning("worker did not finish in time, ending it", pid=process.pid)
                process.kill()
                process.wait()

    def _run(self) -> None:
        while not self._stop.is_set():
            for child in self._children:
                child.look_after()
            try:
                self._each_look()
            except Exception:  # whatever fails while looking, the workers still need looking after
                log.exception("supervisor could not look after everything")
            self._stop.wait(LOOK_EVERY_SECONDS)
