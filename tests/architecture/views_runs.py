"""A sample of every view of runs."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.pages.patterns import samples
from pressroom.web.views.runs import RunDetail, RunFilters, RunLine, RunPart
from pressroom.web.views.shell import Crumb, State
from tests.architecture.frame import AT, SHELL

FAILED = State("bad", "Failed at reading")
PATTERNS = samples(SHELL)
TAGS = (
    views.Choice(value="invoice", label="invoice", is_chosen=False, count=3),
    views.Choice(value="brief", label="brief", is_chosen=True),
)
PAIRS = ((True, True), (True, False), (False, True), (False, False))
RUN = RunDetail(
    id="process-document:d1:1",
    live="run:process-document:d1:1 document:d1",
    workflow="process document",
    subject=Crumb("/documents/d1", "Rechnung"),
    state=FAILED,
    queue="work",
    attempts=2,
    worker="01J-7Q",
    created_at=AT,
    started_at=AT,
    completed_at=AT,
    waited=0.1,
    seconds=1.2,
    input='{"id": "d1"}',
    output="{}",
    error="The picture ends early.",
    waits_for="This month's AI budget of $20.00 is used up ($20.13).",
    cost=PATTERNS.costs.total,
    timeline=PATTERNS.timeline,
    can_cancel=True,
    can_retry=True,
    lines=(
        RunLine(at=AT, tone="bad", level="error", message="run broke", facts="page=3", traceback="Traceback: …"),
        RunLine(at=AT, tone="idle", level="info", message="page read", facts="", traceback=None),
    ),
    lines_left=True,
    traceback="Traceback: …",
    begun_by=Crumb("/runs/events/e1", "the event document/uploaded"),
    children_url="/runs?parent=r1",
    another_url="/runs/workflows/process_document?document_id=d1",
)
PART = RunPart(live="pin:p1", url="/pins/p1", label="Soup", state=FAILED, reason="No picture.", run_url="/runs/r2")
UNDER_WAY = replace(PART, state=State("run", "Under way"), reason="", run_url=None)
SEVERAL = replace(RUN, parts=(PART, UNDER_WAY), parts_in_all=5)


def every_view_of_runs() -> Iterator[views.View]:
    """Yield the views."""
    yield views.RunPage(shell=SHELL, run=RUN)
    yield views.RunPage(shell=SHELL, run=SEVERAL)
    yield views.RunPage(shell=SHELL, run=_bare_run())
    yield views.RunPage(shell=SHELL, run=replace(_bare_run(), is_waiting_to_begin=True))
    yield views.RunRowPartial(PATTERNS.runs[0])
    yield _many_runs(10_000, "retry", (("Status", "Failed"),))
    yield _many_runs(12, "cancel", ())
    yield _many_runs(0, "cancel", ())
    yield from (_runs(is_narrowed=is_narrowed, is_empty=is_empty) for is_narrowed, is_empty in PAIRS)


def _runs(*, is_narrowed: bool, is_empty: bool) -> views.RunsPage:
    return views.RunsPage(
        shell=SHELL,
        filters=RunFilters(
            error="jammed",
            since="2026-11-01",
            until="",
            statuses=TAGS,
            workflows=TAGS,
            queues=TAGS,
            people=TAGS,
            is_narrowed=is_narrowed,
            has_more=is_narrowed,
            parent="r1" if is_narrowed else "",
            without_parent="/runs",
        ),
        runs=() if is_empty else PATTERNS.runs,
        more_url=None if is_empty else "/runs?cursor=50~a",
        looked_back_to=AT if is_narrowed else None,
        here="/runs",
        many=(Crumb("/runs/all?change=retry", "Retry all"),) if is_narrowed else (),
    )


def _many_runs(total: int, change: str, said: tuple[tuple[str, str], ...]) -> views.ManyRuns:
    return views.ManyRuns(
        shell=SHELL, change=change, total=total, is_all=not total, said=said, fields={"change": change}, back="/runs"
    )


def _bare_run() -> RunDetail:
    return replace(
        RUN,
        subject=None,
        queue=None,
        worker=None,
        started_at=None,
        completed_at=None,
        waited=None,
        seconds=None,
        input=None,
        output=None,
        error=None,
        waits_for=None,
        cost=None,
        timeline=(),
        can_cancel=False,
        can_retry=False,
        begun_by=None,
        children_url=None,
        another_url=None,
    )
