"""`/settings/spending`: what models cost this month, and the most they may."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal
from pressroom.core.runs.queries import paused_count
from pressroom.core.spending import actions, queries
from pressroom.core.spending.queries import Cost
from pressroom.core.spending.rules import LOCAL, PAINTING, in_dollars, next_month
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid
from pressroom.web.asking import AppDep, OwnerDep, PrincipalDep, SessionDep
from pressroom.web.pages.spending_lines import cost_line
from pressroom.web.replies import done
from pressroom.web.templating import page
from pressroom.web.views import SpendingPartial
from pressroom.web.views.shell import Progress
from pressroom.web.views.spending import CostLine, CostRow, SpendingPart

router = APIRouter(prefix="/settings/spending", include_in_schema=False)

BACK = "/settings#spending"
CENTS = 100
NAMES = {
    "document": "Documents described",
    "picture": "Pictures described",
    "sitter": "Photos looked at for generations",
    PAINTING: "Pictures painted",
    "pin": "Pins written",
}
NOTHING = CostLine(amount="$0.00", calls="no calls", tokens="")


@router.get("")
def show_spending(app: AppDep, session: SessionDep, principal: PrincipalDep) -> Response:
    """Show the part of the settings about the cost of models, alone."""
    return page(SpendingPartial(spending_part(app, session, principal)))


@router.post("/budget")
def save_budget(
    request: Request,
    session: SessionDep,
    principal: OwnerDep,
    monthly_usd: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Set the budget; blank for no limit."""
    budget = _amount_in(monthly_usd)
    actions.set_budget(session, principal.workspace_id, budget)
    said = "There is no limit now." if budget is None else f"The budget is {in_dollars(budget)} a month."
    return done(request, said, back=BACK)


def spending_part(app: App, session: Session, principal: Principal) -> SpendingPart:
    """Return the part of the settings about the cost of models."""
    at = now()
    cost = queries.spent_this_month(session, principal.workspace_id)
    budget = queries.budget_of(session, principal.workspace_id)
    return SpendingPart(
        workspace_id=str(principal.workspace_id),
        month=f"{at:%B %Y}",
        total=_line(cost),
        spent=in_dollars(cost.cost_usd),
        rows=[
            CostRow(name=NAMES.get(name, name.capitalize()), cost=_line(each))
            for name, each in queries.this_month_by_profile(session, principal.workspace_id).items()
        ],
        unpriced=cost.unpriced,
        budget=None if budget is None else in_dollars(budget),
        budget_value="" if budget is None else f"{budget:.2f}",
        left=None if budget is None else in_dollars(max(budget - cost.cost_usd, Decimal(0))),
        progress=_progress(cost, budget),
        renews_on=next_month(at).date(),
        paused=paused_count(session, principal.workspace_id),
        is_owner=principal.role is Role.OWNER,
        is_free={app.describe_model, app.vision_model, app.paint_model} == {LOCAL},
    )


def _line(cost: Cost) -> CostLine:
    return (cost_line(cost) if cost.calls else None) or NOTHING


def _progress(cost: Cost, budget: Decimal | None) -> Progress | None:
    if not budget or int(cost.cost_usd * CENTS) == 0:
        return None
    return Progress(min(int(cost.cost_usd * CENTS), int(budget * CENTS)), int(budget * CENTS))


def _amount_in(text: str) -> Decimal | None:
    said = text.strip().removeprefix("$").replace(",", "")
    if not said:
        return None
    try:
        return Decimal(said)
    except InvalidOperation as error:
        raise Invalid(
            "A monthly budget is an amount in USD, such as 20 or 12.50; blank for none.", code="budget"
        ) from error
