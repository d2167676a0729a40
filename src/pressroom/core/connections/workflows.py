"""The stories of connections: tokens renewed before they end, and accounts taken up again after an outage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dbos import DBOS

from pressroom.core.connections import actions, queries, steps
from pressroom.core.connections.rules import REFRESH_FAILED, told
from pressroom.kernel.durable import Failure, transaction

expiring = transaction(queries.expiring)
interrupted = transaction(queries.interrupted)
record_failure = transaction(actions.record_failure)


@DBOS.workflow(name="refresh_tokens")
def refresh_tokens(_scheduled_at: datetime, _context: object) -> dict[str, Any]:
    """Renew the tokens of active connections that end within seven days, each by itself; say what became of each."""
    return told([(one, renew(steps.refresh, one)) for one in expiring()])


@DBOS.workflow(name="revive_connections")
def revive_connections(_scheduled_at: datetime, _context: object) -> dict[str, Any]:
    """Take up connections again whose provider was out of order when their tokens were to be renewed."""
    return told([(one, renew(steps.revive, one)) for one in interrupted()])


def renew(beat: Callable[[str], Failure | None], connection_id: str) -> str | None:
    """Renew a connection's tokens; return why they could not be, which makes it inactive."""
    match beat(connection_id):
        case Failure() as failure:
            reason = REFRESH_FAILED.format(failure.reason)
            record_failure(connection_id, reason, failure.code)
            return reason
        case _:
            return None
