"""`pressroom queues` and `pressroom workers`: what carries the runs of all workspaces."""

from typing import Annotated

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson
from pressroom.cli.terminal import clock, print_json, print_table, say
from pressroom.core.floor import actions, queries
from pressroom.core.floor.schemas import QueueList, QueueOut, WorkerList, WorkerOut
from pressroom.kernel.errors import Invalid

queues = typer.Typer(
    name="queues", help="Show queues, change their limits, pause and resume them.", no_args_is_help=True
)
workers = typer.Typer(name="workers", help="Show the workers that are alive, and drain one.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The queue's name, such as `work`.")]
DEFAULT = "default"


@queues.command("list")
def list_queues(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List queues: what waits, what is under way, and their limits."""
    with desk(context) as place, place.app.database.transaction() as session:
        items = [QueueOut.of(one) for one in queries.queues(session)]
    if as_json:
        print_json(QueueList(items=items))
        return
    print_table(
        ("Queue", "State", "Waiting", "Oldest since", "Running", "At once", "Of each"),
        [
            (
                one.name,
                "paused" if one.paused_at else "open",
                str(one.depth),
                clock(one.oldest_at),
                str(one.running),
                f"{one.at_once} a worker",
                f"{one.of_partition} a {one.partition_of}" if one.of_partition else "",
            )
            for one in items
        ],
        nothing="There are no queues.",
    )


@queues.command("set")
def set_limits(
    context: typer.Context,
    name: Name,
    *,
    at_once: Annotated[
        str | None, typer.Option(help=f"Runs each worker carries at once, or `{DEFAULT}`.", metavar="NUMBER")
    ] = None,
    of_partition: Annotated[
        str | None, typer.Option(help=f"Runs of one user or site at once, or `{DEFAULT}`.", metavar="NUMBER")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Change a queue's limits; they hold at once, on every worker, and after a restart."""
    given = {"at_once": at_once, "of_partition": of_partition}
    changes = {limit: _number(value) for limit, value in given.items() if value is not None}
    with desk(context) as place, place.app.database.transaction() as session:
        actions.change_limits(session, place.app.durable, name, changes)
        found = QueueOut.of(queries.queue_state(session, name))
    _tell(found, f"{name}: {found.at_once} at once on each worker.", as_json=as_json)


@queues.command("pause")
def pause_queue(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Let no further run of a queue begin; those under way go on."""
    with desk(context) as place, place.app.database.transaction() as session:
        actions.pause_queue(session, place.app.durable, name)
        found = QueueOut.of(queries.queue_state(session, name))
    _tell(found, f"{name} is paused; what is under way goes on.", as_json=as_json)


@queues.command("resume")
def resume_queue(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Let runs of a queue begin again."""
    with desk(context) as place, place.app.database.transaction() as session:
        actions.resume_queue(session, place.app.durable, name)
        found = QueueOut.of(queries.queue_state(session, name))
    _tell(found, f"{name} goes on.", as_json=as_json)


@workers.command("list")
def list_workers(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the workers that are alive, and how many runs each carries."""
    with desk(context) as place, place.app.database.transaction() as session:
        items = [WorkerOut.of(one) for one in queries.workers(session)]
    if as_json:
        print_json(WorkerList(items=items))
        return
    print_table(
        ("Id", "State", "Host", "Process", "Version", "Since", "Runs"),
        [
            (
                one.id,
                "draining" if one.draining_since else "at work",
                one.host,
                str(one.pid),
                one.version,
                clock(one.started_at),
                str(len(one.runs)),
            )
            for one in items
        ],
        nothing="No worker is alive. Start one: pressroom worker.",
    )


@workers.command("drain")
def drain_worker(
    context: typer.Context,
    worker_id: Annotated[str, typer.Argument(metavar="ID", help="The worker's id.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Ask a worker to take no new runs, and to leave once those it has are done."""
    with desk(context) as place, place.app.database.transaction() as session:
        actions.drain_worker(session, worker_id)
        session.flush()
        alive = queries.workers(session)
        found = next(WorkerOut.of(one) for one in alive if one.worker.executor_id == worker_id)
    if as_json:
        print_json(found)
    else:
        say(f"It leaves once its {len(found.runs)} runs are done.")


def _number(given: str) -> int | None:
    """Return a limit that was typed, None for that a queue comes with; raises Invalid."""
    if given == DEFAULT:
        return None
    if not given.isdecimal():
        raise Invalid(f"“{given}” is no number; to take a limit back, say `{DEFAULT}`.")
    return int(given)


def _tell(found: QueueOut, words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        say(words)
