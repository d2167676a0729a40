"""The engine's tables as they are read here, without its client."""

from sqlalchemy import BigInteger, ColumnElement, Text, column, func, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute

RUNS = table(
    "workflow_status",
    column("workflow_uuid", Text),
    column("status", Text),
    column("name", Text),
    column("queue_name", Text),
    column("queue_partition_key", Text),
    column("executor_id", Text),
    column("recovery_attempts", BigInteger),
    column("created_at", BigInteger),
    column("updated_at", BigInteger),
    column("delay_until_epoch_ms", BigInteger),
    column("started_at_epoch_ms", BigInteger),
    column("completed_at", BigInteger),
    column("attributes", JSONB),
    column("error", Text),
    schema="dbos",
)
QUEUED_AT: ColumnElement[int] = func.greatest(RUNS.c.updated_at, RUNS.c.delay_until_epoch_ms)
"""Since when a run that waits could have begun, in milliseconds: it may have been made long before, and been delayed,
resumed or wound back since."""
INPUTS = table("workflow_input", column("workflow_uuid", Text), column("inputs", Text), schema="dbos")
OUTPUTS = table("workflow_output", column("workflow_uuid", Text), column("error", Text), schema="dbos")


def is_gone(run_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return whether the run that a row is about is there no more, as a condition that a million runs do not slow."""
    return ~select(RUNS.c.workflow_uuid).where(RUNS.c.workflow_uuid == run_id).exists()
