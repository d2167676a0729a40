"""Pure decisions about alerts: what is so wrong that an owner should know of it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

GIGABYTE = 1_000_000_000
WINDOW = timedelta(hours=1)
"""The runs of this time are judged."""
MOST_FAILED, LEAST_FAILED = 0.5, 5
"""The share of a workflow's runs that may fail, where at least so many did."""
STUCK = timedelta(minutes=15)
"""How long a run may wait in a queue of which none begins."""
LEAST_FREE, LEAST_FREE_SHARE = 2 * GIGABYTE, 0.03
"""What a disk has at least left: the less of both."""


class Cause(StrEnum):
    """What an alert is about."""

    FAILURES = "failures"
    QUEUE = "queue"
    CONNECTION = "connection"
    BUDGET = "budget"
    DISK = "disk"
    WEBHOOK = "webhook"


TITLES = {
    Cause.FAILURES: "A workflow keeps failing.",
    Cause.QUEUE: "A queue is stuck.",
    Cause.CONNECTION: "An account has to be connected again.",
    Cause.BUDGET: "The month's budget is used up.",
    Cause.DISK: "The disk is almost full.",
    Cause.WEBHOOK: "A webhook was turned off.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, in a workspace."""

    workspace_id: UUID
    cause: Cause
    about: str
    reason: str

    @property
    def key(self) -> tuple[UUID, str, str]:
        """What it is known by for as long as it lasts."""
        return self.workspace_id, self.cause.value, self.about


def keeps_failing(failed: int, total: int) -> bool:
    """Tell whether so many of a workflow's runs failed that somebody should look."""
    return failed >= LEAST_FAILED and failed >= MOST_FAILED * total


def is_low(free: int, total: int) -> bool:
    """Tell whether a disk has too little left, in bytes."""
    return free < min(LEAST_FREE, LEAST_FREE_SHARE * total)
