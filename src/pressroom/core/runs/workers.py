"""Workers: registered, and alive for as long as the lock named after them is held."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, bindparam, cast, func, literal, select, text
from sqlalchemy.orm import Session

from pressroom.core.runs.models import Worker

LOCK_KEY = "hashtextextended('pressroom-worker:' || :id, 0)"
"""The advisory lock of the worker `:id`, as SQL."""

_HELD = text(
    "SELECT (classid::bigint << 32) | objid::bigint AS key FROM pg_locks WHERE locktype = 'advisory' AND granted"
).columns(key=BigInteger)


def living_workers(session: Session) -> Sequence[Worker]:
    """Return the workers whose lock is held, longest-lived first."""
    key = func.hashtextextended(
        literal("pressroom-worker:").concat(Worker.executor_id), cast(bindparam("seed", 0), BigInteger)
    )
    held = select(_HELD.subquery().c.key)
    return session.scalars(select(Worker).where(key.in_(held)).order_by(Worker.started_at)).all()
