"""Whether published pins are still at Pinterest."""

import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.queries import published_by
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.kernel.log import logger

log = logger(__name__)

AT_ONCE = 25
"""Pins of one step."""
CHECKED = timedelta(days=6)
"""A pin that was seen within so long is not looked at again."""
REST_SECONDS, LONGEST_REST_SECONDS = 60.0, 300.0
MOST_RESTS = 3
"""How often a busy account is waited for in one round, and for how long; then it is left aside for the rest of it."""


@dataclass(slots=True)
class Round:
    """What one step found, and where the next goes on; `after` is None where all was looked at."""

    after: str | None
    seen: int = 0
    gone: int = 0
    busy: str | None = None
    """The account that has to be waited for, and how long."""
    wait: float = 0.0

    def told(self) -> dict[str, Any]:
        """Return it as a step's result."""
        return asdict(self)


def look_round(
    database: Database, accounts: Accounts, after: str, aside: Collection[str], *, apart_seconds: float
) -> dict[str, Any]:
    """Look whether the next published pins are still there, one after another, and write it down.

    A pin whose account is `aside` or not let in, or that may not be read, is left out.
    """
    with database.transaction() as session:
        pins = session.scalars(_next(UUID(after))).all()
    found = Round(after)
    for pin in pins:
        with database.transaction() as session:
            account = published_by(session, pin)
        if account is not None and account.active and str(account.id) not in aside:
            _look(database, accounts, account.id, pin, found)
            if found.busy:
                return found.told()
            time.sleep(apart_seconds)
        found.after = str(pin.id)
    if len(pins) < AT_ONCE:
        found.after = None
    return found.told()


def _look(database: Database, accounts: Accounts, account_id: UUID, pin: Pin, found: Round) -> None:
    try:
        _ask(database, accounts, account_id, pin, found)
    except (ProviderAuthLost, ProviderRefused) as error:
        log.warning("a published pin could not be looked for", pin=str(pin.id), reason=str(error))
    except ProviderBusy as busy:
        found.busy, found.wait = str(account_id), REST_SECONDS if busy.retry_after is None else busy.retry_after


def _ask(database: Database, accounts: Accounts, account_id: UUID, pin: Pin, found: Round) -> None:
    pinterest_pin_id = pin.pinterest_pin_id or ""
    is_there = accounts.ask(account_id, lambda account: account.pin(pinterest_pin_id)) is not None
    with database.transaction() as session:
        _record(session, pin.id, pinterest_pin_id, is_there=is_there)
    found.seen += is_there
    found.gone += not is_there


def _record(session: Session, pin_id: UUID, pinterest_pin_id: str, *, is_there: bool) -> None:
    pin = session.get(Pin, pin_id, with_for_update={"of": Pin})
    if pin is None or pin.pinterest_pin_id != pinterest_pin_id:
        return
    if is_there:
        pin.seen_at, pin.gone_at = now(), None
    else:
        pin.gone_at = pin.gone_at or now()


def _next(after: UUID) -> Select[Pin]:
    return (
        select(Pin)
        .where(
            Pin.status == PinStatus.PUBLISHED,
            Pin.deleted_at.is_(None),
            Pin.id > after,
            func.coalesce(Pin.seen_at, Pin.published_at) < now() - CHECKED,
        )
        .order_by(Pin.id)
        .limit(AT_ONCE)
    )
