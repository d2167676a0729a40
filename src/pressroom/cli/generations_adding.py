"""`pressroom generations add`: photos handed in, followed as they are made into pictures, and saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from threading import Event
from time import monotonic
from typing import Annotated, Any
from uuid import UUID

import typer

from pressroom.cli.adding import INTERRUPTED_CODE, interruptible, is_worked_on, worker_beside
from pressroom.cli.desk import Desk, desk
from pressroom.cli.finding import Left
from pressroom.cli.intake import INTERRUPTED
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.putting import put_file
from pressroom.cli.terminal import complain, out, print_json, quiet_logs, say
from pressroom.cli.watching import LOOK_EVERY_SECONDS, Board, board_for
from pressroom.features.generations.actions.submit import submit_photo
from pressroom.features.generations.models import Generation, Status
from pressroom.features.generations.queries import generation
from pressroom.features.generations.rules import delivered, result_name
from pressroom.features.generations.schemas import GenerationOut
from pressroom.kernel.errors import LimitReached, OutOfCredits, PressroomError, Rejected
from pressroom.providers.pages import clean_filename
from pressroom.providers.paint import style as style_of

PASSING = frozenset({"generations_in_progress", "credits_in_use"})
"""Refusals that end by themselves once something that is in progress completes."""
LONGEST_WAIT_SECONDS = 300.0
"""How long nothing may happen before the waiting is given up; the work itself goes on."""
GIVEN_UP = (
    "Nothing has happened for five minutes, so this waits no longer. What has begun goes on: `pressroom runs list` "
    "tells how far it is."
)


@dataclass(slots=True)
class _Order:
    """Photos to be made into pictures, and what became of them; `stopped` says why those `waiting` were not begun."""

    place: Desk
    style: str
    folder: Path | None
    stop: Event
    waiting: list[Path]
    paths: dict[UUID, Path] = field(default_factory=dict)
    begun: dict[UUID, Generation] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    saved: dict[UUID, Path] = field(default_factory=dict)
    unsaved: dict[UUID, str] = field(default_factory=dict)
    stopped: str | None = None

    def having(self, status: Status) -> list[Generation]:
        """Return those begun that stand so."""
        return [one for one in self.begun.values() if one.status is status]


def add(
    context: typer.Context,
    photos: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, metavar="PHOTO", help="Photos.")],
    *,
    style: Annotated[str, typer.Option(help="The style; `pressroom generations styles` lists them.")] = "plushie",
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until every picture is made; failures make it exit with 1.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option("--out", file_okay=False, help="Wait, and write each result into this folder; made when missing."),
    ] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make a picture of each photo in a style, whether or not the server is running; a credit each, once it is made.

    Five may be in progress at once: a sixth is refused, or waits for its place with --wait. Results never replace a
    file. Ctrl-C stops the waiting; what has begun goes on. Exits with 1 when a photo is refused or a picture fails.
    """
    style_of(style)
    quiet_logs()
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    with desk(context, workspace) as place, interruptible() as stop:
        order = _Order(place, style, folder, stop, waiting=list(dict.fromkeys(photos)))
        if wait or folder:
            with worker_beside(context.obj, place), board_for([one.name for one in photos]) as board:
                _see_through(order, board)
        else:
            _hand_in(order, passing=frozenset())
        order.stopped = INTERRUPTED if stop.is_set() else order.stopped
        has_worker = is_worked_on(place)
    if as_json:
        print_json(_report(order))
    else:
        _tell(order, has_worker=has_worker)
    raise typer.Exit(_exit_code(order))


def _see_through(order: _Order, board: Board) -> None:
    """Hand photos in as places become free, and follow each to its end, or until nothing happens any more."""
    standing, since = _standing(order), monotonic()
    while not order.stop.is_set():
        _hand_in(order, passing=PASSING)
        _look(order, board)
        if not order.having(Status.PROCESSING) and (order.stopped or not order.waiting):
            return
        if standing != (standing := _standing(order)):
            since = monotonic()
        elif monotonic() - since > LONGEST_WAIT_SECONDS:
            order.stopped = GIVEN_UP
            return
        order.stop.wait(LOOK_EVERY_SECONDS)


def _standing(order: _Order) -> object:
    """Return what changes whenever anything happens."""
    return len(order.waiting), [(one.status, one.step) for one in order.begun.values()]


def _hand_in(order: _Order, *, passing: frozenset[str]) -> None:
    """Hand in what can be for now; a refusal that is not `passing` ends it for good."""
    while order.waiting and not order.stopped and not order.stop.is_set():
        try:
            _begin(order, order.waiting[0])
        except Rejected as refusal:
            if refusal.code in passing:
                return
            order.stopped = str(refusal)
        except PressroomError as error:
            order.stopped = str(error)
        else:
            order.waiting.pop(0)


def _begin(order: _Order, path: Path) -> None:
    """Start one photo's picture, or leave the photo aside; raises what stands against every other as well."""
    place = order.place
    try:
        with path.open("rb") as file, place.app.database.transaction() as session:
            begun = submit_photo(
                session,
                place.app,
                file,
                filename=clean_filename(path.name),
                workspace_id=place.workspace_id,
                user_id=place.user_id,
                style=order.style,
            )
            session.refresh(begun, ["original", "result", "paused_reason"])
    except (LimitReached, OutOfCredits):
        raise
    except Rejected as refusal:
        order.left.append(Left(path, str(refusal), refusal.code))
    except OSError as error:
        order.left.append(Left(path, f"cannot be read: {error.strerror or error}", "unreadable"))
    else:
        order.begun[begun.id], order.paths[begun.id] = begun, path


def _look(order: _Order, board: Board) -> None:
    """Show how far each has come, and save what is done."""
    for one in order.having(Status.PROCESSING):
        with order.place.app.database.transaction() as session:
            now = generation(session, order.place.workspace_id, order.place.user_id, one.id)
        order.begun[one.id] = now
        board.show(now)
        if now.status is Status.COMPLETED and order.folder:
            with _noting_trouble(order, now):
                order.saved[now.id] = _save(order.place, now, order.folder)


@contextmanager
def _noting_trouble(order: _Order, done: Generation) -> Iterator[None]:
    """Let one result that cannot be saved stop none of the others."""
    try:
        yield
    except (PressroomError, OSError) as error:
        order.unsaved[done.id] = str(error)


def _save(place: Desk, done: Generation, folder: Path) -> Path:
    name = PurePath(result_name(done))
    return put_file(folder, name.stem, name.suffix, place.app.storage.path(delivered(done).storage_key).read_bytes())


def _report(order: _Order) -> dict[str, Any]:
    return {
        "added": [
            {
                "path": str(order.paths[one.id]),
                **GenerationOut.of(one).model_dump(mode="json"),
                "saved_to": str(order.saved[one.id]) if one.id in order.saved else None,
                "save_error": order.unsaved.get(one.id),
            }
            for one in order.begun.values()
        ],
        "skipped": [{"path": str(one.path), "detail": one.detail, "code": one.code} for one in order.left],
        "remaining": len(order.waiting),
        "stopped": order.stopped,
    }


def _tell(order: _Order, *, has_worker: bool) -> None:
    for one in order.begun.values():
        out.print(f"{one.id}  {order.saved.get(one.id, one.filename)}", soft_wrap=True)
    for left in order.left:
        complain(f"{left.path}: {left.detail}")
    for failed in order.having(Status.FAILED):
        complain(f"{failed.filename}: {failed.error} `pressroom generations retry {failed.id}` tries again.")
    for done, why in order.unsaved.items():
        complain(f"{order.begun[done].filename}: made, and not saved: {why}")
    if order.stopped:
        complain(order.stopped)
    if order.waiting:
        say(f"Not begun: {len(order.waiting)}. With --wait, each begins once there is a place for it.")
    if not has_worker and order.having(Status.PROCESSING):
        say("No worker is running. `pressroom serve` does what is waiting.")


def _exit_code(order: _Order) -> int:
    if order.stop.is_set():
        return INTERRUPTED_CODE
    return int(bool(order.left or order.stopped or order.unsaved or order.having(Status.FAILED)))
