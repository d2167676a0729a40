"""Deliveries begun, written down try by try, and begun again. Every beat is safe to repeat."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.runs import stranded
from pressroom.core.webhooks.models import DELIVERY_KIND, Delivery, DeliveryStatus, DeliveryTry, Webhook
from pressroom.core.webhooks.queries import delivery as delivery_of
from pressroom.core.webhooks.queries import locked
from pressroom.core.webhooks.rules import GONE, PATIENCE, given_up, is_taken, run_id_of, wait_after
from pressroom.kernel.clock import now
from pressroom.kernel.durable import NORMAL, URGENT, WEBHOOKS, Durable
from pressroom.kernel.errors import Conflict
from pressroom.kernel.ids import new_id

GONE_STATUS = 410


def send_event(
    session: Session,
    durable: Durable,
    webhooks: Iterable[Webhook],
    *,
    event_id: UUID,
    subscriptions: Collection[str],
    only_of: UUID | None = None,
) -> list[UUID]:
    """Begin to deliver an event to those webhooks that asked for one of these names; return the deliveries' ids.

    With `only_of`, to those alone which that user made.
    """
    asked = [one for one in webhooks if set(one.names).intersection(subscriptions) and only_of in {None, one.user_id}]
    return [send_to(session, durable, one, event_id).id for one in asked]


def send_to(session: Session, durable: Durable, webhook: Webhook, event_id: UUID) -> Delivery:
    """Begin to deliver an event to one webhook."""
    begun = Delivery(id=new_id(), workspace_id=webhook.workspace_id, webhook_id=webhook.id, event_id=event_id, tries=0)
    begun.status = DeliveryStatus.WAITING
    session.add(begun)
    session.flush()
    _enqueue(session, durable, begun, run_id=run_id_of(begun.id, 1), wait=None)
    return begun


def resend(session: Session, durable: Durable, delivery: Delivery) -> str:
    """Deliver once more what was delivered or given up; return the run's id. Raises Conflict while it is under way."""
    if delivery.status is DeliveryStatus.WAITING and delivery.tries == 0:
        raise Conflict("It is just being sent. Wait for what comes of it.", code="busy")
    delivery.status, delivery.ended_at = DeliveryStatus.WAITING, None
    asked = f"{run_id_of(delivery.id, delivery.tries + 1)}:{new_id()}"  # another of its number may wait, or be over
    return _enqueue(session, durable, delivery, run_id=asked, wait=None)


def record_try(session: Session, durable: Durable, delivery_id: UUID, run_id: str, told: dict[str, Any]) -> str:
    """Write down what came of a run's try, and begin the next where there is one; return how the delivery stands.

    `told` has `status`, `error`, `answer`, `seconds`, `retry_after` and `is_final`. What arrived has arrived, whichever
    run brought it; after a failure only the delivery's newest run goes on.
    """
    if (found := locked(session, delivery_id)) is None:
        return "removed"
    webhook, delivery = found
    _note(session, delivery, told)
    if is_taken(told["status"]):
        webhook.failing_since = None
        _end(delivery, DeliveryStatus.DELIVERED)
        return delivery.status.value
    _count_failure(webhook, told["status"])
    if delivery.status is DeliveryStatus.WAITING and delivery.run_id == run_id:
        _go_on(session, durable, delivery, webhook, told)
    return delivery.status.value


def abandon(session: Session, delivery_id: UUID, run_id: str, reason: str) -> None:
    """Give up a delivery whose run is over, unless it has a newer one; its last try says why."""
    if (found := locked(session, delivery_id)) is None:
        return
    _, delivery = found
    if delivery.run_id == run_id and delivery.status is DeliveryStatus.WAITING:
        _note(session, delivery, {"error": reason})
        _end(delivery, DeliveryStatus.FAILED)


def again(session: Session, durable: Durable, workspace_id: UUID, delivery_id: UUID) -> str:
    """Deliver once more what a run did not bring; return the new run's id."""
    return resend(session, durable, delivery_of(session, workspace_id, delivery_id, lock=True))


def mend(session: Session) -> int:
    """Give up deliveries whose runs ended without a word about them; return how many."""
    ended = func.to_timestamp(func.coalesce(stranded.RUNS.c.completed_at, stranded.RUNS.c.created_at) / 1000.0)
    rows = select(Delivery.id, Delivery.run_id, Delivery.status, ended.label("updated_at"))
    its_run = stranded.RUNS.c.workflow_uuid == Delivery.run_id
    waiting = rows.join(stranded.RUNS, its_run).where(Delivery.status == DeliveryStatus.WAITING).subquery()
    return stranded.mend(session, waiting, busy=[DeliveryStatus.WAITING], abandon=abandon)


def _go_on(session: Session, durable: Durable, delivery: Delivery, webhook: Webhook, told: dict[str, Any]) -> None:
    """Have the next try made, unless this was the last or nobody is to be tried any more.

    A webhook at which nothing has arrived for days is turned off with the last try, not with the first that fails after
    a quiet time.
    """
    wait = wait_after(delivery.tries, told["retry_after"])
    if wait is not None and not told["is_final"] and webhook.disabled_at is None:
        _enqueue(session, durable, delivery, run_id=run_id_of(delivery.id, delivery.tries + 1), wait=wait)
        return
    _end(delivery, DeliveryStatus.FAILED)
    if webhook.failing_since is not None and webhook.failing_since < now() - PATIENCE:
        _disable(webhook, given_up(webhook.failing_since))


def _enqueue(session: Session, durable: Durable, delivery: Delivery, *, run_id: str, wait: timedelta | None) -> str:
    delivery.next_at = None if wait is None else now() + wait
    delivery.run_id = durable.enqueue(
        session,
        "deliver_webhook",
        str(delivery.id),
        delivery.tries + 1,
        run_id=run_id,
        workspace_id=delivery.workspace_id,
        subject=(DELIVERY_KIND, delivery.id),
        queue=WEBHOOKS,
        partition=delivery.webhook_id,
        priority=URGENT if wait is None else NORMAL,
        delay_seconds=wait.total_seconds() if wait else None,
    )
    return run_id


def _note(session: Session, delivery: Delivery, told: Mapping[str, Any]) -> None:
    """Write a try down under the next number, whatever number the run that made it had in mind."""
    delivery.tries += 1
    session.add(
        DeliveryTry(
            delivery_id=delivery.id,
            number=delivery.tries,
            at=now(),
            http_status=told.get("status"),
            error=told.get("error"),
            answer=told.get("answer"),
            seconds=told.get("seconds", 0.0),
        )
    )


def _count_failure(webhook: Webhook, status: int | None) -> None:
    """Note since when nothing arrives; a webhook that is gone is turned off."""
    webhook.failing_since = webhook.failing_since or now()
    if status == GONE_STATUS:
        _disable(webhook, GONE)


def _disable(webhook: Webhook, reason: str) -> None:
    if webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_reason = now(), reason


def _end(delivery: Delivery, status: DeliveryStatus) -> None:
    delivery.status, delivery.next_at, delivery.ended_at = status, None, now()
