"""Months, sums of money and what is said of them: nothing here asks anyone."""

from datetime import UTC, datetime
from decimal import Decimal

from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid

LOCAL = "local"
"""The model that runs on this server and costs nothing."""
PAINTING = "painting"
"""What a painter's answers are counted under, as a describer's are under their profile."""
BUDGET = "budget"
"""Code of the failure that a used-up budget is."""


def model_for(app: App, profile: str) -> str:
    """Return the model an installation asks for a profile, or to paint; raises Invalid where there is no such one."""
    models = {
        "document": app.describe_model,
        "picture": app.vision_model,
        "sitter": app.vision_model,
        "pin": app.vision_model,
        PAINTING: app.paint_model,
    }
    if profile not in models:
        raise Invalid(f"There is no profile “{profile}”. There are: {', '.join(models)}.", code="profile")
    return models[profile]


def month_start(at: datetime) -> datetime:
    """Return the first instant of an instant's calendar month, in UTC."""
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(at: datetime) -> datetime:
    """Return the first instant of the calendar month after an instant's, in UTC."""
    first = month_start(at)
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def price_of(model: str, cost_usd: Decimal | None) -> Decimal | None:
    """Return what an answer cost in USD: nothing where the model runs here, None where its price is not known."""
    return Decimal(0) if model == LOCAL else cost_usd


def in_dollars(amount: Decimal) -> str:
    """Return an amount as people read it; less than a cent with as many digits as say something."""
    if amount == 0 or amount >= Decimal("0.01"):
        return f"${amount:,.2f}"
    return f"${amount:.4f}" if amount >= Decimal("0.0001") else "less than $0.0001"


def used_up(budget: Decimal, spent: Decimal, at: datetime) -> str:
    """Return what a person is told of work that waits for a budget."""
    if not budget:
        return (
            "This workspace's AI budget is $0.00, so nothing may be spent on models. Work that needs one waits; "
            "raise the budget in Settings."
        )
    turn = next_month(at)
    return (
        f"This month's AI budget of {in_dollars(budget)} is used up ({in_dollars(spent)}). Work that needs a model "
        f"waits; raise the budget in Settings, or it goes on by itself on {turn.day} {turn:%B}."
    )
