"""Webhooks and their deliveries as pages show them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pressroom.core.webhooks.models import Delivery, DeliveryStatus, DeliveryTry, Webhook
from pressroom.core.webhooks.queries import Delivered
from pressroom.web.views.shell import State
from pressroom.web.views.webhooks import DeliveryRow, TryLine, WebhookRow

EVERYTHING = "*"


def state_of_delivery(delivery: Delivery) -> State:
    """Return where a delivery stands, in words."""
    match delivery.status:
        case DeliveryStatus.DELIVERED:
            return State("ok", "Delivered")
        case DeliveryStatus.FAILED:
            return State("bad", "Given up")
        case _ if delivery.tries:
            return State("warn", "Will be tried again")
        case _:
            return State("run", "Sending")


def webhook_row(webhook: Webhook) -> WebhookRow:
    """Return a webhook as a row."""
    return WebhookRow(
        id=str(webhook.id),
        address=webhook.url,
        names="everything" if EVERYTHING in webhook.names else ", ".join(webhook.names),
        state=_state_of(webhook),
        reason=_reason_of(webhook),
    )


def delivery_row(found: Delivered, tries: Mapping[UUID, Sequence[DeliveryTry]]) -> DeliveryRow:
    """Return a delivery as a row, with each of its tries."""
    one = found.delivery
    lines = [_line(tried) for tried in tries.get(one.id, ())]
    return DeliveryRow(
        id=str(one.id),
        event_url=f"/runs/events/{one.event_id}",
        event_name=found.event_name,
        state=state_of_delivery(one),
        at=one.created_at,
        next_at=one.next_at,
        tries=lines,
        reason=lines[-1].outcome if lines and one.status is not DeliveryStatus.DELIVERED else None,
        resend_url=f"/webhooks/{one.webhook_id}/deliveries/{one.id}/resend",
        resend=_resend(one),
    )


def _line(tried: DeliveryTry) -> TryLine:
    status = f"Answered {tried.http_status}." if tried.http_status else ""
    return TryLine(
        number=tried.number,
        at=tried.at,
        outcome=tried.error or status or "No answer.",
        seconds=tried.seconds,
        answer=tried.answer,
    )


def _resend(delivery: Delivery) -> str:
    if delivery.status is not DeliveryStatus.WAITING:
        return "Send again"
    return "Send now" if delivery.tries else ""


def _state_of(webhook: Webhook) -> State:
    if webhook.disabled_at is not None:
        return State("bad", "Off")
    return State("warn", "Failing") if webhook.failing_since else State("ok", "On")


def _reason_of(webhook: Webhook) -> str | None:
    if webhook.disabled_at is not None:
        return webhook.disabled_reason
    if webhook.failing_since is None:
        return None
    return f"Nothing has arrived since {webhook.failing_since:%-d %B, %H:%M} UTC. After three days it is turned off."
