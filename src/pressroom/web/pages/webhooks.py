"""`/webhooks`: addresses that are told of events, and every delivery. For owners."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.queries import Principal
from pressroom.core.events.queries import check_subscriptions
from pressroom.core.events.rules import subscribable
from pressroom.core.events.trying import send_test
from pressroom.core.webhooks import queries
from pressroom.core.webhooks.actions import add_webhook, change_webhook, remove_webhook, rotate_secret
from pressroom.core.webhooks.models import Webhook
from pressroom.core.webhooks.sending import resend
from pressroom.kernel.errors import Rejected
from pressroom.web.api.webhooks import delivery_to
from pressroom.web.asking import AppDep, DoorsDep, OwnerDep, SessionDep, WebhookDep
from pressroom.web.narrowing import address as address_of
from pressroom.web.pages.page import shell
from pressroom.web.pages.webhook_rows import delivery_row, webhook_row
from pressroom.web.replies import done, go_to
from pressroom.web.templating import page
from pressroom.web.views import WebhookPage, WebhooksPage
from pressroom.web.views.webhooks import WebhookForm

router = APIRouter(prefix="/webhooks", include_in_schema=False)

OF_NAMES = frozenset({"names", "unknown_event"})
"""How refusals of names are called."""
Address = Annotated[str, Form(alias="url", max_length=2000)]
Names = Annotated[str, Form(max_length=2000)]


@router.get("")
def list_webhooks(session: SessionDep, principal: OwnerDep) -> Response:
    """Show the addresses that are told of events."""
    return _list(session, principal, WebhookForm(known=_known()))


@router.post("")
def create(
    app: AppDep, doors: DoorsDep, session: SessionDep, principal: OwnerDep, url: Address = "", names: Names = "*"
) -> Response:
    """Have an address told of events, and show its secret this once; what is wrong is told in the form."""
    try:
        webhook, secret = add_webhook(
            session,
            app.vault,
            doors.webhooks,
            workspace_id=principal.workspace_id,
            user_id=principal.user_id,
            url=url.strip(),
            names=_names_in(names),
        )
    except Rejected as refusal:
        return _list(session, principal, _refused(url, names, refusal))
    return _show(session, principal, webhook, secret=secret)


@router.get("/{webhook_id}")
def show(
    session: SessionDep,
    principal: OwnerDep,
    webhook: WebhookDep,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """Show one webhook and what was sent to it."""
    return _show(session, principal, webhook, cursor=cursor)


@router.post("/{webhook_id}")
def change(
    request: Request,
    doors: DoorsDep,
    session: SessionDep,
    principal: OwnerDep,
    webhook_id: UUID,
    url: Address = "",
    names: Names = "*",
) -> Response:
    """Change where events go, and which."""
    webhook = queries.webhook(session, principal.workspace_id, webhook_id)
    try:
        names_in = _names_in(names)
        change_webhook(session, doors.webhooks, webhook, by=principal.user_id, url=url.strip(), names=names_in)
    except Rejected as refusal:
        return _show(session, principal, webhook, form=_refused(url, names, refusal))
    return go_to(request, f"/webhooks/{webhook.id}")


@router.post("/{webhook_id}/secret")
def rotate(app: AppDep, session: SessionDep, principal: OwnerDep, webhook: WebhookDep) -> Response:
    """Sign with a fresh secret from now on, and show it this once."""
    return _show(session, principal, webhook, secret=rotate_secret(app.vault, webhook))


@router.post("/{webhook_id}/test")
def try_out(request: Request, app: AppDep, session: SessionDep, principal: OwnerDep, webhook: WebhookDep) -> Response:
    """Send a test event to this address alone."""
    send_test(session, app.durable, webhook, user_id=principal.user_id)
    return done(request, "A test is on its way; its answer appears below.", back=f"/webhooks/{webhook.id}", tone="info")


@router.post("/{webhook_id}/disabling")
def turn_off(
    request: Request, doors: DoorsDep, session: SessionDep, principal: OwnerDep, webhook: WebhookDep
) -> Response:
    """Send nothing more for now."""
    change_webhook(session, doors.webhooks, webhook, by=principal.user_id, is_enabled=False)
    return go_to(request, f"/webhooks/{webhook.id}")


@router.post("/{webhook_id}/enabling")
def turn_on(
    request: Request, doors: DoorsDep, session: SessionDep, principal: OwnerDep, webhook: WebhookDep
) -> Response:
    """Send again what happens from now on."""
    change_webhook(session, doors.webhooks, webhook, by=principal.user_id, is_enabled=True)
    return go_to(request, f"/webhooks/{webhook.id}")


@router.post("/{webhook_id}/removal")
def remove(request: Request, session: SessionDep, webhook: WebhookDep) -> Response:
    """Tell an address nothing more, and forget what it was told."""
    remove_webhook(session, webhook)
    return go_to(request, "/webhooks")


@router.post("/{webhook_id}/deliveries/{delivery_id}/resend")
def send_once_more(
    request: Request, app: AppDep, session: SessionDep, webhook: WebhookDep, delivery_id: UUID
) -> Response:
    """Deliver once more, now."""
    resend(session, app.durable, delivery_to(session, webhook, delivery_id, lock=True))
    return done(request, "On its way once more.", back=f"/webhooks/{webhook.id}", tone="info")


def _names_in(typed: str) -> list[str]:
    """Return the names that were typed, parted by commas or spaces; raises Invalid for one that does not exist."""
    names = typed.replace(",", " ").split()
    check_subscriptions(CATALOGUE, names)
    return names


def _known() -> Sequence[str]:
    return subscribable(CATALOGUE.events())


def _refused(url: str, names: str, refusal: Rejected) -> WebhookForm:
    """Return the form as it was sent, with what is wrong beside the field it is wrong with."""
    said = {"names_error" if refusal.code in OF_NAMES else "error": str(refusal)}
    return WebhookForm(address=url, names=names, known=_known(), **said)


def _list(session: Session, principal: Principal, form: WebhookForm) -> Response:
    found = queries.webhooks(session, principal.workspace_id)
    rows = [webhook_row(one) for one in found]
    return page(WebhooksPage(shell=shell(session, principal, "runs"), webhooks=rows, form=form))


def _show(
    session: Session,
    principal: Principal,
    webhook: Webhook,
    *,
    form: WebhookForm | None = None,
    secret: str | None = None,
    cursor: str | None = None,
) -> Response:
    found = queries.deliveries(session, webhook.id, cursor=cursor)
    tries = queries.tries_of(session, [one.delivery.id for one in found.deliveries])
    here = f"/webhooks/{webhook.id}"
    return page(
        WebhookPage(
            shell=shell(session, principal, "runs"),
            webhook=webhook_row(webhook),
            is_enabled=webhook.disabled_at is None,
            form=form or WebhookForm(address=webhook.url, names=", ".join(webhook.names), known=_known()),
            secret=secret,
            deliveries=[delivery_row(one, tries) for one in found.deliveries],
            more_url=address_of(here, {"cursor": found.next_cursor}) if found.next_cursor else None,
            here=here,
        )
    )
