"""Events in, webhooks out, alerts.

Revision ID: 0016
Created: 2026-11-22
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import announce, choice

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FACT_HAPPENED = """
CREATE FUNCTION fact_happened() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE happened text := TG_ARGV[0] || '.' || NEW.status;
BEGIN
  IF EXISTS (SELECT FROM triggers WHERE event_name = happened)
    OR EXISTS (SELECT FROM webhooks WHERE workspace_id = NEW.workspace_id AND disabled_at IS NULL
      AND names && ARRAY[happened, TG_ARGV[0] || '.*', '*'])
  THEN
    INSERT INTO facts (workspace_id, kind, subject_id, status)
    VALUES (NEW.workspace_id, TG_ARGV[0], NEW.id, NEW.status);
  END IF;
  RETURN NULL;
END $$
"""

FACTS = """
CREATE TRIGGER {kind}_came AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fact_happened('{kind}');
CREATE TRIGGER {kind}_became AFTER UPDATE OF status ON {table}
  FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION fact_happened('{kind}');
"""

SUBJECTS = {
    "document": "documents",
    "media": "media_items",
    "generation": "generations",
    "article": "articles",
    "pin": "pins",
}


def upgrade() -> None:
    _events()
    _facts()
    _webhooks()
    _deliveries()
    _alerts()
    op.execute(FACT_HAPPENED)
    for kind, table in SUBJECTS.items():
        op.execute(FACTS.format(kind=kind, table=table))
    announce("event", "events", "'received'")
    announce("webhook", "webhooks", "CASE WHEN NEW.disabled_at IS NULL THEN 'active' ELSE 'disabled' END")
    announce("delivery", "webhook_deliveries", "NEW.status")
    announce("alert", "alerts", "CASE WHEN NEW.ended_at IS NULL THEN 'raised' ELSE 'ended' END")


def _identified() -> "tuple[sa.Column[Any], ...]":
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return _deleted_with(table, "workspace_id", "workspaces")


def _deleted_with(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE")


def _by_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id"), ondelete="SET NULL")


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("source", choice("source", "api", "person", "fact", "workflow"), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        *_identified(),
        _by_user("events"),
        _of_workspace("events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("workspace_id", "external_id", name=op.f("uq_events_workspace_id_external_id")),
    )
    op.create_index("ix_events_workspace", "events", ["workspace_id", "id"])
    op.create_table(
        "event_starts",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("workflow", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        _deleted_with("event_starts", "event_id", "events"),
        sa.PrimaryKeyConstraint("event_id", "number", name=op.f("pk_event_starts")),
    )
    op.create_index("ix_event_starts_run", "event_starts", ["run_id"])


def _facts() -> None:
    op.create_table(
        "triggers",
        sa.Column("event_name", sa.Text(), nullable=False),
        sa.Column("workflow", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_name", "workflow", name=op.f("pk_triggers")),
    )
    op.create_table(
        "facts",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        _of_workspace("facts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("names", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_identified(),
        _by_user("webhooks"),
        _of_workspace("webhooks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index("ix_webhooks_workspace", "webhooks", ["workspace_id"])


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("status", choice("deliverystatus", "waiting", "delivered", "failed"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        *_identified(),
        _deleted_with("webhook_deliveries", "event_id", "events"),
        _deleted_with("webhook_deliveries", "webhook_id", "webhooks"),
        _of_workspace("webhook_deliveries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index(op.f("ix_webhook_deliveries_event_id"), "webhook_deliveries", ["event_id"])
    op.create_index("ix_webhook_deliveries_webhook", "webhook_deliveries", ["webhook_id", "id"])
    op.create_table(
        "webhook_tries",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        _deleted_with("webhook_tries", "delivery_id", "webhook_deliveries"),
        sa.PrimaryKeyConstraint("delivery_id", "number", name=op.f("pk_webhook_tries")),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        *_identified(),
        _of_workspace("alerts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_workspace", "alerts", ["workspace_id", "id"])
    op.create_index(
        "uq_alerts_open",
        "alerts",
        ["workspace_id", "cause", "about"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
