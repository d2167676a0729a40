"""What crosses the API about alerts."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel

from pressroom.core.alerts.models import Alert
from pressroom.core.alerts.rules import TITLES, Cause
from pressroom.kernel.clock import Instant


class AlertOut(BaseModel):
    """Something that is not as it should be, until `ended_at`; `about` names the workflow, queue or thing."""

    id: UUID
    cause: Cause
    about: str
    title: str
    reason: str
    created_at: Instant
    ended_at: Instant | None
    dismissed_at: Instant | None

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """Return an alert as the API shows it."""
        values = {name: getattr(alert, name) for name in cls.model_fields if name != "title"}
        return cls(**values, title=TITLES[Cause(alert.cause)])


class AlertList(BaseModel):
    """A page of alerts, newest first."""

    items: list[AlertOut]
    next_cursor: str | None
