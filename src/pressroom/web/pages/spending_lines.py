"""What models cost, in words."""

from pressroom.core.spending.queries import Cost
from pressroom.core.spending.rules import in_dollars
from pressroom.web.formatting import plural
from pressroom.web.views.spending import CostLine

FREE = "free"


def cost_line(cost: Cost | None) -> CostLine | None:
    """Return what calls came to as pages show it; None for None."""
    if cost is None:
        return None
    tokens = f"{cost.input_tokens:,} tokens in, {cost.output_tokens:,} out"
    return CostLine(
        amount=_amount(cost),
        calls=plural(cost.calls, "call"),
        tokens=tokens if cost.input_tokens or cost.output_tokens else "",
    )


def _amount(cost: Cost) -> str:
    known = cost.known_usd
    if known is None:
        return "price unknown"
    if cost.unpriced:
        return f"{in_dollars(known)} and what is unknown"
    return in_dollars(known) if known else "free, runs on this server"
