"""Webhooks and their deliveries found. Every query takes the workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Uuid, column, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from pressroom.core.webhooks.models import Delivery, DeliveryTry, Webhook
from pressroom.kernel.belonging import belonging
from pressroom.kernel.cursors import id_in
from pressroom.kernel.errors import NotFound

EVENTS = table(
    "events", column("id", Uuid), column("name"), column("data", JSONB), column("created_at", DateTime(timezone=True))
)
"""What is delivered; its own package knows this one, and not the other way round."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery, and the name of its event."""

    delivery: Delivery
    event_name: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a delivery brings: the event's name, its data, and when it happened."""

    name: str
    data: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of deliveries, newest first."""

    deliveries: Sequence[Delivered]
    next_cursor: str | None


def webhook(session: Session, workspace_id: UUID, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    """Return one webhook; raises NotFound. With `lock`, nobody else changes it until the transaction ends.

    Deliveries to it may begin meanwhile.
    """
    missing = "There is no such webhook here."
    return belonging(session, Webhook, workspace_id, webhook_id, missing=missing, lock=lock, takes_children=True)


def webhooks(session: Session, workspace_id: UUID) -> Sequence[Webhook]:
    """Return a workspace's webhooks, oldest first."""
    return session.scalars(select(Webhook).where(Webhook.workspace_id == workspace_id).order_by(Webhook.id)).all()


def webhooks_on(session: Session, workspace_id: UUID) -> Sequence[Webhook]:
    """Return the webhooks of a workspace that are told of events, oldest first."""
    there = select(Webhook).where(Webhook.workspace_id == workspace_id, Webhook.disabled_at.is_(None))
    return session.scalars(there.order_by(Webhook.id)).all()


def delivery(session: Session, workspace_id: UUID, delivery_id: UUID, *, lock: bool = False) -> Delivery:
    """Return one delivery; raises NotFound. With `lock`, nobody else changes it until the transaction ends."""
    missing = "There is no such delivery here; they are kept for a limited time."
    found = belonging(session, Delivery, workspace_id, delivery_id, missing=missing)
    if lock and locked(session, delivery_id) is None:
        raise NotFound(missing)
    return found


def locked(session: Session, delivery_id: UUID) -> tuple[Webhook, Delivery] | None:
    """Return a delivery and its webhook as they are, kept from changing until the transaction ends; None if it is gone.

    The webhook comes first, as with every action on it, so that none of them waits for another in a circle.
    """
    its = select(Webhook).join(Delivery, Delivery.webhook_id == Webhook.id).where(Delivery.id == delivery_id)
    its = its.with_for_update(of=Webhook, key_share=True).execution_options(populate_existing=True)
    if (webhook := session.scalar(its)) is None:
        return None
    found = session.get(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    return (webhook, found) if found else None


def deliveries(session: Session, webhook_id: UUID, *, limit: int = 50, cursor: str | None = None) -> Listing:
    """Return a page of a webhook's deliveries, newest first; raises Invalid for a cursor no list gave."""
    limit = max(1, min(limit, MOST))
    wanted = _named().where(Delivery.webhook_id == webhook_id).order_by(Delivery.id.desc()).limit(limit + 1)
    if cursor:
        wanted = wanted.where(Delivery.id < id_in(cursor))
    found = [Delivered(row[0], row[1]) for row in session.execute(wanted)]
    shown = found[:limit]
    return Listing(shown, str(shown[-1].delivery.id) if found[limit:] else None)


def deliveries_of_event(session: Session, event_id: UUID) -> Sequence[Delivered]:
    """Return where an event was sent, oldest first."""
    rows = session.execute(_named().where(Delivery.event_id == event_id).order_by(Delivery.id))
    return [Delivered(row[0], row[1]) for row in rows]


def tries(session: Session, delivery_id: UUID) -> Sequence[DeliveryTry]:
    """Return every try of a delivery, in order."""
    return session.scalars(
        select(DeliveryTry).where(DeliveryTry.delivery_id == delivery_id).order_by(DeliveryTry.number)
    ).all()


def tries_of(session: Session, delivery_ids: Collection[UUID]) -> Mapping[UUID, Sequence[DeliveryTry]]:
    """Return the tries of several deliveries, in order, by delivery."""
    found: dict[UUID, list[DeliveryTry]] = {}
    wanted = select(DeliveryTry).where(DeliveryTry.delivery_id.in_(delivery_ids)).order_by(DeliveryTry.number)
    for one in session.scalars(wanted):
        found.setdefault(one.delivery_id, []).append(one)
    return found


def message_of(session: Session, event_id: UUID) -> Message:
    """Return what is to be delivered."""
    row = session.execute(select(EVENTS.c.name, EVENTS.c.data, EVENTS.c.created_at).where(EVENTS.c.id == event_id))
    return Message(*row.one())


def _named() -> Any:  # noqa: ANN401  # a select of two things
    return select(Delivery, EVENTS.c.name).join(EVENTS, EVENTS.c.id == Delivery.event_id)
