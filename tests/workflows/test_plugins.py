"""Workflows of an owner's own, run by a real worker."""

from typing import Any

import pytest

from tests.caller import Caller
from tests.plugins import PlugIn, plug_in
from tests.workflows.conftest import StartWorker

__all__ = ["plug_in"]

pytestmark = pytest.mark.kills

THANK = """
    from datetime import UTC, datetime
    from uuid import UUID

    from pydantic import BaseModel, Field

    from pressroom.workflow import step, workflow


    class Order(BaseModel):
        order_id: int = Field(gt=0)
        customer: str
        at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


    @step
    def look_up(order: Order) -> Order:
        return order.model_copy(update={"customer": order.customer.title()})


    @workflow(event="shop/order.placed")
    def thank(order: Order) -> str:
        '''Thanks for an order.

        Nobody reads this.
        '''
        found = look_up(order)
        return f"Thank you, {found.customer}, for {found.order_id} of {found.at:%Y}"
"""


def send(caller: Caller, name: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Send an event that is accepted."""
    answer = caller.http.post("/api/events", json={"name": name, "data": data, **more})
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_an_event_begins_a_workflow_of_ones_own_once(admin: Caller, plug_in: PlugIn, start_worker: StartWorker) -> None:
    plug_in(shop=THANK)
    start_worker()
    data = {"order_id": 7, "customer": "ada", "shop": "north"}
    first, second = (send(admin, "shop/order.placed", data, id="order-7") for _ in range(2))
    assert (first["event_id"], second["is_known"]) == (second["event_id"], True)
    (run_id,) = first["run_ids"]
    assert second["run_ids"] == [run_id]
    run = admin.run_ended(run_id, 60)
    assert (run["status"], run["output"]) == ("succeeded", "Thank you, Ada, for 7 of 2026"), run
    assert run["input"][1] == {"order_id": 7, "customer": "ada", "at": "2026-01-01T00:00:00Z"}
    steps = admin.json(f"/api/runs/{run_id}/steps")["items"]
    assert [(one["name"], one["output"]["customer"]) for one in steps] == [("look_up", "Ada")]
    assert [one["id"] for one in admin.json("/api/runs?workflow=thank")["items"]] == [run_id]
