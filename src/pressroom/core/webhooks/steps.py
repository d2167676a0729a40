"""What reaches a webhook, and what is written down of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.webhooks.models import Delivery, DeliveryStatus, Webhook
from pressroom.core.webhooks.queries import message_of
from pressroom.core.webhooks.rules import DISABLED, TEST, body_of
from pressroom.core.webhooks.secrets import headers_of, unsealed
from pressroom.core.webhooks.sending import record_try
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, current_run_id, step, transaction
from pressroom.kernel.errors import ProviderError
from pressroom.kernel.toolbox import Toolbox
from pressroom.kernel.vault import Vault, VaultLocked
from pressroom.providers.webhooks import Answered, WebhookSender


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    durable: Durable
    vault: Vault
    sender: WebhookSender


@dataclass(frozen=True, slots=True)
class Letter:
    """Where a delivery goes, and what it brings."""

    url: str
    body: str
    headers: dict[str, str]


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def deliver(delivery_id: str) -> dict[str, Any] | None:
    """Send a delivery once; return what came of it, None where it is no longer this run's to send."""
    try:
        letter = _letter(UUID(delivery_id))
    except VaultLocked as error:
        return _told(Answered(error=str(error)), is_final=True)
    match letter:
        case None:
            return None
        case str() as refusal:
            return _told(Answered(error=refusal), is_final=True)
        case Letter():
            return _told(_answer(letter))


@transaction
def write_try(session: Session, delivery_id: str, run_id: str, told: dict[str, Any]) -> str:
    """Write down what came of a run's try, and begin the next where there is one; return how the delivery stands."""
    return record_try(session, _toolbox().durable, UUID(delivery_id), run_id, told)


def _letter(delivery_id: UUID) -> Letter | str | None:
    """Return what is to be sent, or why it is not."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        delivery = session.get(Delivery, delivery_id)
        if delivery is None or delivery.status is not DeliveryStatus.WAITING or delivery.run_id != current_run_id():
            return None
        webhook = session.get_one(Webhook, delivery.webhook_id)
        message = message_of(session, delivery.event_id)
    if webhook.disabled_at is not None and message.name != TEST:
        return DISABLED
    body = body_of(message.name, message.at, message.data)
    signed = headers_of(
        unsealed(tools.vault, webhook.secret_sealed), message_id=f"msg_{delivery.event_id.hex}", body=body, at=now()
    )
    return Letter(webhook.url, body, signed)


def _answer(letter: Letter) -> Answered:
    try:
        return _toolbox().sender.post(letter.url, letter.body.encode(), letter.headers)
    except ProviderError as error:
        return Answered(error=str(error))


def _told(answered: Answered, *, is_final: bool = False) -> dict[str, Any]:
    return {
        "status": answered.status,
        "error": answered.error,
        "answer": answered.excerpt,
        "seconds": round(answered.seconds, 3),
        "retry_after": answered.retry_after,
        "is_final": is_final,
    }
