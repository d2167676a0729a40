"""What models cost, budgets, runs that wait for one, and prompts as data.

Revision ID: 0011
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pressroom.kernel.migrations.writing import announce, choice

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PAUSED = """
CREATE FUNCTION paused_run_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  run paused_runs := coalesce(NEW, OLD);
BEGIN
  PERFORM live_record(run.workspace_id, 'run', run.run_id, 'paused');
  PERFORM live_record(run.workspace_id, run.subject_kind, run.subject_id::text, 'paused');
  PERFORM live_record(run.workspace_id, 'spending', run.workspace_id::text, 'paused');
  RETURN NULL;
END $$
"""

SPENT = """
CREATE FUNCTION spending_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  workspace uuid;
BEGIN
  workspace := CASE WHEN TG_OP = 'DELETE' THEN OLD.workspace_id ELSE NEW.workspace_id END;
  PERFORM live_record(workspace, 'spending', workspace::text, 'changed');
  RETURN NULL;
END $$
"""

TRIGGERS = """
CREATE TRIGGER paused_run_changed AFTER INSERT OR UPDATE OR DELETE ON paused_runs
  FOR EACH ROW EXECUTE FUNCTION paused_run_changed();
CREATE TRIGGER budget_changed AFTER INSERT OR UPDATE OR DELETE ON budgets
  FOR EACH ROW EXECUTE FUNCTION spending_changed();
CREATE TRIGGER ai_call_counted AFTER INSERT ON ai_calls
  FOR EACH ROW WHEN (NEW.cost_usd IS DISTINCT FROM 0) EXECUTE FUNCTION spending_changed();
"""


def upgrade() -> None:
    _ai_calls()
    _budgets()
    _prompts()
    _prompt_trials()
    op.add_column("revisions", sa.Column("prompt_version", sa.Integer(), nullable=True))
    op.execute(PAUSED)
    op.execute(SPENT)
    op.execute(TRIGGERS)
    announce("prompt", "prompts", "'changed'")
    announce("prompt_trial", "prompt_trials", "NEW.status", owner="user_id")


def _ai_calls() -> None:
    op.create_table(
        "ai_calls",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=True),
        sa.Column("output_tokens", sa.Integer(), nullable=True),
        sa.Column("cost_usd", sa.Numeric(14, 8), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("answer", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_ai_calls_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ai_calls")),
        sa.UniqueConstraint("run_id", "purpose", name=op.f("uq_ai_calls_run_id_purpose")),
    )
    op.create_index("ix_ai_calls_month", "ai_calls", ["workspace_id", "created_at"], postgresql_include=["cost_usd"])
    op.create_index("ix_ai_calls_profile", "ai_calls", ["workspace_id", "profile", "id"])


def _budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("monthly_usd", sa.Numeric(12, 2), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_budgets_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_budgets")),
    )
    op.create_table(
        "paused_runs",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_paused_runs_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_paused_runs")),
    )
    op.create_index("ix_paused_runs_workspace", "paused_runs", ["workspace_id"])
    op.create_index("ix_paused_runs_subject", "paused_runs", ["subject_kind", "subject_id"])


def _prompts() -> None:
    op.create_table(
        "prompts",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_prompts_author_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_prompts_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
        sa.UniqueConstraint("workspace_id", "profile", "version", name=op.f("uq_prompts_workspace_id_profile_version")),
    )
    op.create_index(
        "uq_prompts_current",
        "prompts",
        ["workspace_id", "profile"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )


def _prompt_trials() -> None:
    op.create_table(
        "prompt_trials",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", choice("trialstatus", "running", "completed", "failed"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_prompt_trials_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_prompt_trials_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_trials")),
    )
    op.create_index("ix_prompt_trials_profile", "prompt_trials", ["workspace_id", "profile", "id"])
