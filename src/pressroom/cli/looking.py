"""A folder or a blog while it is looked through: how far that is, on standard error."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from pressroom.cli.terminal import err

LOOK_EVERY_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Far:
    """How far it is; `total` is 0 while nothing is found, `waits` says what it waits for."""

    done: int
    total: int
    waits: str
    is_over: bool


def follow(what: str, far: Callable[[], Far], *, stop: Event) -> None:
    """Show how far it is until it is over, or `stop` is set."""
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[state]}", markup=False),
        console=err,
        disable=not err.is_terminal,
    ) as progress:
        bar = progress.add_task(what, total=None, state="")
        while not stop.wait(LOOK_EVERY_SECONDS):
            now = far()
            progress.update(bar, total=now.total or None, completed=now.done, state=now.waits)
            if now.is_over:
                return
