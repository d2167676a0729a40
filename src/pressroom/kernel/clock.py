"""The one source of the current time, and how an instant is written."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


def zulu(at: datetime) -> str:
    """Return an instant as RFC 3339 in UTC with a `Z`, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[
    datetime,
    PlainSerializer(zulu, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant in what crosses the API."""
