"""`pressroom runs`: listed, shown step by step, cancelled, tried again."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, say
from pressroom.core.runs import queries
from pressroom.core.runs.actions import cancel_run, retry_run
from pressroom.core.runs.queries import Run, Step
from pressroom.core.runs.schemas import RetriedRun, RunList, RunOut, StepList, StepOut
from pressroom.features.documents.models import KIND

runs = typer.Typer(name="runs", help="List, show and steer runs.", no_args_is_help=True)

RunId = Annotated[str, typer.Argument(metavar="ID", help="The run's id.")]


@runs.command("list")
def list_runs(
    context: typer.Context,
    *,
    status: Annotated[
        str | None, typer.Option(help=f"Only runs in this status: {', '.join(queries.STATUSES)}.")
    ] = None,
    workflow: Annotated[str | None, typer.Option(help="Only runs of this workflow.")] = None,
    document: Annotated[UUID | None, typer.Option(help="Only runs of the document with this id.")] = None,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List runs, newest first."""
    with desk(context, workspace) as place:
        found = queries.runs(
            place.app.durable,
            place.workspace_id,
            status=status,
            workflow=workflow,
            subject=(KIND, document) if document else None,
            limit=limit,
            cursor=cursor,
        )
    if as_json:
        items = [RunOut.of(one) for one in found.runs]
        print_json(RunList(items=items, next_cursor=found.next_cursor).model_dump(mode="json"))
        return
    print_table(
        ("Id", "Status", "Started", "Seconds", "Error"),
        [
            (one.id, one.status, clock(one.started_at), _seconds(one.seconds), one.error or one.paused_reason or "")
            for one in found.runs
        ],
        nothing="There are no such runs.",
    )
    if found.next_cursor:
        say(f"There are more: go on with --cursor {found.next_cursor}")


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


@runs.command("cancel")
def cancel(context: typer.Context, run_id: RunId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Stop a run before its next step; what it was about is marked as failed and can be tried again."""
    with desk(context, workspace) as place:
        app = place.app
        with app.database.transaction() as session:
            cancel_run(session, app.durable, app.subjects, place.workspace_id, run_id)
        found = queries.run(app.durable, place.workspace_id, run_id)
    if as_json:
        print_json(RunOut.of(found).model_dump(mode="json"))
    else:
        say(f"{found.id} is cancelled.")


@runs.command("retry")
def retry(context: typer.Context, run_id: RunId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Start what a failed or cancelled run was about again, as a new run."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        started = retry_run(session, place.app.durable, place.app.subjects, place.workspace_id, run_id)
    if as_json:
        print_json(RetriedRun(run_id=started).model_dump(mode="json"))
    else:
        out.print(f"Started {started}", soft_wrap=True)


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


def _rows(steps: Sequence[Step]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in steps:
        rows += [("", one.name, "", f"attempt {tried.number} failed: {tried.error}") for tried in one.attempts]
        rows.append((str(one.number), one.name, _seconds(one.seconds), one.error or "done"))
    return rows


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f}"
