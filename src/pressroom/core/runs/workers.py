"""Workers: registered, and alive for as long as the lock named after them is held; so are the workflows they have."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import BigInteger, ColumnElement, Connection, Text, cast, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from pressroom.core.runs.models import Worker

LOCK_KEY = "hashtextextended('pressroom-worker:' || :id, 0)"
"""The advisory lock of the worker `:id`, as SQL."""

_HELD = text(
    "SELECT (classid::bigint << 32) | objid::bigint AS key FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
).columns(key=BigInteger)


def living_workers(session: Session) -> Sequence[Worker]:
    """Return the workers whose lock is held, longest-lived first."""
    alive = _key("worker", Worker.executor_id).in_(select(_HELD.subquery().c.key))
    return session.scalars(select(Worker).where(alive).order_by(Worker.started_at)).all()


def hold_stories(connection: Connection, names: Iterable[str]) -> None:
    """Let everyone know, for as long as a connection lasts, that a living worker has these workflows."""
    for name in names:
        connection.execute(select(func.pg_advisory_lock_shared(_key("workflow", literal(name)))))


def living_stories(session: Session, names: Iterable[str]) -> Collection[str]:
    """Return those of some workflows that a living worker has."""
    asked = func.unnest(cast(list(names), ARRAY(Text))).column_valued("name")
    held = _key("workflow", asked).in_(select(_HELD.subquery().c.key))
    return set(session.scalars(select(asked).where(held)))


def _key(kind: str, name: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[int]:
    named = literal(f"pressroom-{kind}:").concat(name)
    return func.hashtextextended(named, cast(0, BigInteger), type_=BigInteger)
