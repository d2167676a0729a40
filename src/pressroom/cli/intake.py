"""Files on this machine, taken in one after another: each in a transaction of its own, so that nothing is half-done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from sqlalchemy.exc import OperationalError

from pressroom.cli.desk import Desk
from pressroom.cli.finding import Left
from pressroom.cli.libraries import Library, Thing, take
from pressroom.core.assets.models import Source
from pressroom.kernel.errors import LimitReached, PressroomError, Rejected
from pressroom.providers.pages import clean_filename

INTERRUPTED = "Interrupted."


@dataclass(slots=True)
class Intake:
    """What became of files; `stopped` says why the `remaining` ones were not looked at."""

    added: list[tuple[Path, Thing]] = field(default_factory=list)
    known: list[tuple[Path, Thing]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    remaining: int = 0
    stopped: str | None = None


def take_files(
    desk: Desk,
    files: Iterable[Path],
    *,
    to: Library,
    source: Source,
    stop: Event,
    seen: Callable[[Path], None],
    force: bool = False,
) -> Intake:
    """Take files in until all are or `stop` is set, telling `seen` of each; a full disk or month stops it too."""
    intake = Intake()
    waiting = list(files)
    while waiting and not intake.stopped:
        if stop.is_set():
            intake.stopped = INTERRUPTED
            break
        path = waiting[0]
        intake.stopped = _take(intake, desk, path, to=to, source=source, force=force)
        if not intake.stopped:
            waiting.pop(0)
            seen(path)
    intake.remaining = len(waiting)
    return intake


def _take(intake: Intake, desk: Desk, path: Path, *, to: Library, source: Source, force: bool) -> str | None:
    """Take one file in, or leave it aside; return the reason why no other can be taken, if there is one."""
    name = clean_filename(path.name)
    try:
        with path.open("rb") as file, desk.app.database.transaction() as session:
            thing, was_known = take(session, desk, file, filename=name, to=to, source=source, force=force)
    except LimitReached as error:
        return str(error)
    except Rejected as refusal:
        intake.left.append(Left(path, str(refusal), refusal.code))
    except OSError as error:
        intake.left.append(Left(path, f"cannot be read: {error.strerror or error}", "unreadable"))
    except PressroomError as error:
        return str(error)
    except OperationalError as error:
        return f"The database does not answer: {error.orig}."
    else:
        (intake.known if was_known else intake.added).append((path, thing))
    return None
