"""What the part of the settings about the cost of models is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pressroom.web.views.shell import Progress, View


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What some calls of models came to, in words; `tokens` is empty where none were counted."""

    amount: str
    calls: str
    tokens: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """What models cost for one thing they are asked."""

    name: str
    cost: CostLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingPart:
    """What models cost in the current month, and the budget."""

    workspace_id: str
    month: str
    total: CostLine
    spent: str
    """What of the budget is used."""
    rows: Sequence[CostRow]
    unpriced: int
    """Calls whose price is not known."""
    budget: str | None
    budget_value: str
    """As the form has it."""
    left: str | None
    progress: Progress | None
    """In cents; None without a budget, or while less than a cent is spent."""
    renews_on: date
    paused: int
    """Runs that wait for a higher budget, or the next month's."""
    is_owner: bool
    is_free: bool
    """Whether every model set runs on this server."""


@dataclass(frozen=True, slots=True)
class SpendingPartial(View):
    """`GET /settings/spending`."""

    template: ClassVar[str] = "settings/_spending.html"
    costs: SpendingPart
