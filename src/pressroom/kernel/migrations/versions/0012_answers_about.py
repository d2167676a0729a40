"""Which answer a person's feedback was about, so that a conversation goes on from an answer that was restored.

Revision ID: 0012
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revisions", sa.Column("about_id", sa.Uuid(), nullable=True))
