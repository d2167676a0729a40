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
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from itertools import count
from typing import TypeVar

from loky.process_executor import (  # type: ignore[import-untyped]  # loky ships no types
    BrokenProcessPool,
    ShutdownExecutorError,
)

from pressroom.kernel.child import MEMORY_BYTES, PREPARATION_SECONDS, Slot
from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.kernel.log import logger

R = TypeVar("R")

log = logger(__name__)

LIVES = 2
PATIENCE_SECONDS = 2.0
"""How long the child that has loaded what a task needs may be busy with another before the task goes elsewhere."""


class Length(float, Enum):
    """How long a kind of task takes, by the seconds it lets shorter ones that come after it go first.

    Among a thousand text files, a scan has its turn too; and what was painted is stored before the next is painted.
    """

    BRIEF = 0.0
    MIDDLING = 2.0
    LONG = 20.0


EXIT_CODES = re.compile(r"\{(.*)\}")
"""How loky words the cause of a child's death: `{SIGSEGV(-11)}`."""


class ProcessDied(ProviderRefused):
    """The process doing the work was killed or crashed, twice."""


class ProcessTimedOut(ProviderBusy):
    """The work took longer than it may; on a less busy machine it might not."""


class OutOfMemory(ProviderRefused):
    """The work needs more memory than one process may have."""


@dataclass(frozen=True, order=True, slots=True)
class _Ticket:
    """A place among those that wait: when it is due, which number it has, what its task needs to find loaded."""

    due: float
    number: int
    keeps: str | None = field(compare=False)


class ProcessPool:
    """A number of child processes, started when first needed; any number of threads may wait for one."""

    def __init__(
        self, *, processes: int, idle_seconds: float = 30.0, loads: Mapping[str, Callable[[], object]] | None = None
    ) -> None:
        self.processes = processes
        self._loads = dict(loads or {})
        self._slots = [Slot(idle_seconds) for _ in range(processes)]
        self._free = list(self._slots)
        self._freed = threading.Condition()
        self._numbers = count()
        self._waiting: list[_Ticket] = []

    def run(
        self,
        call: Callable[[], R],
        *,
        timeout_seconds: float,
        length: Length = Length.MIDDLING,
        keeps: str | None = None,
        ahead: Sequence[str] = (),
    ) -> R:
        """Run `call` in a child; see `run_apart`."""
        due = time.monotonic() + length
        slot = self._wait_for_slot(_Ticket(due, next(self._numbers), keeps))
        try:
            self.prepare_one(ahead)
            return self._run_in(slot, call, timeout_seconds)
        finally:
            self._give_back(slot)

    def prepare_one(self, names: Sequence[str]) -> None:
        """Have a free child, if there is one, load what no child has, without waiting for it."""
        with self._freed:
            slot = self._best(self._free)
            missing = [name for name in names if name in self._loads and not self._is_kept(name)]
            if not missing or self._waiting or slot is None:
                return
            self._take(slot, loading=missing)
        threading.Thread(target=self._prepare, args=(slot, missing), name="preparing", daemon=True).start()

    def stop(self) -> None:
        """Kill every child; tasks under way end as ProviderBusy, and the pool can be used again."""
        for slot in self._slots:
            slot.stop()

    def _prepare(self, slot: Slot, names: Sequence[str]) -> None:
        try:
            if not slot.prepare(partial(each, [self._loads[name] for name in names])):
                for name in names:  # what failed once would fail at every task, and be told every time
                    self._loads.pop(name, None)
        finally:
            self._give_back(slot)

    def _is_kept(self, name: str) -> bool:
        return any(slot.keeps(name) for slot in self._slots)

    def _wait_for_slot(self, ticket: _Ticket) -> Slot:
        """Wait for a slot; of those that wait for the same, the one due first goes first, whoever came when."""
        with self._freed:
            insort(self._waiting, ticket)
            while (slot := self._slot_for(ticket)) is None:
                self._freed.wait(PATIENCE_SECONDS)
            self._waiting.remove(ticket)
            self._freed.notify_all()
            return self._take(slot, loading=[ticket.keeps] if ticket.keeps else [])

    def _slot_for(self, ticket: _Ticket) -> Slot | None:
        """Return the free slot that a ticket may have once those before it have had theirs."""
        free = list(self._free)
        for one in self._waiting:
            slot = self._best(free, one.keeps)
            if one is ticket:
                return slot
            if slot:
                free.remove(slot)
        return None

    def _best(self, free: Sequence[Slot], keeps: str | None = None) -> Slot | None:
        """Return the slot that has what is needed, or is loading it; None while that is to be waited for.

        Otherwise the slot that is prepared, or else the one used last, so that the others may leave.
        """
        home = next((slot for slot in self._slots if keeps and slot.keeps(keeps)), None)
        if home in free:
            return home
        if home and (home in self._free or time.monotonic() - home.taken < home.patience):
            return None
        return max(free, key=lambda one: (one.is_prepared, one.last_used), default=None)

    def _take(self, slot: Slot, *, loading: Collection[str]) -> Slot:
        self._free.remove(slot)
        slot.patience = PATIENCE_SECONDS if all(slot.keeps(one) for one in loading) else PREPARATION_SECONDS
        slot.taken, slot.loading = time.monotonic(), loading
        return slot

    def _give_back(self, slot: Slot) -> None:
        with self._freed:
            slot.loading = ()
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
    *,
    processes: int | None = None,
    idle_seconds: float = 30.0,
    loads: Mapping[str, Callable[[], object]] | None = None,
) -> None:
    """Set how many children may run at once, how long an idle one stays, and what loads the things they keep, by name.

    Children at work are killed.
    """
    old = _Pools.current
    _Pools.current = ProcessPool(processes=processes or old.processes, idle_seconds=idle_seconds, loads=loads)
    old.stop()


def prepare_one(*names: str) -> None:
    """Have a free child load the things of these names, so that the first to need them does not wait; returns at once.

    What a child has already, and what `configure` does not know, is left out.
    """
    _Pools.current.prepare_one(names)


def process_count() -> int:
    """Return how many tasks can run at once."""
    return _Pools.current.processes


def run_apart(
    function: Callable[..., R],
    *args: object,
    timeout_seconds: float,
    length: Length = Length.MIDDLING,
    keeps: str | None = None,
    ahead: Sequence[str] = (),
) -> R:
    """Return `function(*args)` as computed in a child process, waiting for a free one first.

    A task lets shorter ones go first, for as long as its `length` says. What is costly to have in memory, the function
    loads once and `keeps` under that name: whoever needs it goes to the child that has it, unless that is busy for
    long. What the work after this one needs is named in `ahead`: a free child loads it meanwhile. The function is found
    by its name, so it must be a module's own; arguments, result and errors are pickled.

    What it raises is raised here. Raises OutOfMemory, ProcessTimedOut (`timeout_seconds` counts the work, not
    the wait for a child), ProcessDied when its child died twice, ProviderBusy when `shutdown` came between.
    """
    call = partial(function, *args)
    return _Pools.current.run(call, timeout_seconds=timeout_seconds, length=length, keeps=keeps, ahead=ahead)


def each(calls: Sequence[Callable[[], object]]) -> None:
    """Make each call in turn; what a preparation of several parts is made of."""
    for call in calls:
        call()


def shutdown() -> None:
    """Kill every child; later work starts new ones."""
    _Pools.current.stop()
