"""What one reader is yet to be told, kept small: there is one for each open stream, and there may be thousands."""

import asyncio
from enum import Enum, auto
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 1000
"""Kept for one slow reader before it is sent away and has to catch up."""


class Signal(Enum):
    """What a reader is told that is nothing new."""

    BEAT = auto()
    """Nothing happened; the line still stands."""
    LEAVE = auto()
    """The last thing told: go, and catch up when you return."""


class Mailbox(Generic[T]):
    """Takes what is told, in order, until its one reader takes it; for one event loop. `beat_at` is its owner's."""

    __slots__ = ("_told", "_waiting", "beat_at")

    def __init__(self) -> None:
        self.beat_at = 0.0
        self._told: list[T | Signal] = []
        self._waiting: asyncio.Future[None] | None = None

    def put(self, told: T) -> None:
        """Keep something for the reader; where it keeps too much already, it is to leave instead."""
        if len(self._told) >= MOST:
            self.dismiss()
        else:
            self._told.append(told)
            self._wake()

    def beat(self) -> None:
        """Say that the line still stands, unless the reader has something to take anyway."""
        if not self._told:
            self._told.append(Signal.BEAT)
            self._wake()

    def dismiss(self) -> None:
        """Send the reader away; what it has not taken is dropped."""
        self._told[:] = [Signal.LEAVE]
        self._wake()

    async def take(self) -> list[T | Signal]:
        """Return all there is, oldest first, as soon as there is anything."""
        while not self._told:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        taken, self._told = self._told, []
        return taken

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)
