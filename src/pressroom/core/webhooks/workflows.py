"""The story of a delivery: one try of it. The next is a run of its own, so that waiting for a day costs nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.webhooks import sending, steps
from pressroom.kernel.durable import Failure, RunFailed, current_run_id, transaction, workflow


@transaction
def give_up_delivery(session: Session, delivery_id: str, run_id: str, reason: str) -> None:
    """Give up a delivery that this run was to make."""
    sending.abandon(session, UUID(delivery_id), run_id, reason)


def _broken(delivery_id: str, reason: str) -> None:
    give_up_delivery(delivery_id, current_run_id() or "", reason)


@workflow(when_broken=_broken)
def deliver_webhook(delivery_id: str, _number: int) -> dict[str, Any]:
    """Send an event to a webhook once, and write down what it answered; a failure begins the next try by itself."""
    run_id = current_run_id() or ""
    match steps.deliver(delivery_id):
        case Failure() as failure:
            give_up_delivery(delivery_id, run_id, failure.reason)
            raise RunFailed(failure.reason)
        case None:
            return {"status": "superseded"}
        case told:
            return {"status": steps.write_try(delivery_id, run_id, told), "http_status": told["status"]}
