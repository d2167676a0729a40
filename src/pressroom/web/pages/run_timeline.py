"""A run's time, laid out: the wait in the queue, its steps with the tries that failed, and the runs they started."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pressroom.core.runs.queries import Run, Step
from pressroom.kernel.clock import now
from pressroom.web.pages.run_titles import TONES, pretty, state_of_run, title_of
from pressroom.web.views.runs import TimelineBar, TimelineChild
from pressroom.web.views.shell import State

WHOLE = 100.0
NARROWEST = 0.4
"""The least width of a bar in percent, so that a step of a millisecond is still seen."""
WAITS = {"DBOS.sleep": "wait", "step_aside": "wait for a budget"}
"""What steps are called in which nothing is done."""
LEAST_SHOWN_SECONDS = 1.0
"""A wait in the queue that is shorter is no bar of its own."""


@dataclass(frozen=True, slots=True)
class _Span:
    begin: datetime
    seconds: float

    def at(self, moment: datetime) -> float:
        """Return where a moment is, in percent."""
        share = WHOLE * (moment - self.begin).total_seconds() / self.seconds
        return round(min(max(share, 0.0), WHOLE - NARROWEST), 2)

    def wide(self, offset: float, seconds: float) -> float:
        """Return how wide so many seconds are from there, in percent."""
        return round(min(max(WHOLE * seconds / self.seconds, NARROWEST), WHOLE - offset), 2)


def timeline(run: Run, steps: Sequence[Step], children: Sequence[Run]) -> list[TimelineBar]:
    """Return the bars of a run between when it was accepted, or began where it hardly waited, and its end, or now."""
    begin = min((step.started_at for step in steps if step.started_at), default=run.started_at or run.created_at)
    waited = (begin - run.created_at).total_seconds()
    last = max((step.completed_at for step in steps if step.completed_at), default=begin)
    end = now() if run.status == "running" else last
    begin = run.created_at if waited > LEAST_SHOWN_SECONDS else begin
    span = _Span(begin, max((end - begin).total_seconds(), 0.001))
    bars = [_in_queue(span, waited)] if waited > LEAST_SHOWN_SECONDS and steps else []
    left = list(children)
    for step in steps:
        own = [one for one in left if _is_within(step, one)]
        left = [one for one in left if one not in own]
        bars.append(_bar(span, step, own, can_rewind=run.is_over))
    if run.status == "running":
        bars.append(_bar_of_now(span, (end - last).total_seconds(), left))
    return bars


def _is_within(step: Step, child: Run) -> bool:
    if step.started_at is None or step.completed_at is None:
        return False
    return step.started_at <= child.created_at <= step.completed_at


def _in_queue(span: _Span, seconds: float) -> TimelineBar:
    return TimelineBar(
        name="in the queue",
        state=State("idle", "Waited"),
        offset=0.0,
        width=span.wide(0.0, seconds),
        seconds=seconds,
        failures=[],
    )


def _bar_of_now(span: _Span, seconds: float, children: Sequence[Run]) -> TimelineBar:
    """Return the bar of the step that is under way; the engine records a step when it ends."""
    width = span.wide(0.0, seconds)
    return TimelineBar(
        name="under way",
        state=State("run", "Running"),
        offset=round(WHOLE - width, 2),
        width=width,
        seconds=seconds,
        failures=[],
        children=[_child(span, one) for one in children],
    )


def _bar(span: _Span, step: Step, children: Sequence[Run], *, can_rewind: bool) -> TimelineBar:
    told = step.output.get("failed") if isinstance(step.output, dict) else None
    failure = step.error or (told if isinstance(told, str) else None)  # and not how many of several failed
    tried = [attempt.error for attempt in step.attempts]
    offset = span.at(step.started_at or span.begin)
    return TimelineBar(
        name=WAITS.get(step.name) or step.name.replace("_", " "),
        state=_state(step, failure),
        offset=offset,
        width=span.wide(offset, step.seconds or 0.0),
        seconds=step.seconds,
        failures=tried if not failure or failure in tried else [*tried, failure],
        number=step.number,
        tries=[span.at(attempt.at) for attempt in step.attempts],
        output=pretty(step.output),
        began_at=step.started_at,
        can_rewind=can_rewind,
        children=[_child(span, one) for one in children],
    )


def _state(step: Step, failure: str | None) -> State:
    if step.name in WAITS:
        return State("idle", "Waited")
    return State("bad", "Failed") if failure else State("ok", "Done")


def _child(span: _Span, run: Run) -> TimelineChild:
    began = run.started_at or run.created_at
    offset = span.at(began)
    ended = run.completed_at or (now() if run.status in TONES and not run.is_over else began)
    return TimelineChild(
        url=f"/runs/{run.id}",
        name=title_of(run),
        state=state_of_run(run),
        offset=offset,
        width=span.wide(offset, (ended - began).total_seconds()),
        seconds=run.seconds,
    )
