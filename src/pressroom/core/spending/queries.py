"""What models have cost, what is left, and what a job is likely to cost. Every query takes the workspace."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.spending.models import AiCall, Budget
from pressroom.core.spending.rules import LOCAL, month_start
from pressroom.kernel.clock import now

BASIS = 50
"""How many earlier calls an estimate looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a number of calls is likely to cost, by the newest `basis` calls of that profile and model.

    With a basis of 0 nothing is known but the price of what is free. `cost_usd` is None where no price is known.
    """

    profile: str
    number: int
    model: str | None
    cost_usd: Decimal | None
    input_tokens: int | None
    output_tokens: int | None
    seconds: float | None
    basis: int

    @property
    def is_free(self) -> bool:
        """Whether it runs on this server."""
        return self.model == LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What some calls came to; of `calls`, `unpriced` have no known price and are not in `cost_usd`."""

    calls: int = 0
    unpriced: int = 0
    cost_usd: Decimal = Decimal(0)
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def known_usd(self) -> Decimal | None:
        """The cost, or None where there are calls and no price of any is known."""
        return None if self.calls and self.calls == self.unpriced else self.cost_usd


def estimate(session: Session, workspace_id: UUID, profile: str, number: int, *, model: str | None = None) -> Estimate:
    """Return what `number` calls of a profile are likely to cost with `model`, by default the one asked last.

    `profile` is the name of a profile (`document`, `picture`, `sitter`, `pin`) or of what paints (`painting`).
    """
    calls = select(AiCall).where(AiCall.workspace_id == workspace_id, AiCall.profile == profile)
    newest = calls.order_by(AiCall.id.desc()).limit(1)
    model = model or session.scalar(newest.with_only_columns(AiCall.model))
    last = calls.where(AiCall.model == model).order_by(AiCall.id.desc()).limit(BASIS).subquery()
    row = session.execute(
        select(
            func.count().label("basis"),
            func.avg(last.c.cost_usd).label("cost_usd"),
            func.avg(last.c.input_tokens).label("input_tokens"),
            func.avg(last.c.output_tokens).label("output_tokens"),
            func.avg(last.c.seconds).label("seconds"),
        ).select_from(last)
    ).one()
    tokens = {
        name: None if (each := getattr(row, name)) is None else round(each * number)
        for name in ("input_tokens", "output_tokens")
    }
    cost = Decimal(0) if model == LOCAL else row.cost_usd
    return Estimate(
        profile=profile,
        number=number,
        model=model,
        cost_usd=None if cost is None else cost * number,
        seconds=None if row.seconds is None else row.seconds * number,
        basis=row.basis,
        **tokens,
    )


def budget_of(session: Session, workspace_id: UUID) -> Decimal | None:
    """Return what a workspace lets models cost in a month, in USD; None where there is no limit."""
    return session.scalar(select(Budget.monthly_usd).where(Budget.workspace_id == workspace_id))


def spent_this_month(session: Session, workspace_id: UUID) -> Cost:
    """Return what models cost a workspace since the month began, in UTC."""
    rows = session.execute(
        _SUMS.where(AiCall.workspace_id == workspace_id, AiCall.created_at >= month_start(now()))
    ).one()
    return Cost(**rows._mapping)  # noqa: SLF001  # a row's public mapping, underscored so as not to hide a column


def costs_of_runs(session: Session, workspace_id: UUID, run_ids: Collection[str]) -> Mapping[str, Cost]:
    """Return what runs cost so far, by run; those that asked no model are left out."""
    rows = session.execute(
        _SUMS.add_columns(AiCall.run_id)
        .where(AiCall.workspace_id == workspace_id, AiCall.run_id.in_(run_ids))
        .group_by(AiCall.run_id)
    )
    return {
        row.run_id: Cost(**{name: value for name, value in row._mapping.items() if name != "run_id"})  # noqa: SLF001  # as above
        for row in rows
    }


def answer_kept(session: Session, run_id: str, purpose: str) -> dict[str, Any] | None:
    """Return the answer that a run has paid for already, if it has."""
    return session.scalar(select(AiCall.answer).where(AiCall.run_id == run_id, AiCall.purpose == purpose))


def has_room(session: Session, workspace_id: UUID) -> bool:
    """Tell whether a workspace may spend more on models this month."""
    budget = budget_of(session, workspace_id)
    return budget is None or spent_this_month(session, workspace_id).cost_usd < budget


_SUMS = select(
    func.count().label("calls"),
    func.count().filter(AiCall.cost_usd.is_(None)).label("unpriced"),
    func.coalesce(func.sum(AiCall.cost_usd), 0).label("cost_usd"),
    func.coalesce(func.sum(AiCall.input_tokens), 0).label("input_tokens"),
    func.coalesce(func.sum(AiCall.output_tokens), 0).label("output_tokens"),
)
