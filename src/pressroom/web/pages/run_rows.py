"""Runs as their pages show them."""

import json
from collections.abc import Sequence

from pressroom.core.runs.queries import Run, Step
from pressroom.core.spending.queries import Cost
from pressroom.kernel.clock import now
from pressroom.web.pages.spending_lines import cost_line
from pressroom.web.views.runs import RunDetail, RunRow, TimelineBar
from pressroom.web.views.shell import Crumb, State, Tone

WHOLE = 100.0
NARROWEST = 0.4
"""The least width of a bar in percent, so that a step of a millisecond is still seen."""
TONES: dict[str, Tone] = {
    "queued": "idle",
    "running": "run",
    "paused": "warn",
    "succeeded": "ok",
    "failed": "bad",
    "cancelled": "warn",
}


def state_of_run(run: Run) -> State:
    """Return where a run stands, in words."""
    return State(TONES[run.status], run.status.capitalize())


def seconds_of(run: Run) -> float | None:
    """Return how long a run took, once it is over."""
    return (run.completed_at - run.started_at).total_seconds() if run.completed_at and run.started_at else None


def run_row(run: Run, subject: Crumb | None) -> RunRow:
    """Return a run as a row, with a link to what it is about."""
    return RunRow(
        id=run.id,
        workflow=run.workflow.replace("_", " "),
        subject=subject,
        state=state_of_run(run),
        created_at=run.created_at,
        started_at=run.started_at,
        seconds=seconds_of(run),
        attempts=run.attempts,
        error=run.error,
        waits_for=run.paused_reason,
        is_over=run.is_over,
    )


def run_detail(run: Run, steps: Sequence[Step], subject: Crumb | None, cost: Cost | None = None) -> RunDetail:
    """Return a run with its steps laid out on the time between its start and its end, or now."""
    return RunDetail(
        id=run.id,
        live=f"run:{run.id} {run.subject_kind}:{run.subject_id}",
        workflow=run.workflow.replace("_", " "),
        subject=subject,
        state=state_of_run(run),
        queue=run.queue,
        attempts=run.attempts,
        worker=run.worker,
        created_at=run.created_at,
        started_at=run.started_at,
        completed_at=run.completed_at,
        waited=(run.started_at - run.created_at).total_seconds() if run.started_at else None,
        seconds=seconds_of(run),
        input=_pretty(run.input),
        output=_pretty(run.output),
        error=run.error,
        waits_for=run.paused_reason,
        cost=cost_line(cost),
        timeline=_timeline(run, steps),
        can_cancel=not run.is_over,
        can_retry=run.status in {"failed", "cancelled"},
    )


def _timeline(run: Run, steps: Sequence[Step]) -> list[TimelineBar]:
    begin = min((step.started_at for step in steps if step.started_at), default=run.created_at)
    last = max((step.completed_at for step in steps if step.completed_at), default=begin)
    end = now() if run.status == "running" else last
    whole = max((end - begin).total_seconds(), 0.001)
    bars = []
    for step in steps:
        after = (step.started_at - begin).total_seconds() if step.started_at else 0.0
        offset = min(WHOLE * after / whole, WHOLE - NARROWEST)
        width = min(max(WHOLE * (step.seconds or 0.0) / whole, NARROWEST), WHOLE - offset)
        bars.append(_bar(step, round(offset, 2), round(width, 2)))
    if run.status == "running":
        bars.append(_bar_of_now((end - last).total_seconds(), whole))
    return bars


def _bar_of_now(seconds: float, whole: float) -> TimelineBar:
    """Return the bar of the step that is under way; the engine records a step when it ends."""
    width = round(max(WHOLE * seconds / whole, NARROWEST), 2)
    return TimelineBar(
        name="under way",
        state=State("run", "Running"),
        offset=round(WHOLE - width, 2),
        width=width,
        seconds=seconds,
        failures=[],
    )


def _bar(step: Step, offset: float, width: float) -> TimelineBar:
    told = step.output.get("failed") if isinstance(step.output, dict) else None
    failure = step.error or (told if isinstance(told, str) else None)  # and not how many of several failed
    tried = [attempt.error for attempt in step.attempts]
    return TimelineBar(
        name=step.name.replace("_", " "),
        state=State("bad", "Failed") if failure else State("ok", "Done"),
        offset=offset,
        width=width,
        seconds=step.seconds,
        failures=tried if not failure or failure in tried else [*tried, failure],
    )


def _pretty(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, indent=2, default=str)
