"""What the pages of webhooks are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.shell import Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRow:
    """An address that is told of events."""

    id: str
    address: str
    names: str
    state: State
    reason: str | None
    """Why it is off, or since when nothing arrives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookForm:
    """What was typed, and what is wrong with it."""

    address: str = ""
    names: str = "*"
    error: str | None = None
    """What is wrong with the address."""
    names_error: str | None = None
    known: Sequence[str] = ()
    """What can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksPage(View):
    """`GET /webhooks`."""

    template: ClassVar[str] = "webhooks/index.html"
    shell: Shell
    webhooks: Sequence[WebhookRow]
    form: WebhookForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TryLine:
    """One try of a delivery."""

    number: int
    at: datetime
    outcome: str
    seconds: float
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """An event on its way to a webhook."""

    id: str
    event_url: str
    event_name: str
    state: State
    at: datetime
    next_at: datetime | None
    tries: Sequence[TryLine]
    reason: str | None
    """What came of the last try, while nothing has arrived."""
    resend_url: str
    resend: str
    """What sending it now is called; empty where it is just being sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookPage(View):
    """`GET /webhooks/{id}`."""

    template: ClassVar[str] = "webhooks/show.html"
    shell: Shell
    webhook: WebhookRow
    is_enabled: bool
    form: WebhookForm
    secret: str | None
    """The secret that was just made; it is shown this once."""
    deliveries: Sequence[DeliveryRow]
    more_url: str | None
    here: str
