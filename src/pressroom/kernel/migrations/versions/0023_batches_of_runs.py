"""The batch that a run is part of is found by the run.

Revision ID: 0023
Created: 2026-11-22
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_batch_entries_run", "batch_entries", ["run_id"])
