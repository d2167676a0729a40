"""`pressroom pins`: published and withdrawn, with every try; waited for where that is wanted."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import typer

from pressroom.cli.adding import INTERRUPTED_CODE, interruptible, worker_beside
from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.pins_chosen import Ids, InStatus, OfProject, OnBoard, WithTag, chosen, each
from pressroom.cli.pins_making import Wait, output_of
from pressroom.cli.terminal import clock, out, print_facts, print_json, say
from pressroom.core.runs.queries import run as find_run
from pressroom.features.pins import queries
from pressroom.features.pins.publishing.actions.publish import publish_several
from pressroom.features.pins.publishing.actions.publish import withdraw as begin_withdrawal
from pressroom.features.pins.publishing.queries import attempts as find_attempts
from pressroom.features.pins.publishing.queries import places_of, waiting_reason
from pressroom.features.pins.publishing.schemas import AttemptList, AttemptOut, Publication, PublishedPins
from pressroom.features.pins.queries import Filters
from pressroom.features.pins.schemas import StartedPin
from pressroom.features.pins.several import StartedPins

OneId = Annotated[UUID, typer.Argument(metavar="ID", help="The pin's id.")]


def publish(
    context: typer.Context,
    ids: Ids = None,
    *,
    project: OfProject = None,
    board: OnBoard = None,
    status: InStatus = None,
    tag: WithTag = None,
    wait: Wait = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Publish pins at Pinterest now, one after another for each account; one that cannot be stops none of the others.

    With --wait, say how many were published, and why the others were not.
    """
    filters = Filters(project_id=project, board_id=board, status=status, tag=tag)
    with desk(context, workspace) as place, interruptible() as stop:
        with place.app.database.transaction() as session:
            found = chosen(session, place, ids, filters)
            run_id = publish_several(session, place.app.durable, place.workspace_id, found).run_id or ""
        output = None
        if wait:
            with worker_beside(context.obj, place):
                output = _told(place, found, output_of(place, run_id, stop))
    if as_json:
        print_json(output or StartedPins(run_id=run_id, total=len(found)))
    else:
        out.print(f"Started {run_id}", soft_wrap=True)
        each(output)
        if output:
            say(f"{output['published']} of {output['total']} published.")
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(bool(output and output["failed"])))


def withdraw(
    context: typer.Context,
    pin_id: OneId,
    *,
    wait: Wait = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Take a published pin back from Pinterest, with its saves and comments; here it is ready again."""
    with desk(context, workspace) as place, interruptible() as stop:
        with place.app.database.transaction() as session:
            pin = queries.pin(session, place.workspace_id, pin_id, lock=True)
            run_id = begin_withdrawal(session, place.app.durable, pin)
            started = StartedPin(id=pin.id, status=pin.status, run_id=run_id)
        told: dict[str, Any] = started.model_dump(mode="json")
        if wait:
            with worker_beside(context.obj, place):
                output_of(place, run_id, stop)
            ended = find_run(place.app.durable, place.workspace_id, run_id)
            is_back = ended.status == "succeeded"
            why = None if is_back else ended.error or "Its run did not come to its end."
            told = Publication(success=is_back, error=why).model_dump(mode="json", exclude_none=True)
    if as_json:
        print_json(told)
    else:
        say((told.get("error") or "Withdrawn.") if wait else f"Started {run_id}")
    raise typer.Exit(INTERRUPTED_CODE if stop.is_set() else int(told.get("success") is False))


def attempts(context: typer.Context, pin_id: OneId, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Show every try to publish a pin: when, what Pinterest answered, and under which request."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        pin = queries.pin(session, place.workspace_id, pin_id)
        found = find_attempts(session, place.workspace_id, pin.id)
        waits_for = waiting_reason(session, pin)
        tries = [AttemptOut.of(one, pin) for one in found]
    if as_json:
        print_json(AttemptList(items=tries))
        return
    if waits_for:
        say(f"It waits: {waits_for}")
    if not tries:
        say("Nobody has tried to publish this pin yet.")
    for one in tries:
        print_facts(_facts(one))


def _told(place: Desk, ids: Sequence[UUID], output: dict[str, Any] | None) -> dict[str, Any] | None:
    if output is None:
        return None
    with place.app.database.transaction() as session:
        places = places_of(session, place.workspace_id, ids)
    return PublishedPins.of(output, places).model_dump(mode="json", exclude_none=True)


def _facts(attempt: AttemptOut) -> Mapping[str, str]:
    facts = {
        "Try": str(attempt.number),
        "Outcome": f"{attempt.outcome}, withdrawn since" if attempt.withdrawn else attempt.outcome,
        "Account": attempt.account,
        "Sent": clock(attempt.sent_at),
        "Ended": clock(attempt.ended_at),
        "Answer": f"HTTP {attempt.http_status}" if attempt.http_status else "",
        "Request": attempt.request_id or "",
        "At Pinterest": attempt.pinterest_pin_id or "",
        "Reason": attempt.error or "",
        "Run": attempt.run_id,
    }
    return {name: value for name, value in facts.items() if value} | {"": ""}
