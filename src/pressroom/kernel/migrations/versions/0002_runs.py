"""What carries work: workers, failed attempts, live updates, requests answered once.

Revision ID: 0002
Created: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LIVE_RECORD = """
CREATE FUNCTION live_record(of_workspace uuid, of_kind text, of_subject text, of_status text, of_user uuid DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE change live_events;
BEGIN
  INSERT INTO live_events (workspace_id, user_id, kind, subject_id, status)
  VALUES (of_workspace, of_user, of_kind, of_subject, of_status) RETURNING * INTO change;
  PERFORM pg_notify('pressroom_live', json_build_object(
    'number', change.id, 'workspace_id', change.workspace_id, 'user_id', change.user_id, 'kind', change.kind,
    'id', change.subject_id, 'status', change.status,
    'at', to_char(change.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text);
END $$
"""

RUN_CHANGED = """
CREATE FUNCTION run_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM live_record((NEW.attributes->>'workspace_id')::uuid, 'run', NEW.workflow_uuid,
    CASE NEW.status WHEN 'ENQUEUED' THEN 'queued' WHEN 'DELAYED' THEN 'queued' WHEN 'PENDING' THEN 'running'
    WHEN 'SUCCESS' THEN 'succeeded' WHEN 'CANCELLED' THEN 'cancelled' ELSE 'failed' END,
    (NEW.attributes->>'user_id')::uuid);
  RETURN NULL;
END $$
"""

TRIGGERS = """
CREATE TRIGGER run_accepted AFTER INSERT ON dbos.workflow_status
  FOR EACH ROW WHEN (NEW.attributes ? 'workspace_id') EXECUTE FUNCTION run_changed();
CREATE TRIGGER run_changed AFTER UPDATE OF status ON dbos.workflow_status
  FOR EACH ROW WHEN (NEW.attributes ? 'workspace_id' AND NEW.status IS DISTINCT FROM OLD.status)
  EXECUTE FUNCTION run_changed();
"""


def upgrade() -> None:
    _workers()
    _step_attempts()
    _live_events()
    _idempotency_keys()
    for statement in (LIVE_RECORD, RUN_CHANGED, TRIGGERS):
        op.execute(statement)


def _workers() -> None:
    op.create_table(
        "workers",
        sa.Column("executor_id", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("executor_id", name=op.f("pk_workers")),
    )


def _step_attempts() -> None:
    op.create_table(
        "step_attempts",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "step_id", "attempt", name=op.f("pk_step_attempts")),
    )


def _live_events() -> None:
    op.create_table(
        "live_events",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_events")),
    )
    op.create_index("ix_live_events_at", "live_events", ["at"], unique=False)
    op.create_index("ix_live_events_workspace", "live_events", ["workspace_id", "id"], unique=False)


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_idempotency_keys_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_idempotency_keys_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint(
            "workspace_id", "user_id", "key", name=op.f("uq_idempotency_keys_workspace_id_user_id_key")
        ),
    )
