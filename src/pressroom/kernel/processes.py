"""Work that may crash, hang or eat memory runs apart, in child processes.

Each child belongs to one slot and has one task at a time, so a child that dies names its task: only the
guilty task suffers. A task whose child died is tried once more in a fresh one, because the system may have
killed the child for a neighbour's sake; the second death is final. A task over its time is ended by the
operating system, so not even a loop inside a C library outlives it.
"""

import os
import queue
import re
import resource
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import wait
from functools import partial
from typing import TypeVar

from loky.process_executor import (  # type: ignore[import-untyped]  # loky ships no types
    BrokenProcessPool,
    ProcessPoolExecutor,
    ShutdownExecutorError,
)

from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.kernel.log import logger

R = TypeVar("R")

log = logger(__name__)

MEMORY_BYTES = 3 * 1024**3
LIVES = 2
START_SECONDS = 20.0
"""Longest time a child may take to start and to import what a task needs."""

EXIT_CODES = re.compile(r"\{(.*)\}")
"""How loky words the cause of a child's death: `{SIGSEGV(-11)}`."""

ENVIRONMENT = {
    "OMP_THREAD_LIMIT": "1",  # Tesseract is slower with more, and pages run side by side anyway
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "LOKY_MAX_MEMORY_LEAK_SIZE": "1e9",  # a child that grew by this much is replaced between tasks
}


class ProcessDied(ProviderRefused):
    """The process doing the work was killed or crashed, twice."""


class ProcessTimedOut(ProviderBusy):
    """The work took longer than it may; on a less busy machine it might not."""


class OutOfMemory(ProviderRefused):
    """The work needs more memory than one process may have."""


class _Slot:
    """One child process and the one task it may have; the child leaves when idle, and comes back."""

    def __init__(self, idle_seconds: float) -> None:
        self._idle_seconds = idle_seconds
        self._executor: ProcessPoolExecutor | None = None

    def run(self, timeout_seconds: float, call: Callable[[], R]) -> R:
        """Return what `call` returns in the child, or raise what it raises; BrokenProcessPool if it dies."""
        finished = False
        try:
            future = self._child().submit(_run_timed, timeout_seconds, call)
            if not wait([future], timeout_seconds + START_SECONDS).done:
                raise BrokenProcessPool
            finished = not isinstance(future.exception(), BrokenProcessPool)
            result: R = future.result()
            return result
        finally:
            if not finished:
                self.stop()

    def stop(self) -> None:
        """Kill the child, whatever it does."""
        executor, self._executor = self._executor, None
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


class ProcessPool:
    """A number of child processes, started when first needed; any number of threads may wait for one."""

    def __init__(self, *, processes: int, idle_seconds: float = 30.0) -> None:
        self.processes = processes
        self._slots = [_Slot(idle_seconds) for _ in range(processes)]
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        for slot in self._slots:
            self._free.put(slot)

    def run(self, call: Callable[[], R], *, timeout_seconds: float) -> R:
        """Run `call` in a child; see `run_apart`."""
        slot = self._free.get()
        try:
            return self._run_in(slot, call, timeout_seconds)
        finally:
            self._free.put(slot)

    def stop(self) -> None:
        """Kill every child; tasks under way end as ProviderBusy, and the pool can be used again."""
        for slot in self._slots:
            slot.stop()

    def _run_in(self, slot: _Slot, call: Callable[[], R], timeout_seconds: float) -> R:
        for life in range(1, LIVES + 1):
            began = time.monotonic()
            try:
                return slot.run(timeout_seconds, call)
            except MemoryError as error:
                raise OutOfMemory(
                    f"This needs more than the {MEMORY_BYTES // 1024**3} GB of memory one task may have. "
                    "The original is kept. Try a smaller file, or split it."
                ) from error
            except ShutdownExecutorError as error:
                raise ProviderBusy("Pressroom is stopping. This goes on when it runs again.") from error
            except BrokenProcessPool as error:
                if time.monotonic() - began >= timeout_seconds:
                    raise ProcessTimedOut(
                        f"This took longer than {timeout_seconds:g} seconds and was stopped. "
                        "The original is kept. Try again when less is running."
                    ) from error
                log.warning("child process died", life=life, exit_codes=EXIT_CODES.findall(str(error)))
        raise ProcessDied(
            "The process reading this crashed, twice. The file may be damaged or made to do harm. "
            "The original is kept. Open it in another program, save it anew, and add that."
        )


class _Pools:
    """The pool of this process."""

    current = ProcessPool(processes=min(4, os.cpu_count() or 1))


def configure(processes: int, idle_seconds: float = 30.0) -> None:
    """Set how many children may run at once and how long an idle one stays; children at work are killed."""
    old, _Pools.current = _Pools.current, ProcessPool(processes=processes, idle_seconds=idle_seconds)
    old.stop()


def process_count() -> int:
    """Return how many tasks can run at once."""
    return _Pools.current.processes


def run_apart(function: Callable[..., R], *args: object, timeout_seconds: float, **kwargs: object) -> R:
    """Return `function(*args, **kwargs)` as computed in a child process, waiting for a free one first.

    The function is found by its name, so it must be a module's own; arguments, result and errors are
    pickled.
    What it raises is raised here. Raises OutOfMemory, ProcessTimedOut (`timeout_seconds` counts the work, not
    the wait for a child), ProcessDied when its child died twice, ProviderBusy when `shutdown` came between.
    """
    return _Pools.current.run(partial(function, *args, **kwargs), timeout_seconds=timeout_seconds)


def shutdown() -> None:
    """Kill every child; later work starts new ones."""
    _Pools.current.stop()


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
