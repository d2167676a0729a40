"""The stories of boards: an account's read, and every account's once a day."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from dbos import DBOS
from sqlalchemy.orm import Session

from pressroom.features.pins.boards import listing, steps
from pressroom.kernel.clock import now
from pressroom.kernel.durable import Failure, RunFailed, pause, transaction, workflow

R = TypeVar("R")

MOST_WAITS = 3
LIMITED = frozenset({"busy", "limited", "unreached"})


def begin(_session: Session) -> str:
    """Return when reading begins."""
    return now().isoformat()


begin_reading = transaction(begin)
finish_sync = transaction(listing.finish_sync)


@workflow(when_broken=lambda _connection_id, _reason: None)
def sync_boards(connection_id: str) -> dict[str, int]:
    """Read an account's boards, then their sections; mark what is gone."""
    since = begin_reading()
    read = patiently(lambda: steps.read_boards(connection_id))
    while patiently(lambda: steps.read_sections(connection_id, since)):
        pass
    return read | finish_sync(connection_id, since)


@DBOS.workflow(name="sync_all_boards")
def sync_all_boards(_scheduled_at: datetime, _context: object) -> dict[str, int | Failure]:
    """Have the boards of every active account read, each by a run of its own."""
    return {"accounts": steps.begin_all()}


def patiently(beat: Callable[[], R | Failure]) -> R:
    """Return what a beat brings, waiting as long as Pinterest asks, three times at most."""
    for _ in range(MOST_WAITS + 1):
        match beat():
            case Failure(code=code, retry_after=float() | int() as seconds) if code in LIMITED:
                pause(seconds)
                reason = "Pinterest asked to wait again and again. Read the boards later."
            case Failure(reason=reason):
                break
            case told:
                return told
    raise RunFailed(reason)
