"""Pure decisions about webhooks: when to try again, when to stop, and what is sent."""

import json
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from pressroom.kernel.clock import zulu

WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 15 * 3600))
"""How long is waited after each try that failed; together about a day."""
JITTER = 0.2
"""Each wait is up to so much longer, so that not all come back at once."""
LONGEST_WAIT = timedelta(hours=24)
"""However long a server asks to be left alone."""
PATIENCE = timedelta(days=3)
"""After so long without a single delivery, a webhook is no longer tried."""
OVERLAP = timedelta(hours=24)
"""How long what is sent is signed with the secret before as well."""
MOST = 50
"""Webhooks of a workspace."""
TEST = "webhook.test"
"""The event that is sent to try a webhook out."""
GONE = "It answered 410 Gone, which asks to be left alone."
DISABLED = "This webhook is off, so nothing was sent."


def is_taken(status: int | None) -> bool:
    """Tell whether an answer says that the event has arrived."""
    return status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def wait_after(number: int, asked: float | None, *, chance: float | None = None) -> timedelta | None:
    """Return how long to wait after the try of that number failed; None where it was the last.

    A server that asks to be left alone for some seconds is, for a day at the most.
    """
    if number > len(WAITS):
        return None
    spread = random.random() if chance is None else chance  # noqa: S311  # spreads load, keeps no secret
    wait = WAITS[number - 1] * (1 + JITTER * spread)
    return max(wait, timedelta(seconds=min(asked or 0, LONGEST_WAIT.total_seconds())))


def run_id_of(delivery_id: UUID, number: int) -> str:
    """Return the id of the run that makes a try."""
    return f"deliver-webhook:{delivery_id}:{number}"


def body_of(name: str, at: datetime, data: Mapping[str, Any]) -> str:
    """Return what is sent, as Standard Webhooks wants it."""
    return json.dumps({"type": name, "timestamp": zulu(at), "data": data}, ensure_ascii=False, separators=(",", ":"))


def given_up(since: datetime) -> str:
    """Return why a webhook is off that failed for days."""
    return f"Nothing has arrived since {since:%-d %B %Y, %H:%M} UTC. Turn it on again once its server answers."
