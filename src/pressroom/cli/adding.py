"""`pressroom add`: files and folders of this machine, taken in like an upload."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pressroom.cli.composer import Composer
from pressroom.cli.desk import Desk, desk
from pressroom.cli.finding import HIDDEN, Found, find_files
from pressroom.cli.intake import INTERRUPTED, Intake, take_files
from pressroom.cli.libraries import Library, Thing, check_force, standing, things_in
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import complain, err, out, print_json, say
from pressroom.cli.watching import board_for, follow
from pressroom.core.assets.models import Source
from pressroom.core.runs.workers import living_workers

REASONS_SHOWN = 10
INTERRUPTED_CODE = 130


def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Files, and folders of them.", metavar="PATH")],
    *,
    to: Annotated[
        Library, typer.Option(help="Where to: files to be read, or pictures to be seen.")
    ] = Library.DOCUMENTS,
    recursive: Annotated[
        bool, typer.Option("--recursive/--no-recursive", help="Also take what is in folders below the given ones.")
    ] = True,
    force: Annotated[
        bool, typer.Option("--force", help="Take files that are here already once more, as documents of their own.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until everything is described; failures make it exit with 1.")
    ] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Take files in, as an upload does, whether or not the server is running.

    Hidden files, and files of a kind that is not taken, are left aside with their reason. Ctrl-C finishes the file
    at hand; the same command again goes on where it stopped, for what is in already is not taken twice. Exits with
    1 when a file you named yourself is refused, or when the disk or the month is full.
    """
    check_force(to, force=force)
    found = find_files(paths, recursive=recursive)
    with desk(context, workspace) as place, interruptible() as stop:
        intake = _take_all(place, found, to=to, force=force, stop=stop)
        things = [one for _, one in [*intake.added, *intake.known]]
        if wait and not intake.stopped:
            things = _wait(context.obj, place, to, things, stop)
            intake.stopped = INTERRUPTED if stop.is_set() else None
        has_worker = is_worked_on(place)
    if as_json:
        print_json(_report(intake, things))
    else:
        _tell(intake, to, things, has_worker=has_worker)
    named = {path for path in paths if path.is_file()}
    raise typer.Exit(_exit_code(intake, things if wait else [], named=named))


def _take_all(place: Desk, found: Found, *, to: Library, force: bool, stop: Event) -> Intake:
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[file]}", markup=False),
        console=err,
        disable=not err.is_terminal,
    ) as progress:
        bar = progress.add_task("Taking in", total=len(found.files), file="")

        def seen(path: Path) -> None:
            progress.update(bar, advance=1, file=path.name)

        intake = take_files(place, found.files, to=to, source=Source.FOLDER, stop=stop, seen=seen, force=force)
    intake.left[:0] = found.left
    return intake


def _wait(composer: Composer, place: Desk, to: Library, things: list[Thing], stop: Event) -> list[Thing]:
    """Follow things to their end; return them as they are then."""
    ids = {one.id for one in things}
    with worker_beside(composer, place), board_for([one.filename for one in things]) as board:
        follow(place, to, ids, board, stop=stop)
    with place.app.database.transaction() as session:
        return list(things_in(to, session, place.workspace_id, ids))


@contextmanager
def worker_beside(composer: Composer, place: Desk) -> Iterator[None]:
    """Let a worker of our own run meanwhile, if none is running."""
    supervisor = composer.supervisor(0 if is_worked_on(place) else 1)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()


def is_worked_on(place: Desk) -> bool:
    """Tell whether a worker is running."""
    with place.app.database.transaction() as session:
        return bool(living_workers(session))


@contextmanager
def interruptible() -> Iterator[Event]:
    """Give an event that the first Ctrl-C or SIGTERM sets; the second one interrupts at once, as always."""
    stop = Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            signal.default_int_handler(number, frame)
        stop.set()
        say("Finishing what is at hand; once more to stop at once.")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _report(intake: Intake, things: list[Thing]) -> dict[str, Any]:
    latest = {one.id: one for one in things}

    def row(path: Path, thing: Thing) -> dict[str, Any]:
        now = latest.get(thing.id, thing)
        return {
            "path": str(path),
            "id": str(now.id),
            "filename": now.filename,
            "status": now.status,
            "error": now.error,
            "run_id": now.run_id,
        }

    return {
        "added": [row(path, one) for path, one in intake.added],
        "duplicates": [row(path, one) for path, one in intake.known],
        "skipped": [{"path": str(one.path), "detail": one.detail, "code": one.code} for one in intake.left],
        "remaining": intake.remaining,
        "stopped": intake.stopped,
    }


def _tell(intake: Intake, to: Library, things: list[Thing], *, has_worker: bool) -> None:
    standings = [standing(one) for one in things]
    out.print(
        f"{len(intake.added)} taken in, {len(intake.known)} here already, {len(intake.left)} left aside.",
        soft_wrap=True,
    )
    hidden = sum(one.code == HIDDEN for one in intake.left)
    shown = [one for one in intake.left if one.code != HIDDEN]
    for one in shown[:REASONS_SHOWN]:
        say(f"  {one.path}: {one.detail}")
    if len(shown) > REASONS_SHOWN:
        say(f"  … and {len(shown) - REASONS_SHOWN} more; `--json` names every one.")
    if hidden:
        say(f"  {hidden} of them are hidden.")
    if failed := sum(one.has_failed for one in standings):
        complain(f"{failed} could not be read or described: `pressroom {to} list --status failed` says why.")
    if intake.stopped:
        complain(intake.stopped)
    if intake.remaining:
        say(f"{intake.remaining} files are still to do: the same command again goes on there.")
    if not has_worker and any(one.is_busy for one in standings):
        say("No worker is running. `pressroom serve` does what is waiting.")


def _exit_code(intake: Intake, things: list[Thing], *, named: set[Path]) -> int:
    if intake.stopped == INTERRUPTED:
        return INTERRUPTED_CODE
    refused = any(one.path in named for one in intake.left)
    failed = any(standing(one).has_failed for one in things)
    return int(bool(intake.stopped) or refused or failed)
