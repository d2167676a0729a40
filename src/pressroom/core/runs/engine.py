"""The engine's tables as they are read here, without its client."""

from sqlalchemy import BigInteger, Integer, Text, column, table
from sqlalchemy.dialects.postgresql import JSONB

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
    column("started_at_epoch_ms", BigInteger),
    column("completed_at", BigInteger),
    column("attributes", JSONB),
    column("error", Text),
    schema="dbos",
)
INPUTS = table("workflow_input", column("workflow_uuid", Text), column("inputs", Text), schema="dbos")
OUTPUTS = table("workflow_output", column("workflow_uuid", Text), column("error", Text), schema="dbos")
COMMITTED = table("datasource_outputs", column("workflow_id", Text), column("step_id", Integer), schema="dbos")
"""What transactions returned, written as they committed; beside the engine's own record of a step."""
