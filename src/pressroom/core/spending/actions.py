"""Answers written into the ledger, and the budget set. Idempotent: an answer of a run is counted once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.core.spending.models import AiCall, Budget
from pressroom.core.spending.queries import budget_of, spent_this_month
from pressroom.core.spending.rules import BUDGET, LOCAL, used_up
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid, LimitReached
from pressroom.kernel.ids import new_id

MOST_USD = Decimal(1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question to a model: whose, about what, in which run and, within it, to what purpose."""

    workspace_id: UUID
    run_id: str
    purpose: str
    profile: str
    subject_kind: str
    subject_id: UUID
    model: str


def check_budget(session: Session, workspace_id: UUID, model: str) -> None:
    """Raise LimitReached, with the code `budget`, where the month's budget is used up; a local model is always free.

    What is being asked at this moment is not counted yet: calls that start together may overshoot by what they cost.
    """
    if model == LOCAL or (budget := budget_of(session, workspace_id)) is None:
        return
    spent = spent_this_month(session, workspace_id).cost_usd
    if spent >= budget:
        raise LimitReached(used_up(budget, spent, now()), code=BUDGET)


def record_call(
    session: Session,
    call: Call,
    *,
    cost_usd: Decimal | None,
    input_tokens: int | None,
    output_tokens: int | None,
    seconds: float,
    answer: Mapping[str, Any] | None = None,
) -> None:
    """Count a model's answer, once for its run and purpose; `cost_usd` is None where its price is not known."""
    statement = insert(AiCall).values(
        id=new_id(),
        created_at=now(),
        cost_usd=cost_usd,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        seconds=seconds,
        answer=answer,
        **asdict(call),
    )
    session.execute(statement.on_conflict_do_nothing(index_elements=["run_id", "purpose"]))


def set_budget(session: Session, workspace_id: UUID, monthly_usd: Decimal | None) -> None:
    """Let models cost at most this much a month, None for no limit; work that waits goes on within seconds.

    Raises Invalid for less than nothing, more than a million, or parts of a cent.
    """
    if monthly_usd is None:
        session.execute(delete(Budget).where(Budget.workspace_id == workspace_id))
        return
    if not monthly_usd.is_finite() or not 0 <= monthly_usd <= MOST_USD:
        raise Invalid(f"A monthly budget is an amount in USD, from 0 to {MOST_USD:,}.", code="budget")
    if monthly_usd != monthly_usd.quantize(Decimal("0.01")):
        raise Invalid("A monthly budget is in whole cents.", code="budget")
    session.merge(Budget(workspace_id=workspace_id, monthly_usd=monthly_usd, updated_at=now()))
