"""How workflows have fared of late: how many runs, how long, how many failed; from one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from pressroom.kernel.clock import now

HOURS = 24
_FARED = text("""
    WITH counted AS (
        SELECT name, status, completed_at - started_at_epoch_ms AS took,
               least(greatest((created_at - :since) / 3600000, 0), :last) AS hour
        FROM dbos.workflow_status
        WHERE attributes->>'workspace_id' = :workspace AND created_at >= :since
        UNION ALL
        SELECT name, status, completed_at - started_at_epoch_ms,
               least(greatest((created_at - :since) / 3600000, 0), :last)
        FROM dbos.workflow_status
        WHERE :rounds AND schedule_name IS NOT NULL AND created_at >= :since
    )
    SELECT name, hour, count(*) AS runs,
           count(*) FILTER (WHERE status IN ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')) AS failed,
           count(*) FILTER (WHERE status IN ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', 'SUCCESS')) AS ended,
           percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY took) FILTER (WHERE status = 'SUCCESS') AS took
    FROM counted GROUP BY GROUPING SETS ((name), (name, hour))
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """How the runs of a workflow fared that were accepted within a day; seconds are those of runs that succeeded."""

    runs: int = 0
    failed: int = 0
    ended: int = 0
    p50_seconds: float | None = None
    p95_seconds: float | None = None
    hours: Sequence[int] = field(default=(0,) * HOURS)
    """Runs accepted in each hour, the last one last."""

    @property
    def failure_rate(self) -> float | None:
        """The part of what ended that failed, from 0 to 1; None where nothing ended. What was cancelled is left out."""
        return self.failed / self.ended if self.ended else None


def fared(
    session: Session, workspace_id: UUID, *, with_rounds: bool, until: datetime | None = None
) -> Mapping[str, Fared]:
    """Return how a workspace's workflows fared in the last day, by name; those without a run are missing.

    With `with_rounds`, what begins by itself for all workspaces is counted, too.
    """
    since = int(((until or now()) - timedelta(hours=HOURS)).timestamp() * 1000)
    rows = session.execute(
        _FARED, {"workspace": str(workspace_id), "since": since, "last": HOURS - 1, "rounds": with_rounds}
    ).all()
    hours: dict[str, list[int]] = {row.name: [0] * HOURS for row in rows}
    for row in rows:
        if row.hour is not None:
            hours[row.name][row.hour] = row.runs
    return {
        row.name: Fared(
            runs=row.runs,
            failed=row.failed,
            ended=row.ended,
            p50_seconds=row.took[0] / 1000 if row.took else None,
            p95_seconds=row.took[1] / 1000 if row.took else None,
            hours=hours[row.name],
        )
        for row in rows
        if row.hour is None
    }
