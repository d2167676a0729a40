"""What the page of alerts is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pressroom.web.views.shell import Crumb, Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """Something that is, or was, not as it should be."""

    id: str
    title: str
    reason: str
    state: State
    at: datetime
    ended_at: datetime | None
    cure: Crumb | None
    """The page on which something can be done about it."""
    can_dismiss: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsPage(View):
    """`GET /alerts`."""

    template: ClassVar[str] = "alerts/index.html"
    shell: Shell
    alerts: Sequence[AlertRow]
    more_url: str | None
    here: str
