"""How far several of a kind have come that were asked for at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_NEWEST = text("""
SELECT b.id, b.run_id, b.created_at, w.completed_at IS NOT NULL OR b.result IS NOT NULL AS is_over, t.* FROM (
  SELECT id, run_id, result, created_at FROM batches
  WHERE workspace_id = :workspace AND kind = :kind AND created_at >= :since ORDER BY id DESC LIMIT :limit
) b
LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = b.run_id
CROSS JOIN LATERAL (
  SELECT count(*) AS total,
    count(*) FILTER (WHERE o.status = 'SUCCESS') AS succeeded,
    count(*) FILTER (
      WHERE e.run_id IS NULL OR o.status IN ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') OR o.status = 'CANCELLED'
      AND NOT EXISTS (SELECT FROM paused_runs p WHERE p.run_id = e.run_id)
    ) AS failed
  FROM batch_entries e LEFT JOIN dbos.workflow_status o ON o.workflow_uuid = e.run_id WHERE e.batch_id = b.id
) t
ORDER BY b.id DESC
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a batch are done; `failed` are those without a run, too."""

    id: UUID
    run_id: str | None
    created_at: datetime
    is_over: bool
    total: int
    succeeded: int
    failed: int


def newest(session: Session, workspace_id: UUID, kind: str, *, since: datetime, limit: int) -> Sequence[Tally]:
    """Return the newest batches of a kind of subject, how far each has come, newest first."""
    asked = {"workspace": workspace_id, "kind": kind, "since": since, "limit": limit}
    return [Tally(**row._mapping) for row in session.execute(_NEWEST, asked)]  # noqa: SLF001  # a row's public mapping
