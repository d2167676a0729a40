"""A webhook tried out: an event of its own, sent to it alone."""

from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.events.models import Event, Source
from pressroom.core.webhooks.models import Delivery, Webhook
from pressroom.core.webhooks.rules import TEST
from pressroom.core.webhooks.sending import send_to
from pressroom.kernel.durable import Durable
from pressroom.kernel.ids import new_id


def send_test(session: Session, durable: Durable, webhook: Webhook, *, user_id: UUID) -> Delivery:
    """Begin to send `webhook.test` to a webhook, though it be off, and to no other."""
    event = Event(
        id=new_id(),
        workspace_id=webhook.workspace_id,
        user_id=user_id,
        name=TEST,
        data={"webhook_id": str(webhook.id), "message": "This is a test. Nothing happened."},
        source=Source.PERSON,
        depth=0,
    )
    session.add(event)
    session.flush()
    return send_to(session, durable, webhook, event.id)
