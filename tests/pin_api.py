"""Pins made, shown and changed over the API, as programs do it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pressroom.kernel.clock import now, zulu
from tests.caller import Caller

GONE = "01900000-0000-7000-8000-000000000000"
"""An id of nothing."""
TOMORROW = zulu(now() + timedelta(days=1))


def make(caller: Caller, project_id: UUID, status: int = 202, **wanted: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Make a pin; return it."""
    answer = caller.http.post("/api/pins", json={"project_id": str(project_id), **wanted})
    assert answer.status_code == status, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/api/pins/{made['id']}"
    return made


def get(caller: Caller, pin_id: str) -> dict[str, Any]:
    """Return a pin as the API shows it."""
    return caller.json(f"/api/pins/{pin_id}")


def edit(caller: Caller, pin_id: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  # as above
    """Change a pin; return it."""
    answer = caller.http.patch(f"/api/pins/{pin_id}", json=changes)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    assert changed == get(caller, pin_id)
    return changed
