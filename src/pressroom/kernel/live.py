"""Live updates: a trigger writes each change down and notifies; one listener passes it on to every open browser.

A change is kept for a day, so that a client that was away catches up by the id of the last one it saw. Catching up
repeats the last few seconds before that id: ids are given before a transaction commits, so a lower id may appear
after a higher one. A repeated change does no harm, for it only says that something is to be looked at again.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import psycopg
from sqlalchemy import BigInteger, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from pressroom.kernel.clock import now, zulu
from pressroom.kernel.db import Base
from pressroom.kernel.log import logger

log = logger(__name__)

CHANNEL = "pressroom_live"
OVERLAP_SECONDS = 10
BACKLOG = 1000
"""Changes held for one slow client before it is dropped and has to catch up."""


class LiveEvent(Base):
    """A change, as kept for those who were away."""

    __tablename__ = "live_events"
    __table_args__ = (
        Index("ix_live_events_at", "at"),
        Index("ix_live_events_workspace", "workspace_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    workspace_id: Mapped[UUID]
    kind: Mapped[str]
    subject_id: Mapped[str]
    status: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now, server_default=func.clock_timestamp())


@dataclass(frozen=True, slots=True)
class Change:
    """Something in a workspace is no longer as it was."""

    number: int
    workspace_id: str
    kind: str
    id: str
    status: str
    at: str

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Self:
        """Return the change a notification carries."""
        return cls(**payload)

    @property
    def public(self) -> dict[str, str]:
        """What a client is told."""
        return {"kind": self.kind, "id": self.id, "status": self.status, "at": self.at}


def changes_since(session: Session, workspace_id: UUID, number: int) -> Sequence[Change]:
    """Return the changes a client that saw `number` last may have missed, oldest first."""
    seen_at = select(LiveEvent.at).where(LiveEvent.id == number).scalar_subquery()
    overlap = func.make_interval(0, 0, 0, 0, 0, 0, OVERLAP_SECONDS)
    rows = session.scalars(
        select(LiveEvent)
        .where(LiveEvent.workspace_id == workspace_id)
        .where((LiveEvent.id > number) | (LiveEvent.at > seen_at - overlap))
        .where(LiveEvent.id != number)
        .order_by(LiveEvent.id)
    )
    return [Change(row.id, str(row.workspace_id), row.kind, row.subject_id, row.status, zulu(row.at)) for row in rows]


class LiveHub:
    """Listens on one connection and hands each change to the subscribers of its workspace."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._subscribers: dict[str, set[asyncio.Queue[Change | None]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen; a lost connection is taken up again."""
        self._task = asyncio.create_task(self._listen_forever())

    def dismiss(self) -> None:
        """End every stream; its client comes back and catches up. Must be called on the event loop's thread."""
        for group in self._subscribers.values():
            for queue in group:
                _dismiss(queue)

    async def stop(self) -> None:
        """End every stream and stop listening."""
        self.dismiss()
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    @asynccontextmanager
    async def subscription(self, workspace_id: UUID) -> AsyncIterator[asyncio.Queue[Change | None]]:
        """Give a queue that gets every change of a workspace; None means: leave, and catch up when you return."""
        queue: asyncio.Queue[Change | None] = asyncio.Queue(BACKLOG)
        group = self._subscribers.setdefault(str(workspace_id), set())
        group.add(queue)
        try:
            yield queue
        finally:
            group.discard(queue)

    async def _listen_forever(self) -> None:
        delay = 0.2
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                log.warning("live updates interrupted, reconnecting", reason=str(error).strip())
                self.dismiss()
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5.0)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            async for notice in connection.notifies():
                self._pass_on(Change.of(json.loads(notice.payload)))

    def _pass_on(self, change: Change) -> None:
        for queue in tuple(self._subscribers.get(change.workspace_id, ())):
            try:
                queue.put_nowait(change)
            except asyncio.QueueFull:
                _dismiss(queue)


def _dismiss(queue: asyncio.Queue[Change | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)
