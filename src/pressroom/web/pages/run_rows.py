"""Runs as their pages show them."""

from collections.abc import Sequence

from pressroom.core.runs.logs import Lines
from pressroom.core.runs.queries import Run, Step
from pressroom.core.runs.several import KIND as SEVERAL
from pressroom.core.spending.queries import Cost
from pressroom.web.pages.run_timeline import timeline
from pressroom.web.pages.run_titles import TITLES, TONES, pretty, state_of_run, title_of
from pressroom.web.pages.spending_lines import cost_line
from pressroom.web.views.runs import RunDetail, RunLine, RunRow
from pressroom.web.views.shell import Crumb, Tone

__all__ = ["TITLES", "TONES", "run_detail", "run_lines", "run_row", "seconds_of", "state_of_run", "title_of"]

LEVELS: dict[str, Tone] = {"warning": "warn", "error": "bad", "critical": "bad"}


def seconds_of(run: Run) -> float | None:
    """Return how long a run took, once it is over."""
    return (run.completed_at - run.started_at).total_seconds() if run.completed_at and run.started_at else None


def run_row(run: Run, subject: Crumb | None, title: str | None = None) -> RunRow:
    """Return a run as a row, with a link to what it is about."""
    return RunRow(
        id=run.id,
        workflow=title or title_of(run),
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


def run_detail(  # a page's parts
    run: Run,
    steps: Sequence[Step],
    subject: Crumb | None,
    cost: Cost | None = None,
    title: str | None = None,
    *,
    children: Sequence[Run] = (),
    lines: Lines | None = None,
) -> RunDetail:
    """Return a run with its steps laid out on the time between its start and its end, or now."""
    logged = run_lines(lines) if lines else []
    return RunDetail(
        id=run.id,
        live=f"run:{run.id} {run.subject_kind}:{run.subject_id}",
        workflow=title or title_of(run),
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
        input=pretty(run.input),
        output=pretty(run.output),
        error=run.error,
        waits_for=run.paused_reason,
        cost=cost_line(cost),
        timeline=timeline(run, steps, children),
        can_cancel=not run.is_over,
        can_retry=run.status in {"failed", "cancelled"} and run.subject_kind != SEVERAL,
        lines=logged,
        lines_left=bool(lines and lines.next_cursor),
        traceback=next((one.traceback for one in reversed(logged) if one.traceback), None) if run.error else None,
        is_waiting_to_begin=run.subject_kind == SEVERAL and run.status == "queued",
    )


def run_lines(found: Lines) -> list[RunLine]:
    """Return what a run logged, its tracebacks apart."""
    return [
        RunLine(
            at=one.at,
            tone=LEVELS.get(one.level, "idle"),
            level=one.level,
            message=one.message,
            facts=" ".join(f"{name}={value}" for name, value in one.facts.items() if name != "exception"),
            traceback=str(one.facts["exception"]) if "exception" in one.facts else None,
        )
        for one in found.lines
    ]
