"""`pressroom runs`: listed, and shown step by step and line by line."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.runs_chosen import ErrorSays, Queue, RunId, Since, Status, Until, Workflow, narrowed
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, say, say_more
from pressroom.core.runs import listing, queries
from pressroom.core.runs.logs import Line, lines_of
from pressroom.core.runs.queries import Run, Step
from pressroom.core.runs.schemas import LineList, RunList, RunOut, StepList, StepOut
from pressroom.features.documents.models import KIND

runs = typer.Typer(name="runs", help="List, show and steer runs.", no_args_is_help=True)


@runs.command("list")
def list_runs(  # one for each option
    context: typer.Context,
    *,
    status: Status = None,
    workflow: Workflow = None,
    queue: Queue = None,
    error: ErrorSays = None,
    since: Since = None,
    until: Until = None,
    document: Annotated[UUID | None, typer.Option(help="Only runs of the document with this id.")] = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List runs, newest first."""
    wanted = narrowed(status=status, workflow=workflow, queue=queue, error=error, since=since, until=until)
    with desk(context, workspace) as place:
        found = listing.runs(
            place.app.durable,
            place.workspace_id,
            filters=replace(wanted, subject=(KIND, document) if document else None),
            limit=limit,
            cursor=cursor,
        )
    if as_json:
        items = [RunOut.of(one) for one in found.runs]
        told = RunList(items=items, next_cursor=found.next_cursor, looked_back_to=found.looked_back_to)
        print_json(told)
        return
    print_table(
        ("Id", "Status", "Started", "Seconds", "Error"),
        [
            (one.id, one.status, clock(one.started_at), _seconds(one.seconds), one.error or one.paused_reason or "")
            for one in found.runs
        ],
        nothing="There are no such runs.",
    )
    say_more(found.next_cursor)


@runs.command("show")
def show_run(context: typer.Context, run_id: RunId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Show one run and its steps, with their times and the tries that failed."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.run(place.app.durable, place.workspace_id, run_id)
        steps = queries.steps(session, place.app.durable, place.workspace_id, run_id)
    if as_json:
        told = StepList(items=[StepOut.of(one) for one in steps]).items
        print_json({**RunOut.of(found).model_dump(mode="json"), "steps": [one.model_dump(mode="json") for one in told]})
        return
    print_facts(_facts(found))
    out.print()
    print_table(("", "Step", "Seconds", "Outcome"), _rows(steps), nothing="No step has been recorded yet.")


@runs.command("steps")
def list_steps(
    context: typer.Context, run_id: RunId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """List a run's steps, numbered, with the tries that failed."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        steps = queries.steps(session, place.app.durable, place.workspace_id, run_id)
    if as_json:
        print_json(StepList(items=[StepOut.of(one) for one in steps]))
        return
    print_table(("", "Step", "Seconds", "Outcome"), _rows(steps), nothing="No step has been recorded yet.")


@runs.command("logs")
def show_lines(
    context: typer.Context,
    run_id: RunId,
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Most lines to show.")] = 200,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Show what a run logged, oldest first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        queries.run(place.app.durable, place.workspace_id, run_id)
        found = lines_of(session, run_id, limit=limit, cursor=cursor)
    if as_json:
        print_json(LineList.of(found))
        return
    if not found.lines:
        say("It logged nothing.")
    for one in found.lines:
        out.print(line_told(one), soft_wrap=True, markup=False, highlight=False)
    say_more(found.next_cursor)


def _facts(run: Run) -> dict[str, str]:
    facts = {
        "Id": run.id,
        "Workflow": run.workflow,
        "Status": run.status,
        "About": f"{run.subject_kind} {run.subject_id}".strip(),
        "Waits for": run.paused_reason,
        "Error": run.error,
        "Created": clock(run.created_at),
        "Started": clock(run.started_at),
        "Ended": clock(run.completed_at),
        "Seconds": _seconds(run.seconds),
        "Attempts": str(run.attempts),
        "Worker": run.worker,
    }
    return {name: value for name, value in facts.items() if value}


def line_told(line: Line) -> str:
    """Return a line of a run as a terminal shows it."""
    facts = " ".join(f"{name}={value}" for name, value in line.facts.items() if name != "exception")
    told = f"{clock(line.at)} {line.level:<8}{line.message} {facts}".rstrip()
    return f"{told}\n{line.facts['exception']}" if "exception" in line.facts else told


def _rows(steps: Sequence[Step]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in steps:
        rows += [("", one.name, "", f"attempt {tried.number} failed: {tried.error}") for tried in one.attempts]
        rows.append((str(one.number), one.name, _seconds(one.seconds), one.error or "done"))
    return rows


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f}"
