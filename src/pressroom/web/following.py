"""A run followed from its start to its end, as server-sent events or as one answer."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from anyio import sleep, to_thread

from pressroom.core.runs.queries import Run, Step, run, steps
from pressroom.kernel.app import App

LOOK_EVERY_SECONDS = 0.1
LONGEST_SECONDS = 300.0


def event(name: str, data: dict[str, Any]) -> str:
    """Return one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def follow(app: App, workspace_id: UUID, run_id: str) -> AsyncIterator[Run | Step]:
    """Yield each step of a run as it is recorded, and last the run itself: over, or still going after 5 minutes."""
    told, waited = 0, 0.0
    while True:
        now, done = await to_thread.run_sync(_look, app, workspace_id, run_id)
        for one in done[told:]:
            yield one
        told = len(done)
        if now.is_over or waited >= LONGEST_SECONDS:
            yield now
            return
        await sleep(LOOK_EVERY_SECONDS)
        waited += LOOK_EVERY_SECONDS


def step_event(step: Step) -> str:
    """Return the event that tells of a step used."""
    return event("step", {"step": step.name, "seconds": step.seconds, "error": step.error})


def _look(app: App, workspace_id: UUID, run_id: str) -> tuple[Run, list[Step]]:
    found = run(app.durable, workspace_id, run_id)
    with app.database.transaction() as session:
        return found, list(steps(session, app.durable, workspace_id, run_id))
