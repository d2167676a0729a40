"""`pressroom demo`: the main job, once, on sample files; then the server, to look at what came of it."""

import logging
import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from pressroom.cli.address import listening, shown_address
from pressroom.cli.composer import Composer
from pressroom.cli.desk import Desk, desk_of
from pressroom.cli.finding import HIDDEN, find_files
from pressroom.cli.intake import Intake, take_files
from pressroom.cli.options import AsJson
from pressroom.cli.results import Result, print_results, result_of
from pressroom.cli.serving import at_work, sign_in_link
from pressroom.cli.terminal import complain, out, print_json, say
from pressroom.cli.watching import board_for, follow
from pressroom.core.assets.models import Source
from pressroom.features.documents.actions.again import try_again
from pressroom.features.documents.models import Document, Status
from pressroom.features.documents.queries import documents_of
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class _Show:
    """What a demonstration works with, and how it tells what came of it."""

    app: App
    files: list[Path]
    address: str | None
    """None where nothing is served when all is told."""
    as_json: bool
    stop: Event


def demo(
    context: typer.Context,
    *,
    samples: Annotated[Path, typer.Option(help="Folder with the files to read.")] = Path("samples"),
    leave: Annotated[
        bool, typer.Option("--exit", help="Stop after the table, with 1 unless every file completed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read sample files, show what came of each, and serve the pages to look at them.

    Starts everything: the database, the web server and a worker. Files that were read before are shown as they are.
    Runs until Ctrl-C, unless --exit is given.
    """
    composer: Composer = context.obj
    files = _sample_files(samples)
    _quiet()
    shown: Future[bool] | None = None
    with suppress(KeyboardInterrupt), listening(composer.settings) as listener:
        address = shown_address(composer.settings, listener)
        with at_work(composer, max(1, composer.settings.workers)) as app, ThreadPoolExecutor(1) as thread:
            web = composer.web(app)
            show = _Show(app, files, None if leave else address, as_json, Event())
            shown = thread.submit(_show, show)

            def end(done: Future[bool]) -> None:
                web.should_exit = leave or done.exception() is not None

            shown.add_done_callback(end)
            try:
                web.run([listener])
            finally:
                show.stop.set()
    raise typer.Exit(0 if shown and shown.result() else 1)


def _sample_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Invalid(
            f"There is no folder {folder.absolute()}. Run this where Pressroom was cloned to, "
            "or name a folder of files with --samples."
        )
    files = find_files([folder], recursive=True).files
    if not files:
        raise Invalid(f"The folder {folder.absolute()} has no files. Put some in, or name another with --samples.")
    return files


def _quiet() -> None:
    """Keep all but warnings out of the display, here and in the worker, unless a level was asked for."""
    if "PRESSROOM_LOG_LEVEL" not in os.environ:
        os.environ["PRESSROOM_LOG_LEVEL"] = "warning"
        logging.getLogger().setLevel(logging.WARNING)


def _show(show: _Show) -> bool:
    """Take the files in, follow them, tell what came of them; return whether all completed."""
    place = desk_of(show.app)
    say(f"Reading {len(show.files)} files.")
    intake = take_files(place, show.files, source=Source.UPLOAD, stop=show.stop, seen=lambda _: None)
    documents = dict([*intake.added, *intake.known])
    _start_failed_again(place, [one for _, one in intake.known])
    with board_for([path.name for path in documents]) as board:
        follow(place, {one.id for one in documents.values()}, board, stop=show.stop)
    results = _results(place, documents)
    _tell(show, intake, results)
    return not intake.stopped and all(one.document.status is Status.COMPLETED for one in results)


def _start_failed_again(place: Desk, known: list[Document]) -> None:
    with place.app.database.transaction() as session:
        for one in documents_of(session, place.workspace_id, [one.id for one in known]):
            if one.status is Status.FAILED:
                try_again(session, place.app.durable, place.app.vault, one)


def _results(place: Desk, documents: dict[Path, Document]) -> list[Result]:
    with place.app.database.transaction() as session:
        ids = {one.id for one in documents.values()}
        latest = {one.id: one for one in documents_of(session, place.workspace_id, ids)}
        return [result_of(session, place, path, latest[one.id]) for path, one in documents.items()]


def _tell(show: _Show, intake: Intake, results: list[Result]) -> None:
    link = sign_in_link(show.app, show.address) if show.address else None
    if show.as_json:
        skipped = [{"path": str(one.path), "detail": one.detail, "code": one.code} for one in intake.left]
        items = [one.plain() for one in results]
        print_json({"items": items, "skipped": skipped, "address": show.address, "sign_in_link": link})
        return
    print_results(results)
    for one in intake.left:
        if one.code != HIDDEN:
            complain(f"{one.path}: {one.detail}")
    if intake.stopped:
        complain(intake.stopped)
    if link:
        out.print(f"Pressroom is ready at {show.address}", soft_wrap=True)
        out.print(f"Sign in, once and within a day, with {link}", soft_wrap=True)
