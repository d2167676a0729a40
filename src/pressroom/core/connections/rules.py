"""Pure decisions about connections."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pressroom.core.connections.models import Connection

FRESH_FOR = timedelta(minutes=5)
"""A token with less left than this is refreshed before it is used."""
AHEAD = timedelta(days=7)
"""A token that ends within this time is renewed by night."""
RENEWED_AHEAD = ("pinterest",)
"""The providers whose tokens last for weeks; those of others, which last an hour, are renewed when they are used."""
REFRESH_FAILED = "Token refresh failed: {}"


def key_of(connection: Connection) -> str:
    """Return what an account is known by, also when it is connected anew."""
    return f"{connection.provider}:{connection.account_id}"


def told(outcomes: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """Return a night's result, of ids and why their tokens could not be renewed, None where they were."""
    if not outcomes:
        return {"refreshed": 0, "message": "No tokens need refreshing"}
    failed = sum(error is not None for _, error in outcomes)
    return {
        "total": len(outcomes),
        "refreshed": len(outcomes) - failed,
        "failed": failed,
        "details": [
            {"id": one, "success": error is None} | ({} if error is None else {"error": error})
            for one, error in outcomes
        ],
    }
