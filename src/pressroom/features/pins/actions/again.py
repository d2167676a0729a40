"""The runs of pins: started, and started again."""

from collections.abc import Collection
from functools import partial
from typing import TypedDict
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.runs.batches import begin_batch, entry_for
from pressroom.core.runs.models import Batch
from pressroom.features.pins import queries
from pressroom.features.pins.articles.rules import host_of
from pressroom.features.pins.models import KIND, Pin, PinStage, PinStatus
from pressroom.features.pins.publishing.actions.publish import publish_now
from pressroom.features.pins.queries import UNKNOWN, pins_of
from pressroom.features.pins.rules import (
    check_may_change,
    check_may_describe,
    describe_run_id,
    is_to_be_described,
    prepare_run_id,
    standing,
)
from pressroom.kernel.app import Reopening, check_newest
from pressroom.kernel.durable import ARTICLES, BULK, NORMAL, URGENT, WORK, Durable
from pressroom.kernel.errors import Conflict, NotFound


def prepare(session: Session, durable: Durable, pin: Pin, *, priority: int = NORMAL) -> str:
    """Start getting a pin's picture and looking at it; return the run's id."""
    pin.attempt += 1
    if pin.failed_stage is PinStage.PICTURE:
        _forget_failure(pin)
        pin.status = standing(pin)
    pin.run_id = durable.enqueue(
        session,
        "prepare_pin",
        str(pin.id),
        run_id=prepare_run_id(pin.id, pin.attempt),
        workspace_id=pin.workspace_id,
        subject=(KIND, pin.id),
        priority=priority,
        **_turn(pin),
    )
    return pin.run_id


def describe_again(
    session: Session, durable: Durable, pin: Pin, *, feedback: str | None = None, priority: int = URGENT
) -> str:
    """Start describing a pin, or describing it anew, with what should be different; return the run's id.

    Fields that are locked stay as they are. Raises Conflict while it is being worked on, or when there is nothing to
    describe.
    """
    check_may_describe(pin)
    pin.attempt += 1
    pin.status = PinStatus.DESCRIBING
    _forget_failure(pin)
    pin.run_id = durable.enqueue(
        session,
        "describe_pin",
        str(pin.id),
        (feedback or "").strip() or None,
        run_id=describe_run_id(pin.id, pin.attempt),
        workspace_id=pin.workspace_id,
        subject=(KIND, pin.id),
        priority=priority,
        **_turn(pin),
    )
    return pin.run_id


def describe_pins(
    session: Session, durable: Durable, workspace_id: UUID, ids: Collection[UUID], *, feedback: str | None = None
) -> Batch:
    """Start describing pins, each in a run of its own, and the run that keeps what becomes of each.

    One that is not there, or is being worked on, has its refusal there, and stops none of the others.
    """
    found = {one.id: one for one in pins_of(session, workspace_id, ids, lock=True)}

    def begin(pin_id: UUID) -> str:
        if pin_id not in found:
            raise NotFound(UNKNOWN)
        return describe_again(session, durable, found[pin_id], feedback=feedback, priority=BULK)

    entries = [entry_for(session, one, partial(begin, one)) for one in sorted(set(ids))]
    return begin_batch(session, durable, workspace_id, kind=KIND, entries=entries)


def try_again(session: Session, durable: Durable, pin: Pin) -> str:
    """Start again what failed about a pin, minding what was said; return the run's id.

    Raises Conflict when it has not failed, and for one that could not be published what still stands in its way.
    """
    check_may_change(pin)
    if pin.status is not PinStatus.FAILED:
        raise Conflict("This pin has not failed, so there is nothing to try again.", code="not_failed")
    if pin.failed_stage is PinStage.PUBLISHING:
        return publish_now(session, durable, pin)
    if is_to_be_described(pin):
        return describe_again(session, durable, pin, feedback=_said_before(durable, pin))
    return prepare(session, durable, pin, priority=URGENT)


def reopen(session: Session, workspace_id: UUID, pin_id: UUID, of: Reopening) -> None:
    """Have a pin wait for its run again; raises NotFound, or Conflict while it is worked on or has a newer run."""
    found = queries.pin(session, workspace_id, pin_id, lock=True)
    check_may_change(found)
    check_newest(found.run_id, of)
    _forget_failure(found)
    found.status = PinStatus.DESCRIBING if of.workflow == "describe_pin" else standing(found)


class _Turn(TypedDict):
    queue: str
    partition: str | None


def _turn(pin: Pin) -> _Turn:
    """Return where a run of a pin waits: one with a picture to fetch, for its turn with all that its site is asked."""
    site = host_of(pin.picture_url) if pin.picture_url and pin.asset_id is None else None
    return {"queue": ARTICLES if site else WORK, "partition": site}


def _said_before(durable: Durable, pin: Pin) -> str | None:
    """Return the feedback that the failed run was to mind, as long as the run is kept."""
    kept = durable.client.list_workflows(workflow_ids=[pin.run_id or ""], load_output=False)
    arguments = kept[0].input["args"] if kept and kept[0].input else ()
    return str(arguments[1]) if len(arguments) > 1 and arguments[1] else None


def _forget_failure(pin: Pin) -> None:
    pin.failed_stage = pin.error = pin.error_code = None
