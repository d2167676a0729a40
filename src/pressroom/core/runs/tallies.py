"""How far several of a kind have come that were asked for at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_NEWEST = text("""
SELECT b.id, b.run_id, b.counted_as, b.created_at, t.*, b.result IS NOT NULL
  OR w.completed_at IS NOT NULL AND NOT EXISTS (SELECT FROM paused_runs p WHERE p.run_id = b.run_id) AS is_over
FROM (
  SELECT id, run_id, counted_as, result, created_at FROM batches
  WHERE workspace_id = :workspace AND kind = :kind AND created_at >= :since ORDER BY id DESC LIMIT :limit
) b
LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = b.run_id
CROSS JOIN LATERAL (
  SELECT count(*) AS total,
    count(*) FILTER (WHERE o.status = 'SUCCESS') AS succeeded,
    count(*) FILTER (WHERE o.status = 'CANCELLED' AND p.run_id IS NOT NULL) AS paused,
    count(*) FILTER (
      WHERE e.run_id IS NULL OR o.status IN ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')
      OR o.status = 'CANCELLED' AND p.run_id IS NULL
    ) AS failed,
    min(p.reason) FILTER (WHERE o.status = 'CANCELLED') AS paused_reason
  FROM batch_entries e LEFT JOIN dbos.workflow_status o ON o.workflow_uuid = e.run_id
  LEFT JOIN paused_runs p ON p.run_id = e.run_id WHERE e.batch_id = b.id
) t
ORDER BY b.id DESC
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a batch are done; `failed` are those without a run, too, and `paused` go on by themselves."""

    id: UUID
    run_id: str | None
    counted_as: str
    created_at: datetime
    is_over: bool
    total: int
    succeeded: int
    failed: int
    paused: int
    paused_reason: str | None


def newest(session: Session, workspace_id: UUID, kind: str, *, since: datetime, limit: int) -> Sequence[Tally]:
    """Return the newest batches of a kind of subject, how far each has come, newest first."""
    asked = {"workspace": workspace_id, "kind": kind, "since": since, "limit": limit}
    return [Tally(**row._mapping) for row in session.execute(_NEWEST, asked)]  # noqa: SLF001  # a row's public mapping
