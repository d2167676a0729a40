"""A workspace's month: what models cost, the most they may, and what waits for it."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.runs.queries import paused_count
from pressroom.core.spending.queries import budget_of, spent_this_month
from pressroom.core.spending.rules import month_start, next_month
from pressroom.core.spending.schemas import CostOut, SpendingOut
from pressroom.kernel.clock import now


def spending(session: Session, workspace_id: UUID) -> SpendingOut:
    """Return this month's cost and budget, in UTC."""
    at, cost, budget = now(), spent_this_month(session, workspace_id), budget_of(session, workspace_id)
    return SpendingOut(
        month_began_at=month_start(at),
        renews_at=next_month(at),
        spent=CostOut.of(cost),
        monthly_budget_usd=None if budget is None else float(budget),
        left_usd=None if budget is None else float(max(budget - cost.cost_usd, Decimal(0))),
        paused_runs=paused_count(session, workspace_id),
    )
