"""The runs that bring pins to Pinterest, and take them back: started."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.connections.models import Connection
from pressroom.core.runs.batches import begin_batch, entry_for
from pressroom.core.runs.models import Batch
from pressroom.core.runs.stranded import RUNS, WAITING
from pressroom.features.pins.models import KIND, Pin, PinStatus
from pressroom.features.pins.publishing.queries import account_of, published_by
from pressroom.features.pins.publishing.rules import (
    WITHDRAWAL,
    priority_of,
    publish_run_id,
    to_reconnect,
    unpublishable,
    withdraw_run_id,
)
from pressroom.features.pins.queries import UNKNOWN, pins_of
from pressroom.kernel.clock import now
from pressroom.kernel.durable import PUBLISHING, URGENT, Durable
from pressroom.kernel.errors import Conflict, NotFound

PUBLISHED = "published"
"""What those of a batch are counted as that it succeeded with."""


def publish_now(session: Session, durable: Durable, pin: Pin, *, due: datetime | None = None) -> str:
    """Start publishing a pin, in the place on its account's queue that `due` gives it; return the run's id.

    The pin is locked by the caller. Raises what `rules.unpublishable` returns.
    """
    connection = account_of(session, pin)
    if refusal := unpublishable(pin, connection):
        raise refusal
    pin.attempt += 1
    pin.status = PinStatus.PUBLISHING
    pin.failed_stage = pin.error = pin.error_code = None
    pin.run_id = durable.enqueue(
        session,
        "publish_pin",
        str(pin.id),
        run_id=publish_run_id(pin.id, pin.attempt),
        workspace_id=pin.workspace_id,
        subject=(KIND, pin.id),
        queue=PUBLISHING,
        priority=priority_of(due or now()),
        partition=pin.project.connection_id,
    )
    return pin.run_id


def publish_several(session: Session, durable: Durable, workspace_id: UUID, ids: Collection[UUID]) -> Batch:
    """Start publishing pins in the order given, each in a run of its own, and the run that keeps what becomes of each.

    One that is not there, or cannot be published, has its refusal there, and stops none of the others.
    """
    found = {one.id: one for one in pins_of(session, workspace_id, ids, lock=True)}
    at = now()

    def begin(place: int, pin_id: UUID) -> str:
        if pin_id not in found:
            raise NotFound(UNKNOWN)
        # A second each: that is how finely the queue tells them apart.
        return publish_now(session, durable, found[pin_id], due=at + timedelta(seconds=place))

    entries = [entry_for(session, one, partial(begin, place, one)) for place, one in enumerate(dict.fromkeys(ids))]
    return begin_batch(session, durable, workspace_id, kind=KIND, entries=entries, counted_as=PUBLISHED)


def withdraw(session: Session, durable: Durable, pin: Pin) -> str:
    """Start taking a published pin back from Pinterest, after which it is ready again; return the run's id.

    The pin is locked by the caller, and stays published until it is gone there. Raises Conflict where it is not
    published, is being withdrawn already, or where the account that published it is not connected.
    """
    if pin.status is not PinStatus.PUBLISHED or pin.pinterest_pin_id is None:
        raise Conflict("This pin is not published, so there is nothing to withdraw.", code="not_published")
    if is_withdrawal(pin) and _is_open(session, pin.run_id):
        raise Conflict("This pin is being withdrawn already.", code="busy")
    connection = publisher(session, pin)
    pin.attempt += 1
    pin.error = pin.error_code = None
    pin.run_id = durable.enqueue(
        session,
        "withdraw_pin",
        str(pin.id),
        pin.pinterest_pin_id,
        run_id=withdraw_run_id(pin.id, pin.attempt),
        workspace_id=pin.workspace_id,
        subject=(KIND, pin.id),
        queue=PUBLISHING,
        priority=URGENT,
        partition=connection.id,
    )
    return pin.run_id


def publisher(session: Session, pin: Pin) -> Connection:
    """Return the account that can take a pin back; raises Conflict where it has to be connected first."""
    connection = published_by(session, pin)
    if connection is None:
        raise Conflict(
            "The account that published this pin is no longer connected. Connect it again, or delete the pin at "
            "Pinterest.",
            code="account",
        )
    if not connection.active:
        raise Conflict(to_reconnect(connection), code="auth_lost")
    return connection


def is_withdrawal(pin: Pin) -> bool:
    """Tell whether a pin's last run is one that takes it back."""
    return (pin.run_id or "").startswith(WITHDRAWAL)


def _is_open(session: Session, run_id: str | None) -> bool:
    return session.scalar(select(RUNS.c.status).where(RUNS.c.workflow_uuid == run_id)) in WAITING
