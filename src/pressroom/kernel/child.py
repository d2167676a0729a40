"""One child process at a time, in its slot: started when needed, prepared, bounded, ended."""

import ctypes
import os
import resource
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Collection
from concurrent.futures import wait
from typing import TypeVar

from loky.process_executor import (  # type: ignore[import-untyped]  # loky ships no types
    BrokenProcessPool,
    ProcessPoolExecutor,
    ShutdownExecutorError,
)

from pressroom.kernel.log import logger

R = TypeVar("R")

log = logger(__name__)

MEMORY_BYTES = 3 * 1024**3
PREPARATION_SECONDS = 30.0
START_SECONDS = 20.0
"""Longest time a child may take to start and to import what a task needs."""

ENVIRONMENT = {
    "OMP_THREAD_LIMIT": "1",  # Tesseract is slower with more, and pages run side by side anyway
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "LOKY_MAX_MEMORY_LEAK_SIZE": "1e9",  # a child that grew by this much is replaced between tasks
}


class Slot:
    """One child process and the one task it may have; the child leaves when idle, and comes back."""

    def __init__(self, idle_seconds: float) -> None:
        self.last_used = 0.0
        self.taken = 0.0
        self.patience = 0.0
        self.loading: Collection[str] = ()
        self._idle_seconds = idle_seconds
        self._executor: ProcessPoolExecutor | None = None
        self._kept: set[str] = set()

    @property
    def is_there(self) -> bool:
        """Whether the child was started and has, by the time it was used last, not left."""
        return self._executor is not None and time.monotonic() - self.last_used < self._idle_seconds

    @property
    def is_prepared(self) -> bool:
        """Whether the child is there and has loaded something that tasks need."""
        return bool(self._kept) and self.is_there

    def keeps(self, what: str) -> bool:
        """Whether the child has loaded something that stays in its memory, or is about to."""
        return what in self.loading or (what in self._kept and self.is_there)

    def prepare(self, call: Callable[[], object]) -> bool:
        """Start the child and let it load what tasks need; tell whether that worked, for a failure is no task's."""
        try:
            self.run(PREPARATION_SECONDS, call)
        except ShutdownExecutorError:
            log.debug("stopped while preparing a child process")
        except Exception as error:  # noqa: BLE001  # whatever it is, the task that needs it will say so
            log.warning("child process could not be prepared", reason=str(error) or type(error).__name__)
        else:
            return True
        return False

    def run(self, timeout_seconds: float, call: Callable[[], R]) -> R:
        """Return what `call` returns in the child, or raise what it raises; BrokenProcessPool if it dies."""
        finished = False
        if not self.is_there:
            self._kept.clear()
        try:
            future = self._child().submit(_run_timed, timeout_seconds, call)
            if not wait([future], timeout_seconds + START_SECONDS).done:
                raise BrokenProcessPool
            finished = not isinstance(future.exception(), BrokenProcessPool)
            result: R = future.result()
            self._kept.update(self.loading)
            return result
        finally:
            self.last_used = time.monotonic()
            if not finished:
                self.stop()

    def stop(self) -> None:
        """Kill the child, whatever it does."""
        executor, self._executor = self._executor, None
        self._kept.clear()
        if executor is not None:
            executor.shutdown(wait=True, kill_workers=True)

    def _child(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                max_workers=1,
                timeout=self._idle_seconds,
                initializer=_settle_child,
                initargs=(os.getpid(),),
                env=ENVIRONMENT,
            )
        return self._executor


def _settle_child(parent: int) -> None:
    """Make this process a well-behaved child: bounded memory, deaf to Ctrl-C, gone when its parent is."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # C libraries comment there on every flaw of a damaged file
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _bound_memory()
    os.nice(5)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _bound_memory() -> None:
    if sys.platform != "linux":  # macOS knows the limit and ignores it
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or most > MEMORY_BYTES:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, most))


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _run_timed(timeout_seconds: float, call: Callable[[], R]) -> R:
    """Run in the child: SIGALRM's default action ends the process even where Python cannot run."""
    signal.setitimer(signal.ITIMER_REAL, timeout_seconds)
    try:
        return call()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _give_memory_back()


def _give_memory_back() -> None:
    """Let go of what a large file took: the C library would keep 50 MB for the next. Takes some milliseconds."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # glibc has it
        trim(0)
