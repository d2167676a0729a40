"""What crosses the API about webhooks; a secret only as it is made."""

from collections.abc import Sequence
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from pressroom.core.webhooks.models import Delivery, DeliveryStatus, DeliveryTry, Webhook
from pressroom.kernel.clock import Instant

Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Names = Annotated[
    list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]],
    Field(min_length=1, max_length=50, description="Names of events; `document.*` is all about documents, `*` all."),
]


class NewWebhook(BaseModel):
    """An address to be told of events."""

    url: Url
    names: Names


class WebhookChanges(BaseModel):
    """What is to be changed about a webhook; what is left out stays as it is."""

    url: Url | None = None
    names: Names | None = None
    is_enabled: bool | None = None


class WebhookOut(BaseModel):
    """An address that is told of events. One that is off says why in `disabled_reason`."""

    id: UUID
    url: str
    names: list[str]
    is_enabled: bool
    disabled_at: Instant | None
    disabled_reason: str | None
    failing_since: Instant | None
    created_at: Instant

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        """Return a webhook as the API shows it."""
        values = {name: getattr(webhook, name) for name in cls.model_fields if name != "is_enabled"}
        return cls(**values, is_enabled=webhook.disabled_at is None)


class WebhookSecret(WebhookOut):
    """A webhook with the secret its events are signed with, which is shown this once."""

    secret: str

    @classmethod
    def with_secret(cls, webhook: Webhook, secret: str) -> Self:
        """Return a webhook and its fresh secret."""
        return cls(**WebhookOut.of(webhook).model_dump(), secret=secret)


class WebhookList(BaseModel):
    """A workspace's webhooks, oldest first."""

    items: list[WebhookOut]
    next_cursor: None = None


class TryOut(BaseModel):
    """One try of a delivery: what was answered, or why nothing was. `answer` is how the answer began."""

    number: int
    at: Instant
    http_status: int | None
    error: str | None
    answer: str | None
    seconds: float


class DeliveryOut(BaseModel):
    """An event on its way to a webhook; `next_at` is when it is tried again."""

    id: UUID
    webhook_id: UUID
    event_id: UUID
    event_name: str
    status: DeliveryStatus
    tries: int
    next_at: Instant | None
    ended_at: Instant | None
    created_at: Instant
    run_id: str | None

    @classmethod
    def of(cls, delivery: Delivery, event_name: str) -> Self:
        """Return a delivery as the API shows it."""
        values = {name: getattr(delivery, name) for name in cls.model_fields if name != "event_name"}
        return cls(**values, event_name=event_name)


class DeliveryDetail(DeliveryOut):
    """A delivery with every try of it."""

    log: list[TryOut]

    @classmethod
    def with_log(cls, delivery: Delivery, event_name: str, tries: Sequence[DeliveryTry]) -> Self:
        """Return a delivery and its tries as the API shows them."""
        log = [TryOut(**{name: getattr(one, name) for name in TryOut.model_fields}) for one in tries]
        return cls(**DeliveryOut.of(delivery, event_name).model_dump(), log=log)


class DeliveryList(BaseModel):
    """A page of deliveries, newest first."""

    items: list[DeliveryOut]
    next_cursor: str | None


class DeliveryStarted(BaseModel):
    """A delivery that was begun."""

    delivery_id: UUID
    run_id: str
