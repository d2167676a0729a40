"""What crosses the API about what models cost."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, Field

from pressroom.core.spending.queries import Cost, Estimate
from pressroom.kernel.clock import Instant

Usd = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]


class CostOut(BaseModel):
    """What some answers of models cost; `unpriced_calls` have no known price and are not in `cost_usd`.

    `cost_usd` is null where no price of any is known. What runs on this server costs 0.
    """

    calls: int
    unpriced_calls: int
    cost_usd: float | None
    input_tokens: int
    output_tokens: int

    @classmethod
    def of(cls, cost: Cost) -> Self:
        """Return a cost as the API shows it."""
        known = cost.known_usd
        return cls(
            calls=cost.calls,
            unpriced_calls=cost.unpriced,
            cost_usd=None if known is None else float(known),
            input_tokens=cost.input_tokens,
            output_tokens=cost.output_tokens,
        )


class SpendingOut(BaseModel):
    """What models cost this month, in UTC, and the most they may; `paused_runs` wait for a higher budget, or the next.

    `monthly_budget_usd` is null where there is no limit, `left_usd` with it.
    """

    month_began_at: Instant
    renews_at: Instant
    spent: CostOut
    monthly_budget_usd: float | None
    left_usd: float | None
    paused_runs: int


class NewBudget(BaseModel):
    """The most that models may cost in a calendar month, in USD; null for no limit."""

    monthly_budget_usd: Usd | None


class EstimateOut(BaseModel):
    """What a number of calls is likely to cost, by the newest `basis` of that profile and model.

    Where `basis` is 0 nothing is known, unless it `is_free`: then it runs on this server. `says` is the same in words.
    """

    profile: str
    number: int
    model: str | None
    cost_usd: float | None
    input_tokens: int | None
    output_tokens: int | None
    seconds: float | None = Field(description="If done one after another.")
    basis: int
    is_free: bool
    says: str

    @classmethod
    def of(cls, estimate: Estimate) -> Self:
        """Return an estimate as the API shows it."""
        values = {name: getattr(estimate, name) for name in cls.model_fields if name not in {"cost_usd", "says"}}
        cost = estimate.cost_usd
        return cls(**values, cost_usd=None if cost is None else round(float(cost), 6), says=estimate.in_words)
