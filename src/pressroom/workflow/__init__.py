"""Words for workflows of your own: write them in a Python file, put it in the plug-ins folder, start Pressroom again.

    from pressroom.workflow import Retry, step, workflow

    @step
    def rate(currency: str) -> float: ...

    @workflow(event="shop/order.placed", cron="0 6 * * *", concurrency=2, key="customer")
    def thank(customer: str = "all", currency: str = "EUR") -> str: ...

A workflow is a story: control flow only, no clock and no chance, for after a crash it is told again, and steps that
were done give the answers they gave. What reaches outside is a step. A step may run more than once, so its effect has
to be safe to repeat.
"""

from pressroom.workflow.definitions import Definition, workflow
from pressroom.workflow.steps import Fail, Retry, sleep, step

__all__ = ["Definition", "Fail", "Retry", "sleep", "step", "workflow"]
