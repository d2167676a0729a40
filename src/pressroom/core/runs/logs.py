"""What was logged while a run was carried: kept with the run, a bounded number of lines of each."""

import logging
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pressroom.core.runs.engine import is_gone
from pressroom.core.runs.models import RunLog
from pressroom.kernel.cursors import offset_in
from pressroom.kernel.db import Database
from pressroom.kernel.durable import plain
from pressroom.kernel.log import logger, noted_fact

log = logger(__name__)

LINES_OF_A_RUN = 500
"""A worker keeps no more of a run; what it says after that is in its own log."""
LEFT_OUT = "Further lines of this run are only in the worker's own log."
LONGEST = 8000
"""Characters of a message, or of a fact."""
HELD = 5000
"""Lines held while the database does not take them; the oldest are let go first."""
RUNS_COUNTED = 10_000
EVERY_SECONDS = 0.5
OWN = frozenset({"event", "level", "timestamp", "run_id", "workflow", "_record", "_from_structlog"})
"""What a line says anyway, and what the formatter adds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as it is shown."""

    at: datetime
    level: str
    message: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a run, oldest first."""

    lines: Sequence[Line]
    next_cursor: str | None
    last: int | None = None
    """The number of the last of these: the cursor of one who goes on watching."""


def lines_of(session: Session, run_id: str, *, limit: int = 200, cursor: str | None = None) -> Lines:
    """Return what a run logged, from a cursor on; raises Invalid for one that is none."""
    kept = select(RunLog).where(RunLog.run_id == run_id, RunLog.id > offset_in(cursor)).order_by(RunLog.id)
    rows = session.scalars(kept.limit(limit + 1)).all()
    shown = [Line(row.at, row.level, row.message, row.facts) for row in rows[:limit]]
    last = rows[len(shown) - 1].id if shown else None
    return Lines(shown, str(last) if len(rows) > limit else None, last)


def delete_lost(session: Session) -> None:
    """Let the lines of runs go that are gone."""
    session.execute(delete(RunLog).where(is_gone(RunLog.run_id)))


class RunLogHandler(logging.Handler):
    """Takes every line that is logged in a run, and never keeps the run waiting: `flush_to` writes them later."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._lines: deque[dict[str, Any]] = deque(maxlen=HELD)
        self._taken: Counter[str] = Counter()
        self._guard = Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line, where it is a run's and the run has not said too much."""
        told = record.msg if isinstance(record.msg, dict) else {"event": record.getMessage()}
        run_id = str(told.get("run_id") or noted_fact("run_id") or "")
        if not run_id:
            return
        with self._guard:
            self._taken[run_id] += 1
            if self._taken[run_id] == LINES_OF_A_RUN:
                told = {"event": LEFT_OUT}
            if self._taken[run_id] <= LINES_OF_A_RUN:
                self._lines.append(_row(record, told, run_id))
            if len(self._taken) > RUNS_COUNTED:
                self._taken.clear()

    def flush_to(self, database: Database) -> None:
        """Write down what was taken; where the database does not take it, it is held for the next time."""
        with self._guard:
            lines = list(self._lines)
            self._lines.clear()
        if not lines:
            return
        try:
            with database.transaction() as session:
                session.execute(insert(RunLog), lines)
        except SQLAlchemyError as error:
            log.warning("lines of runs wait for the database", lines=len(lines), reason=type(error).__name__)
            with self._guard:
                self._lines.extendleft(reversed(lines[-(HELD - len(self._lines)) :]))


@contextmanager
def kept_logs(database: Database) -> Iterator[None]:
    """Keep with each run what is logged in it, within."""
    handler, over = RunLogHandler(), Event()

    def write() -> None:
        while not over.wait(EVERY_SECONDS):
            handler.flush_to(database)

    writer = Thread(target=write, name="run-logs", daemon=True)
    logging.getLogger().addHandler(handler)
    writer.start()
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        over.set()
        writer.join()
        handler.flush_to(database)


def _row(record: logging.LogRecord, told: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    facts = {name: _short(plain(value)) for name, value in told.items() if name not in OWN}
    if record.exc_info and "exception" not in facts:
        facts["exception"] = _short(logging.Formatter().formatException(record.exc_info))
    return {
        "run_id": run_id,
        "at": datetime.fromtimestamp(record.created, UTC),
        "level": record.levelname.lower(),
        "message": _short(str(told.get("event", ""))),
        "facts": facts,
    }


def _short(value: Any) -> Any:  # noqa: ANN401  # JSON is any
    """Return a value without what the database does not take, its end left out where it is long."""
    if not isinstance(value, str):
        return value if isinstance(value, int | float | bool | None) else _short(str(value))
    clean = value.replace("\0", "")
    return clean if len(clean) <= LONGEST else f"{clean[: LONGEST // 2]}\n…\n{clean[-LONGEST // 2 :]}"
