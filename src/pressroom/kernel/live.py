"""Live updates: a trigger writes each change down and notifies; one listener passes it on to every open browser.

A change is kept for a day, so that a client that was away catches up by the id of the last one it saw. Catching up
repeats the last few seconds before that id: ids are given before a transaction commits, so a lower id may appear
after a higher one. A change only says that something is to be looked at again: to repeat one does no harm, and of
several in one thing the latest says it all.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

import psycopg
from sqlalchemy import BigInteger, ColumnElement, Index, Interval, exists, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, Session, mapped_column

from pressroom.kernel.clock import now, zulu
from pressroom.kernel.db import Base
from pressroom.kernel.log import logger
from pressroom.kernel.mailbox import Mailbox

log = logger(__name__)

CHANNEL = "pressroom_live"
OVERLAP_SECONDS = 10
FIRST_DELAY, LONGEST_DELAY = 0.2, 5.0
"""Seconds between attempts to listen again."""
HEARTBEAT_SECONDS = 15.0
LOOK_EVERY_SECONDS = 1.0
"""Between two looks at whose heart is to beat: a timer for each stream would be set anew with every change."""


class LiveEvent(Base):
    """A change, as kept for those who were away."""

    __tablename__ = "live_events"
    __table_args__ = (
        Index("ix_live_events_at", "at"),
        Index("ix_live_events_workspace", "workspace_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    workspace_id: Mapped[UUID]
    user_id: Mapped[UUID | None]
    kind: Mapped[str]
    subject_id: Mapped[str]
    status: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now, server_default=func.clock_timestamp())


@dataclass(frozen=True, slots=True)
class Change:
    """Something in a workspace is no longer as it was; with a user, something that is theirs alone."""

    number: int
    workspace_id: str
    user_id: str | None
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


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told: everything in their workspace but what is another's alone, unless it is of a kind they see whole."""

    workspace_id: UUID
    user_id: UUID
    sees_all: frozenset[str] = frozenset()

    def may_know(self, change: Change) -> bool:
        """Tell whether a change in the workspace is for them."""
        return change.user_id in {None, str(self.user_id)} or change.kind in self.sees_all

    @property
    def condition(self) -> ColumnElement[bool]:
        """What an event must meet to be for them."""
        own = LiveEvent.user_id.is_(None) | (LiveEvent.user_id == self.user_id) | LiveEvent.kind.in_(self.sees_all)
        return (LiveEvent.workspace_id == self.workspace_id) & own


def changes_since(session: Session, listener: Listener, number: int) -> Sequence[Change]:
    """Return the latest change of each subject that a client that saw `number` last may have missed, oldest first."""
    seen_at = select(LiveEvent.at).where(LiveEvent.id == number).scalar_subquery()
    missed = (LiveEvent.id > number) | (LiveEvent.at > seen_at - _seconds(OVERLAP_SECONDS))
    return _latest(session, listener, missed & (LiveEvent.id != number))


def changes_within(session: Session, listener: Listener, seconds: float) -> Sequence[Change]:
    """Return the latest change of each subject that something written `seconds` ago may not show, oldest first."""
    return _latest(session, listener, LiveEvent.at > func.now() - _seconds(seconds + OVERLAP_SECONDS))


def changed_within(session: Session, seconds: float) -> bool:
    """Tell whether anything changed in the last `seconds`, in any workspace."""
    return bool(session.scalar(select(exists().where(LiveEvent.at > func.now() - _seconds(seconds)))))


def _seconds(number: float) -> ColumnElement[timedelta]:
    return literal(timedelta(seconds=number), Interval)


def _latest(session: Session, listener: Listener, condition: ColumnElement[bool]) -> Sequence[Change]:
    latest = (
        select(LiveEvent)
        .where(listener.condition, condition)
        .ext(distinct_on(LiveEvent.kind, LiveEvent.subject_id))
        .order_by(LiveEvent.kind, LiveEvent.subject_id, LiveEvent.id.desc())
        .subquery()
    )
    rows = session.execute(select(latest).order_by(latest.c.id))
    return [
        Change(
            row.id,
            str(row.workspace_id),
            str(row.user_id) if row.user_id else None,
            row.kind,
            row.subject_id,
            row.status,
            zulu(row.at),
        )
        for row in rows
    ]


class LiveHub:
    """Listens on one connection and hands each change to the subscribers of its workspace."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._subscribers: dict[str, set[Mailbox[Change]]] = {}
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._delay = FIRST_DELAY

    @property
    def listening(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._subscribers.copy().values()))

    async def start(self) -> None:
        """Begin to listen; a lost connection is taken up again."""
        self._tasks = (asyncio.create_task(self._listen_forever()), asyncio.create_task(self._beat_forever()))

    def dismiss(self) -> None:
        """End every stream; its client comes back and catches up. Must be called on the event loop's thread."""
        for group in self._subscribers.values():
            for mailbox in group:
                mailbox.dismiss()

    async def stop(self) -> None:
        """End every stream and stop listening."""
        self.dismiss()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @asynccontextmanager
    async def subscription(self, workspace_id: UUID) -> AsyncIterator[Mailbox[Change]]:
        """Give a mailbox that gets every change of a workspace, and a beat now and then."""
        mailbox = Mailbox[Change]()
        mailbox.beat_at = asyncio.get_running_loop().time() + HEARTBEAT_SECONDS
        group = self._subscribers.setdefault(str(workspace_id), set())
        group.add(mailbox)
        try:
            yield mailbox
        finally:
            group.discard(mailbox)

    async def _beat_forever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            at = loop.time()
            for group in self._subscribers.values():
                for mailbox in group:
                    if mailbox.beat_at <= at:
                        mailbox.beat_at = at + HEARTBEAT_SECONDS
                        mailbox.beat()

    async def _listen_forever(self) -> None:
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                log.warning("live updates interrupted, reconnecting", reason=str(error).strip())
                self.dismiss()
                await asyncio.sleep(self._delay)
                self._delay = min(self._delay * 2, LONGEST_DELAY)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._delay = FIRST_DELAY
            self.dismiss()  # who came while nobody listened has missed what happened until now
            async for notice in connection.notifies():
                try:
                    change = Change.of(json.loads(notice.payload))
                except (ValueError, TypeError, KeyError) as error:  # of another version, perhaps
                    log.warning("a change that cannot be read is left out", reason=repr(error))
                else:
                    self._pass_on(change)

    def _pass_on(self, change: Change) -> None:
        for mailbox in self._subscribers.get(change.workspace_id, ()):
            mailbox.put(change)
