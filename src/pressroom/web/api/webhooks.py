"""`/api/webhooks`: addresses that are told of events, and what became of each delivery. For owners."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.events.queries import check_subscriptions
from pressroom.core.events.queries import event as event_of
from pressroom.core.events.trying import send_test
from pressroom.core.webhooks import queries
from pressroom.core.webhooks.actions import add_webhook, change_webhook, remove_webhook, rotate_secret, secret_of
from pressroom.core.webhooks.models import Delivery, Webhook
from pressroom.core.webhooks.schemas import (
    DeliveryDetail,
    DeliveryList,
    DeliveryOut,
    DeliveryStarted,
    NewWebhook,
    WebhookChanges,
    WebhookList,
    WebhookOut,
    WebhookSecret,
)
from pressroom.core.webhooks.sending import resend
from pressroom.kernel.errors import NotFound
from pressroom.web.asking import AppDep, DoorsDep, OwnerDep, SessionDep, WebhookDep
from pressroom.web.idempotency import Answer, KeyHeader, once, settled

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"])


@router.get("")
def list_webhooks(session: SessionDep, principal: OwnerDep) -> WebhookList:
    """List the addresses that are told of events, oldest first."""
    return WebhookList(items=[WebhookOut.of(one) for one in queries.webhooks(session, principal.workspace_id)])


@router.post("", status_code=HTTPStatus.CREATED, response_model=WebhookSecret)
def create(
    app: AppDep,
    doors: DoorsDep,
    session: SessionDep,
    principal: OwnerDep,
    wanted: NewWebhook,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Have an address told of events; the answer holds the secret they are signed with, which is shown this once.

    Private addresses are refused.
    """
    check_subscriptions(CATALOGUE, wanted.names)

    def add() -> Answer:
        made, _ = add_webhook(
            session,
            app.vault,
            doors.webhooks,
            workspace_id=principal.workspace_id,
            user_id=principal.user_id,
            url=wanted.url,
            names=wanted.names,
        )
        told = WebhookOut.of(made).model_dump(mode="json")
        return HTTPStatus.CREATED, told, {"Location": f"/api/webhooks/{made.id}"}

    asked = f"POST /api/webhooks {wanted.model_dump_json()}"
    status, told, headers = settled(app, session, principal, idempotency_key, asked, add)
    webhook = queries.webhook(session, principal.workspace_id, UUID(told["id"]))  # the answer is kept, its secret not
    return JSONResponse({**told, "secret": secret_of(app.vault, webhook)}, status, headers=headers)


@router.get("/{webhook_id}")
def get_webhook(webhook: WebhookDep) -> WebhookOut:
    """Return one webhook."""
    return WebhookOut.of(webhook)


@router.patch("/{webhook_id}")
def change(
    doors: DoorsDep, session: SessionDep, principal: OwnerDep, webhook_id: UUID, changes: WebhookChanges
) -> WebhookOut:
    """Change where events go, which, or whether; what is left out stays as it is."""
    check_subscriptions(CATALOGUE, changes.names or ())
    webhook = queries.webhook(session, principal.workspace_id, webhook_id)
    wanted = changes.model_dump()
    change_webhook(session, doors.webhooks, webhook, by=principal.user_id, **wanted)
    return WebhookOut.of(webhook)


@router.delete("/{webhook_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(session: SessionDep, webhook: WebhookDep) -> None:
    """Tell an address nothing more; its deliveries are forgotten with it."""
    remove_webhook(session, webhook)


@router.post("/{webhook_id}/secret")
def rotate(app: AppDep, webhook: WebhookDep) -> WebhookSecret:
    """Sign with a fresh secret from now on; for 24 hours also with the one before."""
    secret = rotate_secret(app.vault, webhook)
    return WebhookSecret.with_secret(webhook, secret)


@router.post("/{webhook_id}/test", status_code=HTTPStatus.ACCEPTED, response_model=DeliveryStarted)
def try_out(
    app: AppDep, session: SessionDep, principal: OwnerDep, webhook: WebhookDep, idempotency_key: KeyHeader = None
) -> JSONResponse:
    """Send the event `webhook.test` to this address alone, also where it is off."""

    def start() -> Answer:
        return _started(send_test(session, app.durable, webhook, user_id=principal.user_id))

    return once(app, session, principal, idempotency_key, f"POST test {webhook.id}", start)


@router.get("/{webhook_id}/deliveries")
def list_deliveries(
    session: SessionDep,
    webhook: WebhookDep,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> DeliveryList:
    """List what was sent to an address, newest first."""
    found = queries.deliveries(session, webhook.id, limit=limit, cursor=cursor)
    items = [DeliveryOut.of(one.delivery, one.event_name) for one in found.deliveries]
    return DeliveryList(items=items, next_cursor=found.next_cursor)


@router.get("/{webhook_id}/deliveries/{delivery_id}")
def get_delivery(session: SessionDep, webhook: WebhookDep, delivery_id: UUID) -> DeliveryDetail:
    """Return one delivery with each try of it, and what was answered."""
    delivery = delivery_to(session, webhook, delivery_id)
    name = event_of(session, webhook.workspace_id, delivery.event_id).name
    return DeliveryDetail.with_log(delivery, name, queries.tries(session, delivery.id))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/resend", status_code=HTTPStatus.ACCEPTED, response_model=DeliveryStarted
)
def send_once_more(
    app: AppDep,
    session: SessionDep,
    principal: OwnerDep,
    webhook: WebhookDep,
    delivery_id: UUID,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Deliver once more, now."""

    def start() -> Answer:
        delivery = delivery_to(session, webhook, delivery_id, lock=True)
        resend(session, app.durable, delivery)
        return _started(delivery)

    return once(app, session, principal, idempotency_key, f"POST resend {delivery_id}", start)


def delivery_to(session: Session, webhook: Webhook, delivery_id: UUID, *, lock: bool = False) -> Delivery:
    """Return a delivery to this webhook; raises NotFound for another's."""
    found = queries.delivery(session, webhook.workspace_id, delivery_id, lock=lock)
    if found.webhook_id != webhook.id:
        raise NotFound("This webhook has no such delivery.")
    return found


def _started(delivery: Delivery) -> Answer:
    told = DeliveryStarted(delivery_id=delivery.id, run_id=delivery.run_id or "").model_dump(mode="json")
    location = f"/api/webhooks/{delivery.webhook_id}/deliveries/{delivery.id}"
    return HTTPStatus.ACCEPTED, told, {"Location": location}
