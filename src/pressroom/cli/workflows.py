"""`pressroom workflows`: what can run, how it has fared, and one started by hand."""

import json
from typing import Annotated, Any

import typer

from pressroom.catalogue import CATALOGUE
from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import complain, out, print_facts, print_json, print_table
from pressroom.core.floor.catalogue import Asker
from pressroom.core.floor.schemas import FaredOut, StartedRun, WorkflowList, WorkflowOut
from pressroom.core.floor.statistics import fared
from pressroom.kernel.errors import Invalid

workflows = typer.Typer(name="workflows", help="List workflows, and start one by hand.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The workflow's name, such as `scrape_blog`.")]


@workflows.command("list")
def list_workflows(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List workflows, and how they have fared in the last day."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        told = fared(session, place.workspace_id, with_rounds=True)
    listed = WorkflowList.of(CATALOGUE, told)
    if as_json:
        print_json(listed)
        return
    print_table(
        ("Workflow", "Queue", "Begins by", "Runs", "Failed", "p50", "p95"),
        [
            (
                one.name,
                one.queue,
                one.schedule or ", ".join(one.events),
                str(one.last_day.runs),
                _percent(one.last_day.failure_rate),
                _seconds(one.last_day.p50_seconds),
                _seconds(one.last_day.p95_seconds),
            )
            for one in listed.items
        ],
        nothing="There are no workflows.",
    )
    for trouble in listed.left_out:
        complain(f"{trouble.file} was left out: {trouble.reason}")


@workflows.command("show")
def show_workflow(
    context: typer.Context, name: Name, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Show one workflow, and what it is started with."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        one = WorkflowOut.of(CATALOGUE.story(name), fared(session, place.workspace_id, with_rounds=True).get(name))
    if as_json:
        print_json(one)
        return
    facts = {
        "Workflow": one.name,
        "About": one.about,
        "Queue": one.queue,
        "Retries": one.retries,
        "Events": ", ".join(one.events),
        "Schedule": one.schedule or "",
        "Your own": one.source or "",
        "Last day": _told(one.last_day),
        "Input": json.dumps(one.input, indent=2) if one.input else "is not started by hand",
    }
    print_facts({label: value for label, value in facts.items() if value})


@workflows.command("start")
def start_workflow(
    context: typer.Context,
    name: Name,
    given: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD=VALUE]...", help="Its input, as `workflows show` says.")
    ] = None,
    *,
    as_input: Annotated[str | None, typer.Option("--input", help="Its whole input, as JSON.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Start a workflow; where the same work is under way already, that run is shown."""
    wanted = _input_of(given or [], as_input)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        asker = Asker(place.workspace_id, place.user_id)
        run_id = CATALOGUE.story(name).begin(session, place.app, asker, wanted)
    if as_json:
        print_json(StartedRun(run_id=run_id))
    else:
        out.print(run_id, soft_wrap=True)


def _input_of(given: list[str], as_input: str | None) -> dict[str, Any]:
    """Return an input given field by field, or as JSON; raises Invalid."""
    try:
        whole = json.loads(as_input) if as_input else {}
    except ValueError as error:
        raise Invalid(f"--input is no JSON: {error}.") from error
    if not isinstance(whole, dict):
        raise Invalid("--input has to be a JSON object.")
    for one in given:
        field, equals, value = one.partition("=")
        if not equals:
            raise Invalid(f"“{one}” is no FIELD=VALUE.")
        whole[field] = value
    return whole


def _told(day: FaredOut) -> str:
    took = f"; half took up to {_seconds(day.p50_seconds)}, 95 % up to {_seconds(day.p95_seconds)}"
    return f"{day.runs} runs, {day.failed} failed{took if day.p50_seconds is not None else ''}"


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.0%}"


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f} s"
