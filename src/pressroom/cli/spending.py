"""`pressroom spending`: what models cost this month, and the most they may."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_facts, print_json
from pressroom.core.runs.spending import spending as spending_of
from pressroom.core.spending import actions, queries
from pressroom.core.spending.rules import in_dollars, model_for
from pressroom.core.spending.schemas import CostOut, EstimateOut
from pressroom.kernel.errors import Invalid

spending = typer.Typer(name="spending", help="Show what models cost, and set the monthly budget.")
NO_LIMIT = "none"


@spending.callback(invoke_without_command=True)
def show_spending(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Show what models cost this month, and what is left of the budget."""
    if context.invoked_subcommand:
        return
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = spending_of(session, place.workspace_id)
    if as_json:
        print_json(found)
        return
    budget, left = found.monthly_budget_usd, found.left_usd
    facts = {
        "This month": _cost(found.spent),
        "Budget": "none" if budget is None else in_dollars(Decimal(str(budget))),
        "Left": None if left is None else in_dollars(Decimal(str(left))),
        "Waiting runs": f"{found.paused_runs:,}" if found.paused_runs else None,
        "Counts anew": f"{found.renews_at:%Y-%m-%d} (UTC)",
    }
    print_facts({name: value for name, value in facts.items() if value is not None})


@spending.command("budget")
def set_budget(
    context: typer.Context,
    amount: Annotated[str, typer.Argument(metavar="USD", help=f"The most a month may cost, or `{NO_LIMIT}`.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Set the monthly budget; work that waits for it goes on within seconds."""
    budget = _amount_in(amount)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        actions.set_budget(session, place.workspace_id, budget)
        found = spending_of(session, place.workspace_id)
    if as_json:
        print_json(found)
    else:
        out.print("There is no limit now." if budget is None else f"The budget is {in_dollars(budget)} a month.")


@spending.command("estimate")
def estimate(
    context: typer.Context,
    profile: Annotated[str, typer.Argument(help="What is asked: document, picture, sitter, pin or painting.")],
    number: Annotated[int, typer.Argument(min=1, help="How many.")] = 1,
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Say what a job is likely to cost, by the last ones."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        model = model_for(place.app, profile)
        found = EstimateOut.of(queries.estimate(session, place.workspace_id, profile, number, model=model))
    if as_json:
        print_json(found)
    else:
        out.print(found.says, soft_wrap=True)


def _amount_in(text: str) -> Decimal | None:
    if text.strip().lower() == NO_LIMIT:
        return None
    try:
        return Decimal(text.strip().removeprefix("$"))
    except InvalidOperation as error:
        raise Invalid(f"A budget is an amount in USD, such as 20 or 12.50, or `{NO_LIMIT}`.", code="budget") from error


def _cost(cost: CostOut) -> str:
    if not cost.calls:
        return "nothing"
    amount = "unknown" if cost.cost_usd is None else in_dollars(Decimal(str(cost.cost_usd)))
    unpriced = (
        f", {cost.unpriced_calls:,} of unknown price" if cost.unpriced_calls and cost.cost_usd is not None else ""
    )
    return f"{amount} in {cost.calls:,} calls{unpriced}"
