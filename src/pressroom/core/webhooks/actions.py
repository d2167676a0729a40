"""Webhooks made, changed, given another secret, turned off and on, and let go."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.webhooks.models import Webhook
from pressroom.core.webhooks.queries import webhook as webhook_of
from pressroom.core.webhooks.rules import MOST
from pressroom.core.webhooks.secrets import Secrets, new_secrets, rotated, sealed, unsealed
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid, LimitReached
from pressroom.kernel.ids import new_id
from pressroom.kernel.vault import Vault, VaultLocked
from pressroom.providers.webhooks import WebhookSender

BY_HAND = "Turned off by hand."


def add_webhook(
    session: Session,
    vault: Vault,
    sender: WebhookSender,
    *,
    workspace_id: UUID,
    user_id: UUID,
    url: str,
    names: Collection[str],
) -> tuple[Webhook, str]:
    """Have an address told of events; return the webhook and the secret, which is shown this once.

    The names were checked before. Raises Invalid for an address that may not be told, and LimitReached.
    """
    if (session.scalar(select(func.count()).where(Webhook.workspace_id == workspace_id)) or 0) >= MOST:
        raise LimitReached(f"A workspace has {MOST} webhooks at the most. Remove one first.", code="webhooks")
    sender.check(url)
    made = new_secrets()
    webhook = Webhook(
        id=new_id(),
        workspace_id=workspace_id,
        user_id=user_id,
        url=url,
        names=_each_once(names),
        secret_sealed=sealed(vault, made),
    )
    session.add(webhook)
    session.flush()
    return webhook, made.current


def change_webhook(
    session: Session,
    sender: WebhookSender,
    webhook: Webhook,
    *,
    by: UUID,
    url: str | None = None,
    names: Sequence[str] | None = None,
    is_enabled: bool | None = None,
) -> None:
    """Change where events go, which, or whether; what is None stays.

    The address is whoever's that gave it: what is one person's alone goes to no address that another chose. Raises
    Invalid for an address that may not be, which may take seconds to find out: nobody waits for the webhook meanwhile.
    """
    if url is not None and url != webhook.url:
        sender.check(url)
    webhook_of(session, webhook.workspace_id, webhook.id, lock=True)
    if url is not None and url != webhook.url:
        webhook.url, webhook.user_id, webhook.failing_since = url, by, None
    if names is not None:
        webhook.names = _each_once(names)
    match is_enabled:
        case True:
            webhook.disabled_at = webhook.disabled_reason = webhook.failing_since = None
        case False if webhook.disabled_at is None:
            webhook.disabled_at, webhook.disabled_reason = now(), BY_HAND
        case _:
            return


def secret_of(vault: Vault, webhook: Webhook) -> str:
    """Return the secret that events are signed with now; raises VaultLocked."""
    return unsealed(vault, webhook.secret_sealed).current


def rotate_secret(vault: Vault, webhook: Webhook) -> str:
    """Sign with a fresh secret from now on, and for a day with the one before as well; return it, shown this once."""
    try:
        fresh = rotated(unsealed(vault, webhook.secret_sealed))
    except VaultLocked:  # the key it was sealed with is gone, and the secret with it
        fresh = Secrets(new_secrets().current)
    webhook.secret_sealed = sealed(vault, fresh)
    return fresh.current


def remove_webhook(session: Session, webhook: Webhook) -> None:
    """Tell an address nothing more, and forget what it was told."""
    session.delete(webhook)


def _each_once(names: Collection[str]) -> list[str]:
    if not names:
        raise Invalid("Say which events it is told of; `*` stands for all.", code="names")
    return list(dict.fromkeys(names))
