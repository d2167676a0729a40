"""Documents followed until their runs are over, with progress on standard error."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Protocol
from uuid import UUID

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pressroom.cli.desk import Desk
from pressroom.cli.terminal import err, say
from pressroom.features.documents.models import Document, Status
from pressroom.features.documents.queries import documents_of
from pressroom.features.documents.rules import BUSY

LOOK_EVERY_SECONDS = 0.1
A_LOOK_AT_MOST = 200
"""Documents looked at in one query; of more, the oldest, for they are done first."""
LINES_AT_MOST = 20
"""Documents that get a line of their own on a terminal."""


class Board(Protocol):
    """Shows how far documents have come."""

    def show(self, document: Document) -> None:
        """Show a document's state, if it is news."""
        ...


def follow(desk: Desk, ids: Collection[UUID], board: Board, *, stop: Event) -> None:
    """Show documents until each is completed or failed, or `stop` is set."""
    waiting = sorted(ids)
    while waiting and not stop.is_set():
        seen = waiting[:A_LOOK_AT_MOST]
        with desk.app.database.transaction() as session:
            found = documents_of(session, desk.workspace_id, seen)
        for one in found:
            board.show(one)
        busy = {one.id for one in found if one.status in BUSY}
        waiting = [one for one in seen if one in busy] + waiting[A_LOOK_AT_MOST:]
        stop.wait(LOOK_EVERY_SECONDS if waiting else 0)


@contextmanager
def board_for(names: Sequence[str]) -> Iterator[Board]:
    """Give the board that suits: lines for each of a few documents, one for many, plain ones without a terminal."""
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
    """Prints a line whenever a document's status changes."""

    def __init__(self) -> None:
        self._shown: dict[UUID, str] = {}

    def show(self, document: Document) -> None:
        """Print the document's state, if it is news; single pages are not."""
        state = state_of(document)
        if self._shown.get(document.id) != (kind := state.split(",")[0]):
            self._shown[document.id] = kind
            say(f"{document.filename}: {state}")


class FewBoard:
    """A bar for each document."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[UUID, TaskID] = {}

    def show(self, document: Document) -> None:
        """Move the document's bar."""
        bar = self._bars.get(document.id)
        if bar is None:
            bar = self._bars[document.id] = self._progress.add_task(document.filename, total=None, state="")
        total = document.page_count or None
        is_over = document.status not in BUSY
        self._progress.update(
            bar,
            state=state_of(document),
            total=total or (1 if is_over else None),
            completed=(total or 1) if is_over else document.pages_read,
        )
        if is_over:
            self._progress.stop_task(bar)


class ManyBoard:
    """One bar for all documents."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._bar = progress.add_task("Reading", total=total, state="")
        self._done: set[UUID] = set()

    def show(self, document: Document) -> None:
        """Count the document once it is over."""
        if document.status in BUSY or document.id in self._done:
            return
        self._done.add(document.id)
        self._progress.update(self._bar, completed=len(self._done), state=document.filename)


def state_of(document: Document) -> str:
    """Return how far a document has come, in words."""
    match document.status:
        case Status.COMPLETED:
            return f"done, “{document.display_name or document.filename}”"
        case Status.FAILED:
            return f"failed: {document.error}"
        case Status.GENERATING_METADATA | Status.OCR_COMPLETE:
            return "describing"
        case _ if document.pages_read:
            return f"reading, page {document.pages_read} of {document.page_count}"
        case _:
            return "waiting" if document.page_count is None else "reading"
