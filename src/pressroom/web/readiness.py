"""Whether the server can do its work: its database answers, a worker is there, files can be kept."""

from collections.abc import Callable, Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock, Thread
from time import monotonic

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from pressroom.core.runs.workers import living_workers
from pressroom.kernel.app import App
from pressroom.kernel.errors import PressroomError
from pressroom.kernel.log import logger

log = logger(__name__)

PATIENCE_SECONDS = 3.0
STORAGE_SECONDS = 5.0
"""How long an answer of the storage is good for: a bucket is not asked at every look of every monitor."""


class Part(StrEnum):
    """What the server cannot work without."""

    DATABASE = "database"
    WORKERS = "workers"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True)
class Finding:
    """How a part is; `number` counts workers."""

    ok: bool
    detail: str
    number: int = 0


class Readiness:
    """Looks at each part, and waits for none that hangs."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._under_way: dict[Part, tuple[Future[Finding], float]] = {}
        self._lock = Lock()

    def look(self, *, exclude: Collection[Part] = ()) -> dict[Part, Finding]:
        """Return what was found, by part; the excluded are not looked at."""
        looks: dict[Part, Callable[[], Finding]] = {
            Part.DATABASE: self._database,
            Part.WORKERS: self._workers,
            Part.STORAGE: self._storage,
        }
        begun = {part: self._begun(part, look) for part, look in looks.items() if part not in exclude}
        return {part: _outcome(part, future) for part, future in begun.items()}

    def _begun(self, part: Part, look: Callable[[], Finding]) -> Future[Finding]:
        """Return the look at a part that is under way, or was just made; one that hangs is not begun again."""
        good_for = STORAGE_SECONDS if part is Part.STORAGE else 0.0
        with self._lock:
            known = self._under_way.get(part)
            if known and (not known[0].done() or monotonic() - known[1] < good_for):
                return known[0]
            future = Future[Finding]()
            Thread(target=_carry, args=(look, future), name=f"readiness-{part}", daemon=True).start()
            self._under_way[part] = (future, monotonic())
            return future

    def _database(self) -> Finding:
        with self._app.database.transaction() as session:
            session.execute(text("SELECT 1"))
        return Finding(ok=True, detail="answers")

    def _workers(self) -> Finding:
        with self._app.database.transaction() as session:
            number = len(living_workers(session))
        return Finding(ok=number > 0, detail=f"{number} running" if number else "no worker is running", number=number)

    def _storage(self) -> Finding:
        self._app.storage.probe()
        return Finding(ok=True, detail="answers")


def _carry(look: Callable[[], Finding], future: Future[Finding]) -> None:
    try:
        future.set_result(look())
    except Exception as error:  # noqa: BLE001  # it is raised again where the outcome is asked for
        future.set_exception(error)


def _outcome(part: Part, future: Future[Finding]) -> Finding:
    try:
        return future.result(PATIENCE_SECONDS)
    except TookTooLong:
        return Finding(ok=False, detail=f"does not answer within {PATIENCE_SECONDS:.0f} seconds")
    except (SQLAlchemyError, PressroomError, OSError) as error:  # whose words may name hosts and folders
        log.warning("not ready", part=part, reason=str(error).partition("\n")[0])
        return Finding(ok=False, detail="does not answer")
