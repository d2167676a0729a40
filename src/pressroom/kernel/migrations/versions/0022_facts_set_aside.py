"""Facts that could not be told are kept; events are found by their names.

Revision ID: 0022
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("facts", sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_events_name", "events", ["workspace_id", "name", "id"])
