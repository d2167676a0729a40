"""What models cost, budgets and estimates, by API and command line."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from pressroom.core.spending import queries
from pressroom.core.spending.models import AiCall
from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.gallery import colleague_of
from tests.serving import ThreadedServer
from tests.spending import spend

NOTHING = {"calls": 0, "unpriced_calls": 0, "cost_usd": 0.0, "input_tokens": 0, "output_tokens": 0}
AMOUNTS = st.lists(st.none() | st.decimals(0, 50, places=6), max_size=12)


def test_nothing_is_spent_at_first_and_there_is_no_limit(admin: Caller) -> None:
    found = admin.json("/api/spending")
    assert found["spent"] == NOTHING
    assert (found["monthly_budget_usd"], found["left_usd"], found["paused_runs"]) == (None, None, 0)


def test_a_budget_is_set_and_taken_back_by_owners(admin: Caller, app: App, server: ThreadedServer) -> None:
    assert admin.http.put("/api/spending", json={"monthly_budget_usd": 20}).json()["monthly_budget_usd"] == 20
    spend(app, admin.workspace_id, "20.13")
    assert admin.json("/api/spending")["left_usd"] == 0
    with colleague_of(app, admin, server.url) as member:
        assert member.json("/api/spending")["monthly_budget_usd"] == 20
        problem_of(member.http.put("/api/spending", json={"monthly_budget_usd": 1}), 403, "owner_only")
    assert admin.http.put("/api/spending", json={"monthly_budget_usd": None}).json()["left_usd"] is None


@pytest.mark.parametrize("wrong", [-1, 1_000_001, 0.001, "much", {}])
def test_a_budget_that_is_no_amount_of_money_is_refused(admin: Caller, wrong: object) -> None:
    assert admin.http.put("/api/spending", json={"monthly_budget_usd": wrong}).status_code == 422


@given(amounts=AMOUNTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_month_s_sum_is_that_of_its_calls_each_counted_once(
    admin: Caller, app: App, amounts: list[Decimal | None]
) -> None:
    with app.database.transaction() as session:
        session.execute(delete(AiCall))
    for number, amount in enumerate(amounts):
        for _ in range(2):  # a step that is told again
            spend(app, admin.workspace_id, None if amount is None else str(amount), run_id=f"run:{number}")
    with app.database.transaction() as session:
        found = queries.spent_this_month(session, admin.workspace_id)
        each = queries.costs_of_runs(session, [f"run:{number}" for number in range(len(amounts))])
    assert found.cost_usd == sum(one for one in amounts if one is not None)
    assert (found.calls, found.unpriced) == (len(amounts), amounts.count(None))
    assert sum(each.values(), start=queries.Cost()) == found


def test_another_month_and_another_workspace_are_not_in_the_sum(
    admin: Caller, stranger: Caller, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    spend(app, admin.workspace_id, "1.00")
    assert stranger.json("/api/spending")["spent"] == NOTHING
    monkeypatch.setattr(queries, "now", lambda: datetime(2031, 1, 1, tzinfo=UTC))
    assert admin.json("/api/spending")["spent"] == NOTHING


def test_an_estimate_is_made_by_the_last_calls_of_the_profile_and_model(admin: Caller, app: App) -> None:
    def estimated(number: int = 200) -> dict[str, object]:
        return admin.json("/api/spending/estimate", profile="document", number=number)

    assert "Nothing is known yet" in str(estimated()["says"])
    for amount in ("0.01", "0.03"):
        spend(app, admin.workspace_id, amount, model="fake")
    spend(app, admin.workspace_id, "9.00", model="another")
    spend(app, admin.workspace_id, "9.00", model="fake", profile="picture")
    found = estimated()
    assert (found["cost_usd"], found["basis"], found["model"]) == (4.0, 2, "fake")
    assert (found["input_tokens"], found["output_tokens"], found["seconds"]) == (20_000, 4_000, 400)
    assert found["says"] == "About $4.00, by the last 2 of these."


def test_only_the_newest_fifty_calls_count(admin: Caller, app: App) -> None:
    spend(app, admin.workspace_id, "100", model="fake")
    for _ in range(queries.BASIS):
        spend(app, admin.workspace_id, "0.02", model="fake")
    found = admin.json("/api/spending/estimate", profile="document", number=100)
    assert (found["cost_usd"], found["basis"]) == (2.0, queries.BASIS)


def test_what_runs_here_is_free_and_what_has_no_price_is_unknown(admin: Caller, app: App) -> None:
    free = admin.json("/api/spending/estimate", profile="picture", number=200)
    assert (free["is_free"], free["cost_usd"], free["says"]) == (True, 0.0, "Free, runs on this server.")
    spend(app, admin.workspace_id, None, model="fake")
    unknown = admin.json("/api/spending/estimate", profile="document", number=2)
    assert (unknown["cost_usd"], unknown["basis"]) == (None, 1)
    assert unknown["says"] == "What the model fake costs is not known."
    assert admin.json("/api/spending")["spent"]["cost_usd"] is None
    problem_of(admin.http.get("/api/spending/estimate", params={"profile": "song"}), 422, "profile")
