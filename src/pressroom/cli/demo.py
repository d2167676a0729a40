"""`pressroom demo`: the main job, once, on sample files and pictures; then the server, to look at what came of it."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Annotated, Any

import typer

from pressroom.cli.address import listening, shown_address
from pressroom.cli.composer import Composer
from pressroom.cli.demo_pins import pretend_pinterest, print_pins, publish_samples
from pressroom.cli.desk import Desk, desk_of
from pressroom.cli.finding import HIDDEN, find_files
from pressroom.cli.intake import Intake, take_files
from pressroom.cli.libraries import Library, Thing, standing, things_in, try_again
from pressroom.cli.options import AsJson
from pressroom.cli.results import Result, plain_picture, print_pictures, print_results, result_of
from pressroom.cli.serving import at_work, sign_in_link
from pressroom.cli.terminal import complain, out, print_json, quiet_logs, say
from pressroom.cli.watching import board_for, follow
from pressroom.core.assets.models import Source
from pressroom.features.documents.models import Document
from pressroom.features.media.models import Item
from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.schemas import PinOut
from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid

PICTURES = "pictures"
"""The folder among the samples whose files go to the library."""


@dataclass(frozen=True, slots=True)
class _Show:
    """What a demonstration works with, and how it tells what came of it."""

    app: App
    composer: Composer
    files: dict[Library, list[Path]]
    address: str | None
    """None where nothing is served when all is told."""
    as_json: bool
    stop: Event


def demo(
    context: typer.Context,
    *,
    samples: Annotated[
        Path, typer.Option(help="Folder with the files to read; pictures in its folder `pictures` go to the library.")
    ] = Path("samples"),
    leave: Annotated[bool, typer.Option("--exit", help="Stop after the table, with 1 unless all completed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read sample files, look at sample pictures, show what came of each, and serve the pages to look at them.

    Starts everything: the database, the web server and a worker. Files that were read before are shown as they are.
    The pictures become pins, some published at once and some planned: at a pretended Pinterest, which keeps them in
    the data folder. Where an app of yours at Pinterest is set up, none are made.
    Runs until Ctrl-C, unless --exit is given.
    """
    composer: Composer = context.obj
    files = _sample_files(samples)
    quiet_logs()
    pretend_pinterest(composer)
    shown: Future[bool] | None = None
    with suppress(KeyboardInterrupt), listening(composer.settings) as listener:
        address = shown_address(composer.settings, listener)
        with at_work(composer, max(1, composer.settings.workers)) as app, ThreadPoolExecutor(1) as thread:
            web = composer.web(app)
            show = _Show(app, composer, files, None if leave else address, as_json, Event())
            shown = thread.submit(_show, show)

            def end(done: Future[bool]) -> None:
                web.should_exit = leave or done.exception() is not None

            shown.add_done_callback(end)
            try:
                web.run([listener])
            finally:
                show.stop.set()
    raise typer.Exit(0 if shown and shown.result() else 1)


def _sample_files(folder: Path) -> dict[Library, list[Path]]:
    if not folder.is_dir():
        raise Invalid(
            f"There is no folder {folder.absolute()}. Run this where Pressroom was cloned to, "
            "or name a folder of files with --samples."
        )
    files = find_files([folder], recursive=True).files
    if not files:
        raise Invalid(f"The folder {folder.absolute()} has no files. Put some in, or name another with --samples.")
    pictures = [path for path in files if path.is_relative_to(folder / PICTURES) and path.suffix != ".md"]
    texts = [path for path in files if not path.is_relative_to(folder / PICTURES)]
    return {Library.DOCUMENTS: texts, Library.MEDIA: pictures}


def _show(show: _Show) -> bool:
    """Take the files in, follow them, tell what came of them; return whether all completed."""
    place = desk_of(show.app)
    pictures = f", and looking at {len(show.files[Library.MEDIA])} pictures" if show.files[Library.MEDIA] else ""
    say(f"Reading {len(show.files[Library.DOCUMENTS])} files{pictures}.")
    intakes = {
        to: take_files(place, files, to=to, source=Source.UPLOAD, stop=show.stop, seen=lambda _: None)
        for to, files in show.files.items()
    }
    found = {to: dict([*intake.added, *intake.known]) for to, intake in intakes.items()}
    for to, intake in intakes.items():
        _start_failed_again(place, to, [one for _, one in intake.known])
    with board_for([path.name for things in found.values() for path in things]) as board:
        for to, things in found.items():
            follow(place, to, {one.id for one in things.values()}, board, stop=show.stop)
    latest = {to: _latest(place, to, things) for to, things in found.items()}
    pictures_seen = [
        one for one in latest[Library.MEDIA].values() if isinstance(one, Item) and not standing(one).has_failed
    ]
    pins = publish_samples(place, show.composer, pictures_seen, stop=show.stop)
    _tell(show, place, list(intakes.values()), latest, pins)
    everything = [one for things in latest.values() for one in things.values()]
    is_well = not any(standing(one).has_failed or standing(one).is_busy for one in everything)
    has_failed = any(one.status is PinStatus.FAILED for one in pins)
    return is_well and not has_failed and not any(intake.stopped for intake in intakes.values())


def _start_failed_again(place: Desk, to: Library, known: list[Thing]) -> None:
    with place.app.database.transaction() as session:
        for one in things_in(to, session, place.workspace_id, [one.id for one in known]):
            if standing(one).has_failed:
                try_again(session, place.app, one)


def _latest(place: Desk, to: Library, things: dict[Path, Thing]) -> dict[Path, Thing]:
    with place.app.database.transaction() as session:
        by_id = {one.id: one for one in things_in(to, session, place.workspace_id, [one.id for one in things.values()])}
    return {path: by_id[one.id] for path, one in things.items()}


def _results(place: Desk, things: dict[Path, Thing]) -> list[Result]:
    with place.app.database.transaction() as session:
        return [result_of(session, place, path, one) for path, one in things.items() if isinstance(one, Document)]


def _tell(
    show: _Show, place: Desk, intakes: list[Intake], latest: dict[Library, dict[Path, Thing]], pins: Sequence[Pin]
) -> None:
    link = sign_in_link(show.app, show.address) if show.address else None
    results = _results(place, latest[Library.DOCUMENTS])
    pictures = [(path, one) for path, one in latest[Library.MEDIA].items() if isinstance(one, Item)]
    left = [one for intake in intakes for one in intake.left]
    if show.as_json:
        skipped = [{"path": str(one.path), "detail": one.detail, "code": one.code} for one in left]
        items = [one.plain() for one in results]
        shown = [plain_picture(path, item) for path, item in pictures]
        told = {"items": items, "pictures": shown, "skipped": skipped, "pins": [_plain_pin(one) for one in pins]}
        print_json(told | {"address": show.address, "sign_in_link": link})
        return
    print_results(results)
    if pictures:
        print_pictures(pictures)
    if pins:
        print_pins(pins)
    for one in left:
        if one.code != HIDDEN:
            complain(f"{one.path}: {one.detail}")
    for why in dict.fromkeys(intake.stopped for intake in intakes if intake.stopped):
        complain(why)
    if link:
        out.print(f"Pressroom is ready at {show.address}", soft_wrap=True)
        out.print(f"Sign in, once and within a day, with {link}", soft_wrap=True)


def _plain_pin(pin: Pin) -> dict[str, Any]:
    return PinOut.of(pin).model_dump(mode="json")
