"""Durations, and what is said of many."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import monotonic, perf_counter, sleep

POLL_SECONDS = 0.02


@dataclass(slots=True)
class Timings:
    """Seconds of the same thing, done often."""

    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Add the time the block takes."""
        began = perf_counter()
        yield
        self.seconds.append(perf_counter() - began)

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.seconds)

    @property
    def p99(self) -> float:
        """What 99 of 100 stay under; the longest, of fewer than 100."""
        return percentile(self.seconds, 0.99)

    def __str__(self) -> str:
        return f"p50 {milliseconds(self.p50)}, p99 {milliseconds(self.p99)}"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of `values` do not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def milliseconds(seconds: float) -> str:
    """Return `seconds` as text."""
    return f"{seconds * 1000:.1f} ms"


def wait_until(happened: Callable[[], object], *, within: float, what: str, every: float = POLL_SECONDS) -> None:
    """Return as soon as `happened()` is true; raises TimeoutError after `within` seconds."""
    until = monotonic() + within
    while not happened():
        if monotonic() > until:
            raise TimeoutError(f"{what}: not within {within:g} s")
        sleep(every)
