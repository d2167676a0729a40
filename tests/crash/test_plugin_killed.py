"""A worker is killed in the middle of a workflow of one's own; the next one goes on where it was."""

import time
from pathlib import Path

from pressroom.client import Client
from tests.caller import Caller
from tests.crash.conftest import Processes
from tests.plugins import write_plugins

SHOP = """
    import time
    from pathlib import Path

    from pydantic import BaseModel

    from pressroom.workflow import step, workflow


    class Order(BaseModel):
        folder: str
        customer: str


    class Receipt(BaseModel):
        number: int


    @step
    def write_receipt(order: Order) -> Receipt:
        return Receipt(number=_mark(order, "receipts"))


    @step
    def send(order: Order, receipt: Receipt) -> int:
        tries = _mark(order, "sent")
        while tries == 1:
            time.sleep(0.1)
        return tries


    @workflow(event="shop/order.placed", concurrency=1)
    def fulfil(order: Order) -> str:
        receipt = write_receipt(order)
        return f"receipt {receipt.number} of {order.customer}, sent at try {send(order, receipt)}"


    def _mark(order: Order, name: str) -> int:
        path = Path(order.folder) / name
        with path.open("a", encoding="utf-8") as file:
            file.write("x")
        return len(path.read_text(encoding="utf-8"))
"""


def test_a_kill_in_the_middle_of_ones_own_workflow_costs_nothing(
    admin: Caller, processes: Processes, tmp_path: Path
) -> None:
    write_plugins(tmp_path / "plugins", shop=SHOP)
    processes.serve("--workers", "0")
    worker = processes.start("worker")
    with Client(processes.url, admin.token) as press:
        data = {"folder": str(tmp_path), "customer": "Ada"}
        first, second = (press.events.send("shop/order.placed", data, id="order-7") for _ in range(2))
        assert first.run_ids == second.run_ids
        deadline = time.monotonic() + 60
        while not (tmp_path / "sent").exists():
            assert time.monotonic() < deadline, processes.log.read_text(encoding="utf-8")
            time.sleep(0.02)
        worker.kill()
        worker.wait()
        processes.start("worker")
        run = press.runs.wait(first.run_ids[0], seconds=60)
        assert (run.status, run.output) == ("succeeded", "receipt 1 of Ada, sent at try 2")
        assert [one.name for one in press.runs.steps(run.id).items] == ["write_receipt", "send"]
        assert press.workflows.get("fulfil").source == "shop.py"
