"""What models have cost, what is left, and what a job is likely to cost. Every query takes the workspace."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pressroom.core.spending.models import AiCall, Budget
from pressroom.core.spending.rules import LOCAL, in_dollars, month_start
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

    @property
    def in_words(self) -> str:
        """The estimate as a person is told it before they start a job."""
        if self.is_free:
            return "Free, runs on this server."
        if not self.basis:
            return "Nothing is known yet of what this costs: it was not asked of this model before."
        by = f"by the last {self.basis} of these" if self.basis > 1 else "by the one of these so far"
        if self.cost_usd is None:
            return f"What the model {self.model} costs is not known."
        return f"About {in_dollars(self.cost_usd)}, {by}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What some calls came to; of `calls`, `unpriced` have no known price and are not in `cost_usd`."""

    calls: int = 0
    unpriced: int = 0
    cost_usd: Decimal = Decimal(0)
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Self) -> Self:
        return replace(
            self,
            calls=self.calls + other.calls,
            unpriced=self.unpriced + other.unpriced,
            cost_usd=self.cost_usd + other.cost_usd,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )

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
    row = session.execute(
        _SUMS.where(AiCall.workspace_id == workspace_id, AiCall.created_at >= month_start(now()))
    ).one()
    return _cost(row)


def this_month_by_profile(session: Session, workspace_id: UUID) -> Mapping[str, Cost]:
    """Return what models cost since the month began, by what they were asked; the dearest first."""
    rows = session.execute(
        _SUMS.add_columns(AiCall.profile)
        .where(AiCall.workspace_id == workspace_id, AiCall.created_at >= month_start(now()))
        .group_by(AiCall.profile)
        .order_by(func.sum(AiCall.cost_usd).desc().nulls_last(), func.count().desc())
    )
    return {row.profile: _cost(row) for row in rows}


def costs_of_runs(session: Session, run_ids: Collection[str]) -> Mapping[str, Cost]:
    """Return what these runs cost so far, by run; those that asked no model are left out.

    Whether whoever asks may see them was looked at before.
    """
    rows = session.execute(_SUMS.add_columns(AiCall.run_id).where(AiCall.run_id.in_(run_ids)).group_by(AiCall.run_id))
    return {row.run_id: _cost(row) for row in rows}


def answer_kept(session: Session, run_id: str, purpose: str) -> dict[str, Any] | None:
    """Return the answer that a run has paid for already, if it has."""
    return session.scalar(select(AiCall.answer).where(AiCall.run_id == run_id, AiCall.purpose == purpose))


def has_room(session: Session, workspace_id: UUID) -> bool:
    """Tell whether a workspace may spend more on models this month."""
    budget = budget_of(session, workspace_id)
    return budget is None or spent_this_month(session, workspace_id).cost_usd < budget


def _cost(row: Any) -> Cost:  # noqa: ANN401  # a row of `_SUMS`, with or without a column more
    return Cost(
        calls=row.calls,
        unpriced=row.unpriced,
        cost_usd=row.cost_usd,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
    )


_SUMS = select(
    func.count().label("calls"),
    func.count().filter(AiCall.cost_usd.is_(None)).label("unpriced"),
    func.coalesce(func.sum(AiCall.cost_usd), 0).label("cost_usd"),
    func.coalesce(func.sum(AiCall.input_tokens), 0).label("input_tokens"),
    func.coalesce(func.sum(AiCall.output_tokens), 0).label("output_tokens"),
)
