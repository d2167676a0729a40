"""`pressroom runs`: watched, cancelled, tried again and wound back, one or many at once."""

import time
from typing import Annotated

import typer

from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.runs import line_told
from pressroom.cli.runs_chosen import ErrorSays, Queue, RunId, Since, Status, Until, Workflow, narrowed
from pressroom.cli.terminal import clock, out, print_json, say
from pressroom.core.runs import queries
from pressroom.core.runs.actions import cancel_run, retry_run
from pressroom.core.runs.filters import Filters
from pressroom.core.runs.logs import lines_of
from pressroom.core.runs.queries import Run
from pressroom.core.runs.rewinding import rewind_run
from pressroom.core.runs.schemas import RetriedRun, RunOut, SeveralBegun
from pressroom.core.runs.several import Change, change_several, number_of
from pressroom.kernel.errors import Invalid

LOOK_SECONDS = 0.5
RunIdOrNone = Annotated[str | None, typer.Argument(metavar="[ID]", help="The run's id; left out with --all.")]
All = Annotated[bool, typer.Option("--all", help="All runs that the other options find, once it was confirmed.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether that many are meant.")]


def watch(context: typer.Context, run_id: RunId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Follow a run until it is over: its steps and lines as they come; fails where the run did."""
    with desk(context, workspace) as place:
        run = _follow(place, run_id, quiet=as_json)
    if as_json:
        print_json(RunOut.of(run))
    else:
        say(f"{run.id} has {run.status}." if run.status != "cancelled" else f"{run.id} was cancelled.")
    if run.status != "succeeded":
        raise typer.Exit(1)


def cancel(  # one for each option
    context: typer.Context,
    run_id: RunIdOrNone = None,
    *,
    all_of_them: All = False,
    yes: Yes = False,
    status: Status = None,
    workflow: Workflow = None,
    queue: Queue = None,
    since: Since = None,
    until: Until = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Stop a run before its next step; what it was about is marked as failed and can be tried again."""
    wanted = narrowed(status=status, workflow=workflow, queue=queue, error=None, since=since, until=until)
    with desk(context, workspace) as place:
        if run_id is None or all_of_them:
            _change(place, Change.CANCEL, wanted, run_id, all_of_them=all_of_them, yes=yes, as_json=as_json)
            return
        app = place.app
        with app.database.transaction() as session:
            cancel_run(session, app.durable, app.subjects, place.workspace_id, run_id)
        found = queries.run(app.durable, place.workspace_id, run_id)
    if as_json:
        print_json(RunOut.of(found))
    else:
        say(f"{found.id} is cancelled.")


def retry(  # one for each option
    context: typer.Context,
    run_id: RunIdOrNone = None,
    *,
    all_of_them: All = False,
    yes: Yes = False,
    status: Status = None,
    workflow: Workflow = None,
    queue: Queue = None,
    error: ErrorSays = None,
    since: Since = None,
    until: Until = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Start what a failed or cancelled run was about again, as a new run."""
    wanted = narrowed(status=status, workflow=workflow, queue=queue, error=error, since=since, until=until)
    with desk(context, workspace) as place:
        if run_id is None or all_of_them:
            _change(place, Change.RETRY, wanted, run_id, all_of_them=all_of_them, yes=yes, as_json=as_json)
            return
        with place.app.database.transaction() as session:
            started = retry_run(session, place.app.durable, place.app.subjects, place.workspace_id, run_id)
    _tell_started(started, as_json=as_json)


def rewind(
    context: typer.Context,
    run_id: RunId,
    step: Annotated[int, typer.Argument(help="The number of the step from which everything is done again.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Have a run that is over do everything again from one of its steps on, under the same id."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        app = place.app
        rewind_run(session, app.durable, app.subjects, place.workspace_id, run_id, step=step)
    _tell_started(run_id, as_json=as_json)


def _follow(place: Desk, run_id: str, *, quiet: bool) -> Run:
    """Print what is new of a run, again and again until it is over."""
    told, cursor = 0, None
    while True:
        run = queries.run(place.app.durable, place.workspace_id, run_id)
        with place.app.database.transaction() as session:
            steps = queries.steps(session, place.app.durable, place.workspace_id, run_id)
            found = lines_of(session, run_id, cursor=cursor)
        for step in steps[told:] if not quiet else ():
            took = f" in {step.seconds:.2f} s" if step.seconds is not None else ""
            out.print(f"{clock(step.completed_at)} {step.name}: {step.error or 'done'}{took}", soft_wrap=True)
        for line in found.lines if not quiet else ():
            out.print(line_told(line), soft_wrap=True, markup=False, highlight=False)
        told, cursor = len(steps), str(found.last) if found.last else cursor
        if run.is_over:
            return run
        time.sleep(LOOK_SECONDS)


def _change(
    place: Desk, change: Change, wanted: Filters, run_id: str | None, *, all_of_them: bool, yes: bool, as_json: bool
) -> None:
    if run_id is not None or not all_of_them:
        raise Invalid("Say which run: by its id, or --all with what they have in common.", code="which")
    durable, workspace_id = place.app.durable, place.workspace_id
    total, is_all = number_of(durable, workspace_id, change, wanted)
    if total and not yes:
        typer.confirm(f"{change.capitalize()} {total:,} runs{'' if is_all else ', the newest of more'}?", abort=True)
    with place.app.database.transaction() as session:
        begun = change_several(session, durable, workspace_id, change, wanted)
    if as_json:
        print_json(SeveralBegun.of(begun))
        return
    out.print(f"Started {begun.run_id}", soft_wrap=True)
    say(f"It begins at {clock(begun.begins_at)}; until then `pressroom runs cancel {begun.run_id}` undoes it.")


def _tell_started(run_id: str, *, as_json: bool) -> None:
    if as_json:
        print_json(RetriedRun(run_id=run_id))
    else:
        out.print(f"Started {run_id}", soft_wrap=True)
