"""Work that may crash, hang or eat memory runs apart, in child processes.

Each child belongs to one slot and has one task at a time, so a child that dies names its task: only the
guilty task suffers. A task whose child died is tried once more in a fresh one, because the system may have
killed the child for a neighbour's sake; the second death is final. A task over its time is ended by the
operating system, so not even a loop inside a C library outlives it.
"""

import os
import re
import threading
import time
from bisect import insort
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import TypeVar

from loky.process_executor import (  # type: ignore[import-untyped]  # loky ships no types
    BrokenProcessPool,
    ShutdownExecutorError,
)

from pressroom.kernel.child import MEMORY_BYTES, Slot
from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.kernel.log import logger

R = TypeVar("R")

log = logger(__name__)

LIVES = 2
PATIENCE_SECONDS = 2.0
"""How long other work lets brief work go first: among a thousand text files, a scan has its turn too."""

EXIT_CODES = re.compile(r"\{(.*)\}")
"""How loky words the cause of a child's death: `{SIGSEGV(-11)}`."""


class ProcessDied(ProviderRefused):
    """The process doing the work was killed or crashed, twice."""


class ProcessTimedOut(ProviderBusy):
    """The work took longer than it may; on a less busy machine it might not."""


class OutOfMemory(ProviderRefused):
    """The work needs more memory than one process may have."""


class ProcessPool:
    """A number of child processes, started when first needed; any number of threads may wait for one."""

    def __init__(
        self, *, processes: int, idle_seconds: float = 30.0, preparation: Callable[[], object] | None = None
    ) -> None:
        self.processes = processes
        self._preparation = preparation
        self._slots = [Slot(idle_seconds) for _ in range(processes)]
        self._free = list(self._slots)
        self._freed = threading.Condition()
        self._numbers = count()
        self._waiting: list[tuple[float, int]] = []

    def run(self, call: Callable[[], R], *, timeout_seconds: float, brief: bool = False) -> R:
        """Run `call` in a child; see `run_apart`."""
        slot = self._wait_for_slot(time.monotonic() + (0 if brief else PATIENCE_SECONDS))
        try:
            if not any(one.is_prepared for one in self._slots):
                self.prepare_one()
            return self._run_in(slot, call, timeout_seconds)
        finally:
            self._give_back(slot)

    def prepare_one(self) -> None:
        """Have a free child, if there is one, load what tasks need, without waiting for it."""
        with self._freed:
            if self._preparation is None or self._waiting or not self._free:
                return
            preparation, self._preparation = self._preparation, None  # until it is done: one at a time is enough
            slot = self._take()
        threading.Thread(target=self._prepare, args=(slot, preparation), name="preparing", daemon=True).start()

    def stop(self) -> None:
        """Kill every child; tasks under way end as ProviderBusy, and the pool can be used again."""
        for slot in self._slots:
            slot.stop()

    def _prepare(self, slot: Slot, preparation: Callable[[], object]) -> None:
        try:
            if slot.prepare(preparation):  # what failed once would fail at every task, and be told every time
                self._preparation = preparation
        finally:
            self._give_back(slot)

    def _wait_for_slot(self, due: float) -> Slot:
        """Wait for a slot; of those that wait, the one due first goes first, whoever came when."""
        ticket = (due, next(self._numbers))
        with self._freed:
            insort(self._waiting, ticket)
            self._freed.wait_for(lambda: self._free and self._waiting[0] == ticket)
            self._waiting.remove(ticket)
            self._freed.notify_all()
            return self._take()

    def _take(self) -> Slot:
        """Take the best free slot: one that is prepared, then the one used last, so that the others may leave."""
        slot = max(self._free, key=lambda one: (one.is_prepared, one.last_used))
        self._free.remove(slot)
        return slot

    def _give_back(self, slot: Slot) -> None:
        with self._freed:
            self._free.append(slot)
            self._freed.notify_all()

    def _run_in(self, slot: Slot, call: Callable[[], R], timeout_seconds: float) -> R:
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


def configure(
    *, processes: int | None = None, idle_seconds: float = 30.0, preparation: Callable[[], object] | None = None
) -> None:
    """Set how many children may run at once, how long an idle one stays, and what one loads before it is needed.

    Children at work are killed.
    """
    old = _Pools.current
    _Pools.current = ProcessPool(
        processes=processes or old.processes, idle_seconds=idle_seconds, preparation=preparation
    )
    old.stop()


def prepare_one() -> None:
    """Have a free child load what tasks need, so that the first one does not wait; returns at once."""
    _Pools.current.prepare_one()


def process_count() -> int:
    """Return how many tasks can run at once."""
    return _Pools.current.processes


def run_apart(function: Callable[..., R], *args: object, timeout_seconds: float, brief: bool = False) -> R:
    """Return `function(*args)` as computed in a child process, waiting for a free one first; who is `brief` goes first.

    The function is found by its name, so it must be a module's own; arguments, result and errors are
    pickled.
    What it raises is raised here. Raises OutOfMemory, ProcessTimedOut (`timeout_seconds` counts the work, not
    the wait for a child), ProcessDied when its child died twice, ProviderBusy when `shutdown` came between.
    """
    return _Pools.current.run(partial(function, *args), timeout_seconds=timeout_seconds, brief=brief)


def each(calls: Sequence[Callable[[], object]]) -> None:
    """Make each call in turn; what a preparation of several parts is made of."""
    for call in calls:
        call()


def shutdown() -> None:
    """Kill every child; later work starts new ones."""
    _Pools.current.stop()
