"""Workflows of an owner's own that failed several times, all tried again at once."""

from pathlib import Path

import pytest

from pressroom.core.runs import several
from tests.caller import Caller
from tests.plugins import PlugIn, plug_in
from tests.workflows.conftest import StartWorker
from tests.workflows.test_plugins import send
from tests.workflows.test_several_runs import change

__all__ = ["plug_in"]

pytestmark = pytest.mark.kills

CHARGE = """
    from pathlib import Path

    from pressroom.workflow import workflow


    @workflow(event="shop/order.placed")
    def charge(closed: Path) -> str:
        '''Charges somebody, unless the till is closed.'''
        if closed.exists():
            raise ValueError("The till is closed.")
        return "paid"
"""


def test_an_input_that_failed_three_times_is_worked_on_once(
    admin: Caller, plug_in: PlugIn, start_worker: StartWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(several, "UNDO_SECONDS", 0.2)
    plug_in(till=CHARGE)
    start_worker()
    closed = tmp_path / "closed"
    closed.touch()
    (run_id,) = send(admin, "shop/order.placed", {"closed": str(closed)})["run_ids"]
    for _ in range(2):
        assert admin.run_ended(run_id, 60)["status"] == "failed"
        run_id = admin.http.post(f"/api/runs/{run_id}/retry").json()["run_id"]
    assert admin.run_ended(run_id)["status"] == "failed"
    closed.unlink()

    begun = change(admin, "retry", filters={"workflow": "charge"})

    output = admin.run_ended(begun["run_id"])["output"]
    assert (begun["total"], output["changed"], output["refused"]) == (3, 1, 2)
    assert sum(output["reasons"].values()) == 2
    assert all(run_id not in reason for reason in output["reasons"])
    assert admin.run_ended(f"{run_id.rpartition(':')[0]}:4")["output"] == "paid"
    assert len(admin.json("/api/runs", workflow="charge")["items"]) == 4
