"""Runs as the engine keeps them, written without it."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text

from pressroom.core.runs.models import PausedRun
from pressroom.kernel.app import App

KEPT = text(
    "INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at, "
    "started_at_epoch_ms, priority, attributes, serialization, application_version) "
    "VALUES (:id, :status, :name, :queue, :at, :at, :at, 5, cast(:attributes AS jsonb), 'portable_json', 'none')"
)
SAID = text("INSERT INTO dbos.workflow_output (workflow_uuid, error, retention_timestamp) VALUES (:id, :error, 0)")


def keep_runs(
    app: App,
    workspace_id: UUID,
    number: int,
    *,
    milliseconds: int = 1000,
    workflows: Mapping[int, str] | None = None,
    queues: Mapping[int, str] | None = None,
    statuses: Mapping[int, str] | None = None,
    errors: Mapping[int, str] | None = None,
    paused: Sequence[int] = (),
) -> None:
    """Write runs as the engine keeps them, `run-000000` first, that many milliseconds apart; most have succeeded."""
    rows = [
        {
            "id": f"run-{one:06}",
            "status": (statuses or {}).get(one, "SUCCESS"),
            "name": (workflows or {}).get(one, "process_document"),
            "queue": (queues or {}).get(one, "work"),
            "at": one * milliseconds,
            "attributes": json.dumps(
                {"workspace_id": str(workspace_id), "subject_kind": "document", "subject_id": str(UUID(int=one))}
            ),
        }
        for one in range(number)
    ]
    said = [
        {"id": f"run-{one:06}", "error": json.dumps({"name": "RunFailed", "message": why}, ensure_ascii=False)}
        for one, why in (errors or {}).items()
    ]
    with app.database.transaction() as session:
        session.execute(KEPT, rows)
        if said:
            session.execute(SAID, said)
        session.add_all(_paused(workspace_id, one) for one in paused)


def _paused(workspace_id: UUID, number: int) -> PausedRun:
    return PausedRun(
        run_id=f"run-{number:06}",
        workspace_id=workspace_id,
        subject_kind="document",
        subject_id=UUID(int=number),
        queue="work",
        reason="The budget is used up.",
    )
