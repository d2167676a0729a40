"""Connections that are done with in time: one deadline for all of a call, however slowly the other side drips."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpcore2

PIECE = 65_536
"""Bytes that are written at a time: a large body may be taken slowly."""


class TimeIsUp(Exception):
    """A call has taken as long as it may."""


@dataclass(slots=True)
class Deadline:
    """When a call has to be done; what each read or write may wait is never more than what is left of it."""

    at: float
    """As `time.monotonic` counts."""

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Return the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the time stand still for as long as the block runs."""
        began = time.monotonic()
        yield
        self.at += time.monotonic() - began

    def left(self, most: float | None = None) -> float:
        """Return the seconds left, `most` at the most; raises TimeIsUp when there are none."""
        rest = self.at - time.monotonic()
        if rest <= 0:
            raise TimeIsUp
        return rest if most is None else min(rest, most)


class TimedStream(httpcore2.NetworkStream):
    """A connection whose every read and write ends when the time is up."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, at most that many bytes."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        for start in range(0, len(buffer), PIECE):
            self._stream.write(buffer[start : start + PIECE], self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:  # noqa: ANN401  # httpcore's signature
        """Return the connection encrypted, its certificate checked for the name."""
        within = self._deadline.left(timeout)
        return self._over(self._stream.start_tls(ssl_context, server_hostname, within))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # httpcore's signature
        """Return what the connection says of itself."""
        return self._stream.get_extra_info(info)

    def _over(self, stream: httpcore2.NetworkStream) -> "TimedStream":
        """Return the same over another connection."""
        return TimedStream(stream, self._deadline)
