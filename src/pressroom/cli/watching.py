"""Documents, pictures and generations followed until their runs are over, with progress on standard error."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Protocol
from uuid import UUID

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pressroom.cli.desk import Desk
from pressroom.cli.libraries import Library, Thing, standing, things_in
from pressroom.cli.terminal import err, say
from pressroom.features.generations.models import Generation

LOOK_EVERY_SECONDS = 0.1
A_LOOK_AT_MOST = 200
"""Things looked at in one query; of more, the oldest, for they are done first."""
LINES_AT_MOST = 20
"""Things that get a line of their own on a terminal."""


class Board(Protocol):
    """Shows how far things have come."""

    def show(self, thing: Thing | Generation) -> None:
        """Show a thing's state, if it is news."""
        ...


def follow(desk: Desk, to: Library, ids: Collection[UUID], board: Board, *, stop: Event) -> None:
    """Show things until each is completed or failed, or `stop` is set."""
    waiting = sorted(ids)
    while waiting and not stop.is_set():
        seen = waiting[:A_LOOK_AT_MOST]
        with desk.app.database.transaction() as session:
            found = things_in(to, session, desk.workspace_id, seen)
        for one in found:
            board.show(one)
        busy = {one.id for one in found if standing(one).is_busy}
        waiting = [one for one in seen if one in busy] + waiting[A_LOOK_AT_MOST:]
        stop.wait(LOOK_EVERY_SECONDS if waiting else 0)


@contextmanager
def board_for(names: Sequence[str]) -> Iterator[Board]:
    """Give the board that suits: lines for each of a few things, one for many, plain ones without a terminal."""
    if not err.is_terminal:
        yield PlainBoard()
        return
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[state]}", markup=False),
        TimeElapsedColumn(),
        console=err,
    ) as progress:
        yield FewBoard(progress) if len(names) <= LINES_AT_MOST else ManyBoard(progress, len(names))


class PlainBoard:
    """Prints a line whenever a thing's status changes."""

    def __init__(self) -> None:
        self._shown: dict[UUID, str] = {}

    def show(self, thing: Thing | Generation) -> None:
        """Print the thing's state, if it is news; single pages are not."""
        state = standing(thing).words
        if self._shown.get(thing.id) != (kind := state.split(",")[0]):
            self._shown[thing.id] = kind
            say(f"{thing.filename}: {state}")


class FewBoard:
    """A bar for each thing."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[UUID, TaskID] = {}

    def show(self, thing: Thing | Generation) -> None:
        """Move the thing's bar."""
        bar = self._bars.get(thing.id)
        if bar is None:
            bar = self._bars[thing.id] = self._progress.add_task(thing.filename, total=None, state="")
        now = standing(thing)
        whole = now.total or (None if now.is_busy else 1)
        self._progress.update(bar, state=now.words, total=whole, completed=now.done if now.is_busy else whole)
        if not now.is_busy:
            self._progress.stop_task(bar)


class ManyBoard:
    """One bar for all things."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._bar = progress.add_task("Working", total=total, state="")
        self._done: set[UUID] = set()

    def show(self, thing: Thing | Generation) -> None:
        """Count the thing once it is over."""
        if standing(thing).is_busy or thing.id in self._done:
            return
        self._done.add(thing.id)
        self._progress.update(self._bar, completed=len(self._done), state=thing.filename)
