"""A run followed from its start to its end, as server-sent events or as one answer."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from anyio import sleep, to_thread

from pressroom.core.runs.queries import Run, Step, run, steps
from pressroom.kernel.app import App

OFTEN_SECONDS, SELDOM_SECONDS = 0.1, 1.0
"""How long is waited between two looks, at first and later."""
SOON_SECONDS = 5.0
"""When later begins: what is not over by then takes its time, and many may wait for such runs."""
LONGEST_SECONDS = 300.0


def event(name: str, data: dict[str, Any]) -> str:
    """Return one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def follow(
    app: App, workspace_id: UUID, run_id: str, *, longest: float = LONGEST_SECONDS
) -> AsyncIterator[Run | Step]:
    """Yield each step of a run as it is recorded, and last the run itself: over, paused, or going on after `longest`.

    That is in seconds.
    """
    told, waited = 0, 0.0
    while True:
        now, done = await to_thread.run_sync(_look, app, workspace_id, run_id)
        for one in done[told:]:
            yield one
        told = len(done)
        if now.is_over or now.paused_reason or waited >= longest:
            yield now
            return
        pause = pause_after(waited)
        await sleep(pause)
        waited += pause


def pause_after(waited: float) -> float:
    """Return how many seconds pass before the next look at a run that has been waited for so long."""
    return OFTEN_SECONDS if waited < SOON_SECONDS else SELDOM_SECONDS


async def ended(app: App, workspace_id: UUID, run_id: str, *, longest: float = LONGEST_SECONDS) -> Run:
    """Return a run once it is over or paused, or as it stands after so many seconds."""
    *_, last = [one async for one in follow(app, workspace_id, run_id, longest=longest) if isinstance(one, Run)]
    return last


def step_event(step: Step) -> str:
    """Return the event that tells of a step used."""
    return event("step", {"step": step.name, "seconds": step.seconds, "error": step.error})


def _look(app: App, workspace_id: UUID, run_id: str) -> tuple[Run, list[Step]]:
    found = run(app.durable, workspace_id, run_id)
    with app.database.transaction() as session:
        return found, list(steps(session, app.durable, workspace_id, run_id))
