"""Samples of what models cost for `/-/patterns`."""

from datetime import date

from pressroom.web.views.shell import Progress
from pressroom.web.views.spending import CostLine, CostRow, SpendingPart


def spending_part() -> SpendingPart:
    """Return what an owner sees whose budget is used up."""
    return SpendingPart(
        workspace_id="sample-workspace",
        month="November 2026",
        total=_line("$20.13 and what is unknown", "1,402 calls", "1,204,331 tokens in, 98,204 out"),
        spent="$20.13",
        rows=(
            CostRow(name="Pictures painted", cost=_line("$17.60", "440 calls")),
            CostRow(name="Pins written", cost=_line("$2.53", "900 calls", "1,204,331 tokens in, 98,204 out")),
            CostRow(name="Documents described", cost=_line("free, runs on this server", "60 calls")),
            CostRow(name="Pictures described", cost=_line("price unknown", "2 calls")),
        ),
        unpriced=2,
        budget="$20.00",
        budget_value="20.00",
        left="$0.00",
        progress=Progress(2000, 2000),
        renews_on=date(2026, 12, 1),
        paused=187,
        is_owner=True,
        is_free=False,
    )


def _line(amount: str, calls: str, tokens: str = "") -> CostLine:
    return CostLine(amount=amount, calls=calls, tokens=tokens)
