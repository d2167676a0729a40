"""Projects know whose account they publish with, also while it is disconnected.

Revision ID: 0020
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("projects", sa.Column("account_key", sa.Text(), nullable=True))
    op.execute(
        "UPDATE projects SET account_key = c.provider || ':' || c.account_id FROM connections c "
        "WHERE c.id = projects.connection_id"
    )
