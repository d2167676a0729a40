"""`/api/spending`: what models cost this month, the most they may, and what a job is likely to cost."""

from typing import Annotated

from fastapi import APIRouter, Query

from pressroom.core.runs.spending import spending
from pressroom.core.spending import actions, queries
from pressroom.core.spending.rules import model_for
from pressroom.core.spending.schemas import EstimateOut, NewBudget, SpendingOut
from pressroom.web.asking import AppDep, OwnerDep, PrincipalDep, SessionDep

router = APIRouter(prefix="/api/spending", tags=["spending"])


@router.get("")
def get_spending(session: SessionDep, principal: PrincipalDep) -> SpendingOut:
    """Return what models cost this month, and the budget."""
    return spending(session, principal.workspace_id)


@router.put("")
def put_budget(session: SessionDep, principal: OwnerDep, wanted: NewBudget) -> SpendingOut:
    """Set the monthly budget, null for none; runs that wait for it go on within seconds. For owners."""
    actions.set_budget(session, principal.workspace_id, wanted.monthly_budget_usd)
    return spending(session, principal.workspace_id)


@router.get("/estimate")
def get_estimate(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    profile: Annotated[str, Query(max_length=40)],
    number: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> EstimateOut:
    """Return what a number of calls of a profile is likely to cost with the model that is set, by the last ones."""
    model = model_for(app, profile)
    return EstimateOut.of(queries.estimate(session, principal.workspace_id, profile, number, model=model))
