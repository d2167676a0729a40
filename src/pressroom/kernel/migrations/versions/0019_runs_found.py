"""Runs are listed by indexes: all of a workspace, those of a workflow, and those that ended badly, newest first.

Revision ID: 0019
Created: 2026-11-22
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NEWEST_FIRST = "created_at DESC, workflow_uuid DESC"
WORKSPACE = "(attributes->>'workspace_id')"
BADLY = "status IN ('ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')"


def upgrade() -> None:
    op.execute(f"CREATE INDEX ix_runs_workspace ON dbos.workflow_status ({WORKSPACE}, {NEWEST_FIRST})")
    op.execute(f"CREATE INDEX ix_runs_workflow ON dbos.workflow_status ({WORKSPACE}, name, {NEWEST_FIRST})")
    op.execute(f"CREATE INDEX ix_runs_badly ON dbos.workflow_status ({WORKSPACE}, {NEWEST_FIRST}) WHERE {BADLY}")
